import { company } from "../../../src/simulator/company/company.ts";
import type { ClusterVersion } from "../../../src/simulator/options.ts";
import { type Connected, connect, settingsFor } from "../../support/connect.ts";
import { manualClock } from "../../support/manual-clock.ts";

/** The sample company at the time the tests take place. */
export const world = company({ now: Date.UTC(2026, 10, 24, 10) });

/** Both APIs, as tests are run over them. */
export const APIS = [
  ["v1", "8.6"],
  ["v2", "8.9"],
] as const;

/** A client of all tools on the sample company. */
export const connected = (api: "v1" | "v2", version: ClusterVersion): Promise<Connected> =>
  connect({
    cluster: { version, login: "cookie", world },
    clock: manualClock(),
    env: (cluster) => ({
      ...settingsFor(cluster, "cookie"),
      OPERATE_MCP_API: api,
      OPERATE_MCP_TOOLSETS: "data,troubleshoot",
      OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
    }),
  });

/** The rows of a part of a structured answer. */
export const rowsIn = (structured: Readonly<Record<string, unknown>>, part: string): readonly unknown[] => {
  const rows = structured[part];
  return Array.isArray(rows) ? rows : [];
};
