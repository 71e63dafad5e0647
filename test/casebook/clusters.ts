import type { ClusterVersion } from "../../src/simulator/options.ts";
import { type Connected, type ConnectOptions, connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import type { Case } from "./case.ts";
import { NOW, WORLDS, type WorldName } from "./worlds.ts";

/** Where a case is tried unless it says otherwise: each of the two APIs. */
export const VERSIONS: readonly ClusterVersion[] = ["8.6", "8.9"];

/** Whether a case of this version is asked over the Orchestration Cluster API. */
export const isV2 = (version: ClusterVersion): boolean => version === "8.9" || version === "8.10";

/** Each case on each version. */
export const onEach = (cases: readonly Case[]): readonly { readonly one: Case; readonly version: ClusterVersion }[] =>
  cases.flatMap((one) => (one.versions ?? VERSIONS).map((version) => ({ one, version })));

/** Clients by version and world, each opened when it is first asked for. */
export const openClusters = (
  closing: NonNullable<ConnectOptions["closing"]>,
): ((version: ClusterVersion, world?: WorldName) => Promise<Connected>) => {
  const opened = new Map<string, Promise<Connected>>();
  return (version, world = "company") => {
    const name = `${version} ${world}`;
    const found =
      opened.get(name) ??
      connect({
        cluster: { version, world: WORLDS[world] },
        env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: isV2(version) ? "v2" : "v1" }),
        clock: manualClock(NOW),
        closing,
      });
    opened.set(name, found);
    return found;
  };
};
