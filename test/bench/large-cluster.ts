import { systemClock } from "../../src/clock.ts";
import { startCluster } from "../../src/simulator/cluster.ts";
import { large } from "../../src/simulator/large/large.ts";

/*
 * A process of its own: the large profile with so many incidents as its argument says, of Camunda 8.6 and without a login. Sends
 * `{ url, open }`, where `open` is how many of the incidents are open, and ends with the process that started it.
 */
const world = large({ incidents: Number(process.argv[2]), now: systemClock.wall() });
const open = world
  .truth()
  .filter(({ state }) => state === "ACTIVE")
  .reduce((sum, { count }) => sum + count, 0);
const { url } = await startCluster({ version: "8.6", login: "none", world });
process.send?.({ url, open });
process.on("disconnect", () => process.exit());
