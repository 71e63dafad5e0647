import type { Generation } from "../camunda/entity.ts";

/** `https://{region}.{component}.camunda.io/{clusterId}`, where one component of SaaS is reached (facts, 4.5). */
const SAAS = /^([a-z0-9-]+)\.(?:operate|zeebe)\.camunda\.io$/;

/**
 * Where Operate shows a process instance to a person; undefined where its web address cannot be known. `address` is the base that
 * the engine is reached at: Operate's own for the Operate API, where the web application lies beside the API, and that of the
 * Orchestration Cluster for the newer one, which serves Operate under `/operate`.
 */
export const instanceLink = (
  address: string,
  generation: Generation,
  processInstanceKey: string,
): string | undefined => {
  if (!URL.canParse(address)) return undefined;
  const base = new URL(address);
  const path = base.pathname.replace(/\/+$/, "");
  const [, region] = SAAS.exec(base.hostname) ?? [];
  if (region !== undefined) return `https://${region}.operate.camunda.io${path}/processes/${processInstanceKey}`;
  const isBeside = generation === "v1" || path.endsWith("/operate");
  return `${base.origin}${path}${isBeside ? "" : "/operate"}/processes/${processInstanceKey}`;
};
