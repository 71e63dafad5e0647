import { describe, expect, it } from "vitest";
import { isObject, type Json } from "../../../src/simulator/json.ts";
import { cluster, column, itemsOf } from "../ask.ts";
import { sample } from "../company/sample.ts";
import { find, pageOf, start } from "./world.ts";

const BY_ERROR = "incidents/statistics/process-instances-by-error";
const BY_DEFINITION = "incidents/statistics/process-instances-by-definition";
const PROCESSES = "process-definitions/statistics/process-instances";
const VERSIONS = "process-definitions/statistics/process-instances-by-version";
const company = () => cluster({ version: "8.9", login: "none", world: sample });

describe("the statistics of errors", () => {
  it("count running instances, not incidents, by the message of their open ones", async () => {
    expect(itemsOf(await find(await start(), BY_ERROR))).toEqual([
      { errorHashCode: 351027393, errorMessage: "No more retries left.", activeInstancesWithErrorCount: 2 },
    ]);
    const open = sample.table("incidents").filter(({ state }) => state === "ACTIVE");
    const heard = await find(await company(), BY_ERROR, { page: { limit: 10_000 } });
    for (const { errorMessage, activeInstancesWithErrorCount } of itemsOf(heard)) {
      const own = open.filter((row) => row["errorMessage"] === errorMessage).map((row) => row["processInstanceKey"]);
      expect(activeInstancesWithErrorCount).toBe(new Set(own).size);
    }
    expect(itemsOf(heard)).toHaveLength(new Set(open.map(({ errorMessage }) => errorMessage)).size);
  });

  it("begin with the most common one, or as asked, page by page without cursors", async () => {
    const running = await company();
    const heard = await find(running, BY_ERROR);
    const counts = column(heard, "activeInstancesWithErrorCount").map(Number);
    expect(counts).toEqual(counts.toSorted((one, other) => other - one));
    expect(pageOf(heard)).toEqual({
      totalItems: counts.length,
      hasMoreTotalItems: false,
      startCursor: null,
      endCursor: null,
    });
    const sorted = await find(running, BY_ERROR, { sort: [{ field: "errorMessage" }], page: { from: 1, limit: 2 } });
    const messages = column(heard, "errorMessage").map(String).sort();
    expect(column(sorted, "errorMessage")).toEqual(messages.slice(1, 3));
  });

  it("tell the definitions of one error", async () => {
    const running = await company();
    const [{ errorHashCode = 0, activeInstancesWithErrorCount } = {}] = itemsOf(await find(running, BY_ERROR));
    const found = itemsOf(await find(running, BY_DEFINITION, { filter: { errorHashCode } }));
    const sum = found.reduce((total, item) => total + Number(item["activeInstancesWithErrorCount"]), 0);
    expect(sum).toBe(activeInstancesWithErrorCount);
    expect(found[0]).toMatchObject({
      processDefinitionId: "order-fulfilment",
      processDefinitionName: "Order fulfilment",
      processDefinitionVersion: 4,
      tenantId: "<default>",
    });
    expect(itemsOf(await find(running, BY_DEFINITION, { filter: { errorHashCode: 1 } }))).toEqual([]);
  });
});

describe("the statistics of processes", () => {
  const running = sample.table("process-instances").filter(({ state }) => state === "ACTIVE" || state === "SUSPENDED");

  it("count what runs with and without incidents, for each process and tenant", async () => {
    const items = itemsOf(await find(await company(), PROCESSES));
    const groups = new Set(running.map((row) => `${row["processDefinitionId"]} ${row["tenantId"]}`));
    expect(items).toHaveLength(groups.size);
    for (const item of items) {
      const own = running.filter(
        (row) => row["processDefinitionId"] === item["processDefinitionId"] && row["tenantId"] === item["tenantId"],
      );
      const stuck = own.filter(({ hasIncident }) => hasIncident === true).length;
      expect(item).toMatchObject({
        activeInstancesWithIncidentCount: stuck,
        activeInstancesWithoutIncidentCount: own.length - stuck,
        hasMultipleVersions: new Set(own.map((row) => row["processDefinitionKey"])).size > 1,
      });
    }
  });

  it("tell the name of the latest version, null where it has none", async () => {
    expect(itemsOf(await find(await start(), PROCESSES)).map((item) => item["latestProcessDefinitionName"])).toEqual([
      "Order process",
      null,
    ]);
  });

  it("tell the versions of one process, of one tenant where one is named", async () => {
    const cluster = await company();
    const filter = { processDefinitionId: "order-fulfilment" };
    const all = itemsOf(await find(cluster, VERSIONS, { filter, sort: [{ field: "processDefinitionVersion" }] }));
    const own = running.filter((row) => row["processDefinitionId"] === "order-fulfilment");
    expect(all).toHaveLength(new Set(own.map((row) => row["processDefinitionKey"])).size);
    const versions = all.map((item) => Number(item["processDefinitionVersion"]));
    expect(versions).toEqual(versions.toSorted((one, other) => one - other));
    const one = itemsOf(await find(cluster, VERSIONS, { filter: { ...filter, tenantId: "nordlicht" } }));
    expect(new Set(one.map((item) => item["tenantId"]))).toEqual(new Set(["nordlicht"]));
    expect(one.length).toBeLessThan(all.length);
  });
});

describe("statistics that are refused", () => {
  it.each<[string, string, Json, string]>([
    ["a filter where there is none", BY_ERROR, { filter: {} }, "Request property [filter] cannot be parsed"],
    ["a cursor", BY_ERROR, { page: { after: "x" } }, "Request property [after] cannot be parsed"],
    [
      "an unknown sort",
      BY_ERROR,
      { sort: [{ field: "count" }] },
      "Unexpected value 'count' for enum field 'field'. Use any of the following values: [errorMessage, activeInstancesWithErrorCount]",
    ],
    ["no error", BY_DEFINITION, {}, "No errorHashCode provided."],
    [
      "an error by its message",
      BY_DEFINITION,
      { filter: { errorHashCode: "x" } },
      "Request property [errorHashCode] cannot be parsed",
    ],
    ["no process", VERSIONS, { filter: { tenantId: "x" } }, "No processDefinitionId provided."],
    [
      "another filter",
      VERSIONS,
      { filter: { processDefinitionId: "x", state: "ACTIVE" } },
      "Request property [state] cannot be parsed",
    ],
  ])("for %s say so", async (_, path, body, detail) => {
    const heard = await find(await start(), path, body);
    expect([heard.status, isObject(heard.body) && heard.body["detail"]]).toEqual([400, detail]);
  });
});
