import { type Json, type JsonObject, writeJson } from "../json.ts";
import { missing } from "../v2/problem.ts";
import type { Row } from "../world.ts";
import type { Runtime } from "./runtime.ts";

const PREVIEW = 8191;

/** Keys of the scopes from one outwards, the instance last. */
const scopesFrom = (runtime: Runtime, scopeKey: string, instanceKey: string): readonly string[] => {
  const scopes: string[] = [];
  for (let at = scopeKey; at !== instanceKey && scopes.length < 50; ) {
    scopes.push(at);
    at = String(runtime.find("element-instances", at)?.["elementInstanceScopeKey"] ?? instanceKey);
  }
  return [...scopes, instanceKey];
};

/** Sets variables in the scope alone, or where each is found going outwards. */
export const setVariables = (runtime: Runtime, scopeKey: string, variables: JsonObject, local: boolean): void => {
  const scope = runtime.find("process-instances", scopeKey) ?? runtime.find("element-instances", scopeKey);
  if (scope === undefined || scope["state"] !== "ACTIVE") throw missing("Element Instance", scopeKey);
  const instanceKey = String(scope["processInstanceKey"]);
  const known = runtime.belonging("variables", instanceKey);
  const at = (scopeOf: string, name: string): Row | undefined =>
    known.find((row) => row["scopeKey"] === scopeOf && row["name"] === name);
  for (const [name, value] of Object.entries<Json>(variables)) {
    const scopes = local ? [scopeKey] : scopesFrom(runtime, scopeKey, instanceKey);
    const place = scopes.find((one) => at(one, name) !== undefined) ?? scopes.at(-1) ?? scopeKey;
    const text = writeJson(value);
    const old = at(place, name);
    runtime.put("variables", {
      variableKey: old?.["variableKey"] ?? runtime.newKey(),
      name,
      scopeKey: place,
      processInstanceKey: instanceKey,
      rootProcessInstanceKey: scope["rootProcessInstanceKey"],
      tenantId: scope["tenantId"],
      value: text,
      isTruncated: text.length > PREVIEW,
    });
  }
  runtime.mended.add(instanceKey);
};
