import { expect, test } from "vitest";
import { connect, settingsFor } from "../support/connect.ts";
import { onEachCluster, rowsIn, world } from "./clusters.ts";

const processInstanceKey = world.landmark("secrets");

/** Text values of the variables of the instance whose names say that they are secret. */
const SECRETS = world
  .table("variables")
  .filter((row) => row["processInstanceKey"] === processInstanceKey)
  .filter(({ name }) =>
    /password|secret|token|api[-_]?key|authorization|credential|private[-_]?key/i.test(String(name)),
  )
  .flatMap(({ value }) =>
    typeof value === "string" && value.startsWith('"') ? [value.slice(1, -1).slice(0, 20)] : [],
  );

onEachCluster("secret-looking variables", (connected) => {
  test.each([
    ["search_variables", { processInstanceKey, limit: 100 }],
    ["search_variables", { processInstanceKey, fields: ["value"], limit: 100 }],
    ["get_process_instance", { processInstanceKey, include: ["variables"] }],
    ["diagnose_process_instance", { processInstanceKey }],
  ])("are masked by %s with %j, in both channels, and counted", async (tool, args) => {
    expect(SECRETS.length).toBeGreaterThan(0);
    const { text, structured, isError } = await connected().call(tool, args);
    expect(isError, text).toBe(false);
    for (const secret of SECRETS) {
      expect(text).not.toContain(secret);
      expect(JSON.stringify(structured)).not.toContain(secret);
    }
    if (tool !== "diagnose_process_instance") expect(text).toMatch(/note: \d+ secret-looking values are masked/);
  });

  test.each(["good", "bad"])("are masked where instances are compared, as the %s one", async (side) => {
    const { structured: one } = await connected().call("get_process_instance", { processInstanceKey });
    const { structured } = await connected().call("search_process_instances", {
      processDefinitionKey: one["processDefinitionKey"],
      limit: 2,
    });
    const other = rowsIn(structured, "items").find((row) => row["processInstanceKey"] !== processInstanceKey);
    const keys = [processInstanceKey, other?.["processInstanceKey"]];
    const [good, bad] = side === "good" ? keys : keys.reverse();
    const compared = await connected().call("compare_process_instances", {
      goodProcessInstanceKey: good,
      badProcessInstanceKey: bad,
    });
    expect(compared.isError, compared.text).toBe(false);
    expect(compared.text).toContain("portalPassword");
    for (const secret of SECRETS) {
      expect(compared.text).not.toContain(secret);
      expect(JSON.stringify(compared.structured)).not.toContain(secret);
    }
  });

  test("are masked where each is shown whole", async () => {
    const { structured } = await connected().call("search_variables", { processInstanceKey, limit: 100 });
    for (const { variableKey } of rowsIn(structured, "items")) {
      const { text } = await connected().call("get_variable", { variableKey });
      for (const secret of SECRETS) expect(text).not.toContain(secret);
    }
  });
});

test("are shown where the setting says so", async () => {
  const connected = await connect({
    cluster: { version: "8.6", world },
    env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_REDACT: "off" }),
  });
  const { text } = await connected.call("search_variables", { processInstanceKey, limit: 100 });
  for (const secret of SECRETS) expect(text).toContain(secret);
});
