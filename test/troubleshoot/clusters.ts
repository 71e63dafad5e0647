import { afterAll, beforeAll, describe } from "vitest";
import type { Clock } from "../../src/clock.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { Row, World } from "../../src/simulator/world.ts";
import { type Connected, type ConnectOptions, connect, settingsFor } from "../support/connect.ts";

/** When the data set ends. */
export const NOW = Date.UTC(2026, 10, 24, 10);

/** The data set, the same on all of them. */
export const world = company({ now: NOW });

/** The data set with the rows of some tables, named by their paths in the newer API, changed. */
export const changedWorld = (change: (path: string, rows: readonly Row[]) => readonly Row[]): World => {
  const kept = new Map<string, readonly Row[]>();
  const table = (path: string): readonly Row[] => {
    const rows = kept.get(path) ?? change(path, world.table(path));
    kept.set(path, rows);
    return rows;
  };
  return { ...world, table, rows: (entity) => table(entity.path.v2) };
};

/** The clusters that the tools that explain are tried on: each API, the oldest and the newest with these facts. */
export const CLUSTERS = [
  { version: "8.3", api: "v1" },
  { version: "8.6", api: "v1" },
  { version: "8.9", api: "v2" },
  { version: "8.10", api: "v2" },
] as const;

/** A connected client whose tools include those that explain. */
export const explaining = (
  { version, api }: (typeof CLUSTERS)[number],
  closing: NonNullable<ConnectOptions["closing"]>,
  clock?: Clock,
): Promise<Connected> =>
  connect({
    cluster: { version, world },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    closing,
    ...(clock === undefined ? {} : { clock }),
  });

/** A member of a structured answer that is a list of rows. */
export const rowsIn = (structured: Readonly<Record<string, unknown>>, name: string): Record<string, unknown>[] => {
  const list = structured[name];
  return Array.isArray(list) ? list : [];
};

/** Runs the same tests on each of the clusters; `connected` gives the client of the one they run on. */
export const onEachCluster = (
  tool: string,
  tests: (connected: () => Connected, where: (typeof CLUSTERS)[number]) => void,
  clock?: Clock,
): void => {
  describe.each(CLUSTERS)(`${tool} on $version over $api`, (where) => {
    const closers: (() => Promise<void>)[] = [];
    let opened: Connected | undefined;
    beforeAll(async () => {
      opened = await explaining(where, (close) => closers.push(close), clock);
    });
    afterAll(async () => {
      for (const close of closers) await close();
    });
    tests(() => {
      if (opened === undefined) throw new Error("asked before it was connected");
      return opened;
    }, where);
  });
};
