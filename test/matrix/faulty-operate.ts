import type { TlsOptions } from "node:tls";
import { type FaultServer, faultServer, json, type Step } from "../support/fault-server.ts";

/** One variable as the Operate API shows it, with the largest key there is. */
export const VARIABLE = {
  key: 0,
  processInstanceKey: 0,
  scopeKey: 0,
  name: "amount",
  value: "42",
  truncated: false,
  tenantId: "<default>",
};

/** A page of one row, its keys digit for digit: the largest, and one just beyond what a double holds. */
export const PAGE = JSON.stringify({ items: [VARIABLE], sortValues: [1], total: 1 })
  .replace('"key":0', '"key":9223372036854775807')
  .replace('"processInstanceKey":0', '"processInstanceKey":9007199254740993')
  .replace('"sortValues":[1]', '"sortValues":[9007199254740993]');

/** A page of nothing. */
export const EMPTY_PAGE = '{"items":[],"sortValues":[],"total":0}';

/** What a healthy Operate answers. */
export const HEALTHY = json(PAGE);

/** An Operate API over real sockets that is healthy until it is searched for variables: then it does what the script says. */
export interface FaultyOperate {
  readonly server: FaultServer;
  /** Searches for variables so far. */
  searches(): number;
  readonly env: Readonly<Record<string, string>>;
}

/** `script` gives the steps behind the n-th search for variables, counted from 1. */
export const faultyOperate = async (
  script: (attempt: number) => Iterable<Step>,
  tls?: TlsOptions,
): Promise<FaultyOperate> => {
  let searches = 0;
  const server: FaultServer = await faultServer(function* () {
    for (;;) {
      yield "request";
      if (server.requests.at(-1)?.startsWith("POST /v1/variables/search")) {
        searches += 1;
        yield* script(searches);
      } else yield json(EMPTY_PAGE);
    }
  }, tls);
  return {
    server,
    searches: () => searches,
    env: { CAMUNDA_OPERATE_BASE_URL: server.origin, OPERATE_MCP_API: "v1", OPERATE_MCP_CLUSTER_VERSION: "8.6" },
  };
};
