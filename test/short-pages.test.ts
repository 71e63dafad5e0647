import { describe, expect, test } from "vitest";
import { at, CLUSTERS, cutting, open, said, world } from "./support/behind-gateway.ts";
import type { GatewayOptions } from "./support/gateway.ts";

/* Pages that a gateway has changed: shorter than asked for, emptier or shorter than what they count. */

const landmark = world.landmark("order4711");
const [definition] = world.table("process-definitions");

const CALLS: readonly (readonly [string, Record<string, unknown>])[] = [
  ["search_process_definitions", { limit: 100 }],
  ["search_process_definitions", { latestOnly: true, limit: 100 }],
  ["search_process_instances", { limit: 30 }],
  ["search_process_instances", { limit: 1000, startedBefore: "2026-11-01T00:00:00Z" }],
  ["search_process_instances", { limit: 100, errorMessage: "Exception" }],
  ["search_incidents", { limit: 1000 }],
  ["search_incidents", { errorMessage: "e", limit: 100 }],
  ["search_incidents", { processDefinitionId: definition?.["processDefinitionId"], limit: 100 }],
  ["search_variables", { limit: 100, name: "orderId", sort: [{ field: "variableKey", order: "DESC" }] }],
  ["get_process_definition", { processDefinitionKey: definition?.["processDefinitionKey"], include: ["statistics"] }],
  ["get_process_instance", { processInstanceKey: landmark, include: ["elements", "variables", "callHierarchy"] }],
  ["summarize_incidents", {}],
  ["summarize_processes", {}],
  ["find_stalled_process_instances", {}],
  ["diagnose_process_instance", { processInstanceKey: landmark }],
  ["get_process_instance_timeline", { processInstanceKey: landmark }],
  ["lookup", { reference: "A-4711" }],
];

describe.each(CLUSTERS)("on $version over $api", (where) => {
  test("a gateway that lets twenty rows through at a time changes no answer", async () => {
    const [plain, limited] = [await at(where), await at(where, { most: 20 })];
    for (const [tool, args] of CALLS) {
      const [one, other] = [await plain.call(tool, args), await limited.call(tool, args)];
      expect(one.isError, one.text).toBe(false);
      expect(said(other), tool).toEqual(said(one));
    }
  });

  test("a list is followed to its end behind it, each row once", async () => {
    const { call } = await at(where, { most: 7 });
    const found: unknown[] = [];
    let cursor: unknown;
    do {
      const { structured } = await call("search_incidents", { limit: 30, ...(cursor === undefined ? {} : { cursor }) });
      const { items, page } = structured;
      if (Array.isArray(items)) found.push(...items.map(({ incidentKey }) => incidentKey));
      cursor = typeof page === "object" && page !== null && "next" in page ? page.next : undefined;
    } while (cursor !== undefined);
    expect(found.toSorted()).toEqual(
      world
        .table("incidents")
        .map((row) => row["incidentKey"])
        .toSorted(),
    );
  });

  /** Takes the rows out of each page of incidents, and leaves the count. */
  const emptied: GatewayOptions = {
    changed: (path, body) =>
      path.endsWith("/incidents/search") ? JSON.stringify({ ...JSON.parse(body), items: [], sortValues: [] }) : body,
  };

  test.each([
    ["search_incidents", {}],
    ["search_incidents", { errorMessage: "e" }],
    ["summarize_incidents", {}],
  ])("a list of nothing that counts rows is no answer of %s %j", async (tool, args) => {
    const { call } = await at(where, emptied);
    const { text, isError } = await call(tool, args);
    expect(isError).toBe(true);
    expect(text).toMatch(/^BAD_RESPONSE: the cluster counts \d+ incidents and gives none of them\nnext: call again/);
  });

  test("a cluster is found although its list of process definitions contradicts itself", async () => {
    const { call } = await at(where, {
      changed: (path, body) =>
        path.endsWith("/process-definitions/search") ? JSON.stringify({ ...JSON.parse(body), items: [] }) : body,
    });
    expect((await call("search_incidents", { fields: ["incidentKey"] })).isError).toBe(false);
    expect((await call("search_process_definitions")).text).toMatch(/^BAD_RESPONSE: the cluster counts \d+ process/);
  });

  const cut = cutting("/incidents/search");
  const COUNTS_MORE = "The cluster counts more incidents than it gives";

  test("a list that is cut off for good is shown as not all", async () => {
    const { call } = await at(where, cut);
    const { structured, text } = await call("search_incidents", { state: "ACTIVE", fields: ["incidentKey"] });
    expect(text).toMatch(/^incidents: 7 shown, at least \d+ in all/);
    expect(text).toContain(COUNTS_MORE);
    expect(structured["page"]).toEqual({ total: expect.any(Number), totalIsExact: false });
    const scanned = await call("search_incidents", { errorMessage: "e", limit: 100, fields: ["incidentKey"] });
    expect(scanned.text).toContain(COUNTS_MORE);
    expect(scanned.text).not.toContain("all there are");
    const instances = await call("search_process_instances", { errorMessage: "e", fields: ["processInstanceKey"] });
    expect(instances.text).toContain("looked at 7 rows; the cluster counts more and gives no more");
  });

  test("incidents of which some are kept back are counted as at least so many", async () => {
    const { call } = await at(where, cut);
    const { structured, text } = await call("summarize_incidents");
    expect(open.length).toBeGreaterThan(7);
    expect(text).toMatch(/^conclusion: at least \d+ incidents/);
    expect(structured["coverage"]).toMatchObject({ exact: false });
    expect(text).toContain(COUNTS_MORE);
  });

  test("a value that no variable has of those that came is not said to be nowhere", async () => {
    const { call } = await at(where, cutting("/variables/search"));
    const { text } = await call("lookup", { reference: "nobody-has-this" });
    expect(text).toMatch(/^conclusion: Nothing was found that fits, but not everything could be looked at/);
    expect(text).toContain("there are more");
  });

  test("a cause that nothing of what came has is not said to be nowhere", async () => {
    const { call } = await at(where, cut);
    const { text } = await call("summarize_incidents", { errorMessage: "nothing says this" });
    expect(text).toMatch(/^conclusion: No incident that matches was seen, but not all could be looked at\./);
    expect((await call("search_incidents", { errorMessage: "nothing says this" })).text).not.toContain(
      "Nothing matches",
    );
  });
});

test("an element that is missing for that reason is not said to be unknown to the API", async () => {
  const stopped = world.table("element-instances").filter(({ hasIncident }) => hasIncident === true);
  const holder = stopped.find((one) =>
    stopped.some(
      (other) =>
        other !== one && other["processInstanceKey"] === one["processInstanceKey"] && other["type"] === "SUB_PROCESS",
    ),
  );
  const { call } = await at(CLUSTERS[1], cutting("/flownode-instances/search", 1));
  const args = { processInstanceKey: holder?.["processInstanceKey"], fields: ["elementId"] };
  const { text } = await call("search_incidents", args);
  expect(text).toContain(
    "note: elementId is left out in some rows: the cluster counts more element instances than it gives.",
  );
});

test("a list that is read from its middle ends without another request once a larger page has come", async () => {
  const { call, cluster } = await at(CLUSTERS[1]);
  const asked = async (): Promise<number> => {
    cluster.journal.clear();
    const sort = [{ field: "startDate", order: "ASC" }];
    const args = { startedAfter: "2026-11-24T09:00:00Z", sort, limit: 100, fields: ["startDate"] };
    const { structured, text } = await call("search_process_instances", args);
    expect(structured["page"], text).toMatchObject({ totalIsExact: true });
    return cluster.journal.to("/process-instances/search").length;
  };
  await call("whoami");
  expect(await asked()).toBe(2);
  await call("search_variables", { limit: 100, fields: ["variableKey"] });
  expect(await asked()).toBe(1);
});
