import { describe, expect, test } from "vitest";
import type { Row, World } from "../../src/simulator/world.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { CLUSTERS, rowsIn, world } from "./clusters.ts";

const TENANT = { tenantId: "<default>", isTruncated: false };

const incidentOf = (processInstanceKey: string) =>
  world.table("incidents").find((row) => row["processInstanceKey"] === processInstanceKey) ?? expect.unreachable();

/** The same data with more rows. */
const withMore = (more: Readonly<Record<string, readonly Record<string, string | boolean>[]>>): World => ({
  ...world,
  rows: (entity) => [...world.rows(entity), ...(more[entity.path.v2] ?? [])],
});

describe.each(CLUSTERS)("explain_incident on $version over $api", ({ version, api }) => {
  const explain = async (served: World, incidentKey: unknown) => {
    const { call } = await connect({
      cluster: { version, world: served },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    });
    return call("explain_incident", { incidentKey });
  };

  test("shows the variables of the run of a sub-process that it is in, or says that they are left out", async () => {
    const key = world.landmark("failingItem");
    const incident = incidentOf(key);
    const run = world
      .table("element-instances")
      .find((row) => row["processInstanceKey"] === key && row["state"] === "ACTIVE" && row["type"] === "SUB_PROCESS");
    const scopeKey = run?.["elementInstanceKey"];
    const inner = world.table("variables").find((row) => row["scopeKey"] === scopeKey && row["name"] === "item");
    expect(inner).toBeDefined();
    const second = { ...run, elementInstanceKey: "9007199254746299" };
    const outer = { ...TENANT, name: "item", value: '"OUTER"', scopeKey: key, processInstanceKey: key };
    const { structured, text } = await explain(
      withMore({
        "element-instances": [JSON.parse(JSON.stringify(second))],
        variables: [{ ...outer, variableKey: "9007199254746001" }],
      }),
      incident["incidentKey"],
    );
    const seen = Object.fromEntries(rowsIn(structured, "variables").map(({ name, value }) => [String(name), value]));
    expect(text).not.toContain("OUTER");
    expect(seen).toHaveProperty("claimNumber");
    if (api === "v2") {
      expect(seen).toMatchObject({ item: inner?.["value"], loopCounter: expect.anything() });
      expect(JSON.stringify(structured["notices"] ?? [])).not.toContain("runs several times");
    } else {
      expect(seen).not.toHaveProperty("item");
      expect(structured["notices"]).toContainEqual(expect.stringContaining("which run it is in is not known"));
    }
  });

  test("the diagnosis takes no variable of another scope for that of a run either", async () => {
    const key = world.landmark("failingItem");
    const run = world
      .table("element-instances")
      .find((row) => row["processInstanceKey"] === key && row["state"] === "ACTIVE" && row["type"] === "SUB_PROCESS");
    const second = { ...run, elementInstanceKey: "9007199254746299" };
    const outer = { ...TENANT, name: "photos", value: '"OUTER"', scopeKey: key, processInstanceKey: key };
    const inner = { ...outer, value: '"INNER"', scopeKey: String(run?.["elementInstanceKey"]) };
    const message: Row = { ...incidentOf(key), errorMessage: "cannot read photos" };
    const served = withMore({
      "element-instances": [JSON.parse(JSON.stringify(second))],
      variables: [
        { ...outer, variableKey: "9007199254746001" },
        { ...inner, variableKey: "9007199254746002" },
      ],
    });
    const { call } = await connect({
      cluster: {
        version,
        world: {
          ...served,
          rows: (entity) =>
            entity.path.v2 === "incidents"
              ? world.table("incidents").map((row) => (row["incidentKey"] === message["incidentKey"] ? message : row))
              : served.rows(entity),
        },
      },
      env: (cluster) => ({ ...settingsFor(cluster), OPERATE_MCP_API: api }),
    });
    const { structured, text } = await call("diagnose_process_instance", { processInstanceKey: key });
    expect(structured, text).toMatchObject({ verdict: "incident" });
    expect(text).not.toContain("OUTER");
    if (api === "v2") expect(rowsIn(structured, "variables")).toMatchObject([{ name: "photos", value: '"INNER"' }]);
    else expect(structured["notices"]).toContainEqual(expect.stringContaining("which run it is in is not known"));
  });

  test("finds the variable that the error names among more than can be looked at", async () => {
    const key = world.landmark("wrongType");
    const bulk = Array.from({ length: 1200 }, (_, index) => ({
      ...{ ...TENANT, name: `bulk${index}`, value: "1", scopeKey: key, processInstanceKey: key },
      variableKey: String(1_125_899_900_000_000n + BigInt(index)),
    }));
    const { structured, text } = await explain(withMore({ variables: bulk }), incidentOf(key)["incidentKey"]);
    expect(rowsIn(structured, "variables")[0], text).toMatchObject({ name: "claimValue" });
    expect(structured["notices"]).toContainEqual(expect.stringMatching(/^Looked at 1000 variables of the instance/));
  });
});
