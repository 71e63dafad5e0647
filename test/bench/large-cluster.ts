import { systemClock } from "../../src/clock.ts";
import { startCluster } from "../../src/simulator/cluster.ts";
import { large } from "../../src/simulator/large/large.ts";

/*
 * A process of its own: the large profile, of Camunda 8.6 and without a login. Its argument `{ incidents, delayMs }` says how many
 * incidents there are, and how long each answer takes more than it has to. Sends `{ url, open }`, where `open` is how many of them
 * are open, and ends with the process that started it.
 */
const { incidents, delayMs }: { incidents: number; delayMs: number } = JSON.parse(process.argv[2] ?? "");
const world = large({ incidents, now: systemClock.wall() });
const open = world
  .truth()
  .filter(({ state }) => state === "ACTIVE")
  .reduce((sum, { count }) => sum + count, 0);
const { url, faults } = await startCluster({ version: "8.6", login: "none", world });
if (delayMs > 0) faults.next(Number.POSITIVE_INFINITY, { path: "/v1/" }, { kind: "delay", ms: delayMs });
process.send?.({ url, open });
process.on("disconnect", () => process.exit());
