import { expect, test } from "vitest";
import { company } from "../src/simulator/company/company.ts";
import type { ClusterVersion } from "../src/simulator/options.ts";
import { connect, settingsFor } from "./support/connect.ts";

/* Columns that were asked for and that the connected version does not have are named, with the version that has them. */

const world = company({ now: Date.UTC(2026, 10, 24, 10) });

const open = (version: ClusterVersion, settings: Record<string, string> = {}) =>
  connect({
    cluster: { version, login: "none", world },
    env: (cluster) => ({ ...settingsFor(cluster, "none"), ...settings }),
  });

test.each([
  ["8.0", "search_element_instances", ["elementId", "tenantId"], "tenantId (since 8.3)"],
  ["8.3", "search_incidents", ["incidentKey", "jobKey"], "jobKey (since 8.5)"],
] as const)("on %s %s says which of %j it does not have", async (version, tool, fields, missing) => {
  const { call } = await open(version);
  const { structured } = await call(tool, { fields });
  expect(structured["notices"]).toContainEqual(expect.stringMatching(/^Not known to Camunda 8\..*: /));
  expect(String(structured["notices"])).toContain(missing);
});

test("on a version that has them nothing is said", async () => {
  const { call } = await open("8.6");
  const { structured } = await call("search_element_instances", { fields: ["elementId", "tenantId"] });
  expect(String(structured["notices"] ?? "")).not.toContain("Not known");
});

test("a field of the newer API alone is said to be one", async () => {
  const { call } = await open("8.8", { OPERATE_MCP_API: "v1", OPERATE_MCP_CLUSTER_VERSION: "8.9" });
  const { text } = await call("search_process_instances", { businessId: "A-4711" });
  expect(text).toContain("businessId exists since Camunda 8.9, in the Orchestration Cluster API (v2) only");
  const { structured } = await call("whoami");
  expect(structured["lacks"]).toContain("businessId (since 8.9, newer API only)");
});

test("whoami counts nothing as lacking that the Operate API shows", async () => {
  const { call } = await open("8.3");
  const { structured } = await call("whoami");
  expect(String(structured["lacks"])).not.toContain("decisionRequirementsName");
});
