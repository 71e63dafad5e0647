import { describe, expect, test } from "vitest";
import { connect, settingsFor } from "../support/connect.ts";
import { CLUSTERS, rowsIn, world } from "./clusters.ts";

const incidentOf = (key: string) => world.table("incidents").find((row) => row["processInstanceKey"] === key);

describe.each(CLUSTERS)("on $version over $api", ({ version, api }) => {
  const forbidding = async (path: string) => {
    const connected = await connect({
      cluster: { version, world },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    });
    await connected.call("search_incidents", { limit: 1 });
    connected.cluster.faults.next(1000, { path }, { kind: "forbidden" });
    return connected;
  };

  test.each(["process-instances/search", "process-definitions/search"])(
    "incidents are counted and compared although %s may not be asked",
    async (path) => {
      const { call } = await forbidding(path);
      const summary = await call("summarize_incidents");
      expect(summary.isError, summary.text).toBe(false);
      expect(rowsIn(summary.structured, "groups").length).toBeGreaterThan(1);
      const incidentKey = incidentOf(world.landmark("paymentOutage"))?.["incidentKey"];
      const { structured, text } = await call("explain_incident", { incidentKey });
      expect(Number(structured["sharedBy"]), text).toBeGreaterThan(1);
      expect(structured["conclusion"], text).not.toMatch(/looked at/);
    },
  );
});
