/** `https://{region}.{component}.camunda.io/{clusterId}`, where one component of SaaS is reached (facts, 4.5). */
const SAAS = /^([a-z0-9-]+)\.(?:operate|zeebe)\.camunda\.io$/;

/**
 * Where people open Operate, without a slash at the end: on SaaS a host of its own; where the API is that of an Orchestration
 * Cluster (8.8 and later, over either API) below `/operate`; up to 8.7 the address of Operate itself.
 */
export const webAppAt = (base: URL, isOrchestration: boolean): string => {
  const path = base.pathname.replace(/\/+$/, "");
  const [, region] = SAAS.exec(base.hostname) ?? [];
  if (region !== undefined) return `https://${region}.operate.camunda.io${path}`;
  return `${base.origin}${path}${isOrchestration && !path.endsWith("/operate") ? "/operate" : ""}`;
};
