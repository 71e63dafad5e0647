import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/simulator/json.ts";
import { column } from "../ask.ts";
import { FIRST_LOST, LARGEST } from "../sample.ts";
import { find, start, type VERSIONS } from "./world.ts";

const CHILD = "2251799813685300";
const FIRST = "2251799813685299";
const DONE = "4503599627370501";
const PAUSED = "11258999068426301";

const found = async (path: string, key: string, filter: Json, version: (typeof VERSIONS)[number] = "8.9") => {
  const heard = await find(await start(version), `${path}/search`, { filter });
  expect([heard.status, heard.text]).toEqual([200, expect.anything()]);
  return column(heard, key).map(String);
};

const instances = (filter: Json, version?: (typeof VERSIONS)[number]) =>
  found("process-instances", "processInstanceKey", filter, version);

describe("a filter of process instances", () => {
  it.each<[string, Json, readonly string[]]>([
    ["a key as a string", { processInstanceKey: FIRST_LOST }, [FIRST_LOST]],
    ["a key as a number", { processInstanceKey: 9007199254740993n }, [FIRST_LOST]],
    ["a key by $eq", { processInstanceKey: { $eq: LARGEST } }, [LARGEST]],
    ["the neighbour of a key", { processInstanceKey: "9007199254740992" }, []],
    ["keys by $in", { processInstanceKey: { $in: [LARGEST, FIRST, "1"] } }, [FIRST, LARGEST]],
    ["no key by an empty $in", { processInstanceKey: { $in: [] } }, []],
    ["keys by $notIn", { processInstanceKey: { $notIn: [LARGEST, FIRST, CHILD, DONE] } }, [FIRST_LOST, PAUSED]],
    ["that a key is there", { parentProcessInstanceKey: { $exists: true } }, [CHILD]],
    ["that a tag is not there", { processDefinitionVersionTag: { $exists: false }, state: "COMPLETED" }, [DONE]],
    [
      "what is not, and what is missing, by $neq",
      { endDate: { $neq: "2026-11-21T07:00:00Z" } },
      [FIRST, CHILD, FIRST_LOST, PAUSED, LARGEST],
    ],
    ["a number", { processDefinitionVersion: 2 }, [FIRST_LOST]],
    ["a number by $gt", { processDefinitionVersion: { $gt: 1 } }, [FIRST_LOST]],
    ["numbers by $gte and $lt", { processDefinitionVersion: { $gte: 1, $lt: 2 }, hasIncident: true }, []],
    ["numbers by $lte", { processDefinitionVersion: { $lte: 2 }, hasIncident: true }, [FIRST_LOST]],
    ["a flag", { hasIncident: true }, [FIRST_LOST]],
    ["a text in its case", { processDefinitionId: "Order-Process" }, [LARGEST]],
    ["a text by $like with a star", { processDefinitionId: { $like: "Ord*" } }, [LARGEST]],
    ["a text by $like with a question mark", { processDefinitionId: { $like: "Order?Process" } }, [LARGEST]],
    ["the whole text by $like", { processDefinitionId: { $like: "Order" } }, []],
    ["a dot by $like as a dot", { processDefinitionId: { $like: "Order.Process" } }, []],
    ["a star by $like with a backslash", { processDefinitionId: { $like: "Ord\\*" } }, []],
    ["a state", { state: "TERMINATED" }, [LARGEST]],
    ["a state in small letters", { state: "terminated" }, [LARGEST]],
    ["states by $in", { state: { $in: ["TERMINATED", "COMPLETED"] } }, [DONE, LARGEST]],
    ["a state by $like", { state: { $like: "TERM*" } }, [LARGEST]],
    ["a state by $neq", { state: { $neq: "ACTIVE" } }, [DONE, LARGEST]],
    ["a date with another offset", { startDate: "2026-11-21T01:00:00+01:00" }, [LARGEST]],
    [
      "a window by $gte and $lt",
      { startDate: { $gte: "2026-11-21T00:00:00Z", $lt: "2026-11-22T00:00:00Z" } },
      [LARGEST],
    ],
    ["dates by $gt, which leaves out its limit", { startDate: { $gt: "2026-11-21T00:00:00Z" } }, [PAUSED]],
    ["dates by $lte, which includes its limit", { endDate: { $lte: "2026-11-21T06:00:00Z" } }, [LARGEST]],
    ["a date by $in", { startDate: { $in: ["2026-11-21T00:00:00Z"] } }, [LARGEST]],
    ["null, which asks for nothing", { state: null, hasIncident: true }, [FIRST_LOST]],
    ["several fields at once", { hasIncident: false, state: "ACTIVE", parentProcessInstanceKey: FIRST_LOST }, [CHILD]],
    [
      "one of several under $or",
      { $or: [{ state: "TERMINATED" }, { hasIncident: true, state: "ACTIVE" }] },
      [FIRST_LOST, LARGEST],
    ],
    [
      "$or beside other fields",
      { state: "ACTIVE", $or: [{ state: "TERMINATED" }, { hasIncident: true }] },
      [FIRST_LOST],
    ],
    ["all its tags", { tags: ["web", "vip"] }, [FIRST_LOST]],
    ["a tag that is only a part", { tags: ["vi"] }, []],
    ["a variable and its value", { variables: [{ name: "amount", value: "4711" }] }, [FIRST_LOST]],
    ["a variable that is a text", { variables: [{ name: "amount", value: '"4711"' }] }, [LARGEST]],
    ["a variable in a scope of its own", { variables: [{ name: "city", value: '"Straße *7"' }] }, [FIRST_LOST]],
    ["a variable by $like", { variables: [{ name: "city", value: { $like: '"*o*"' } }] }, [CHILD]],
    ["a star in a variable", { variables: [{ name: "city", value: { $like: "*\\**" } }] }, [FIRST_LOST]],
    [
      "two variables, both",
      {
        variables: [
          { name: "amount", value: "4711" },
          { name: "city", value: '"Hof"' },
        ],
      },
      [],
    ],
    ["a variable that is there", { variables: [{ name: "amount", value: { $exists: true } }] }, [FIRST_LOST, LARGEST]],
    ["an open incident by its message", { errorMessage: "No more retries left." }, [CHILD, FIRST_LOST]],
    ["an open incident by a part of it", { errorMessage: { $like: "*retries*" }, hasIncident: true }, [FIRST_LOST]],
    ["a resolved incident, which is none", { errorMessage: { $like: "*total*" } }, []],
    ["an incident by its number", { incidentErrorHashCode: 351027393 }, [CHILD, FIRST_LOST]],
    ["an element", { elementId: "start" }, [FIRST_LOST]],
    ["an element in a state", { elementId: "charge", elementInstanceState: "TERMINATED" }, [LARGEST]],
    ["an element whose state is another one's", { elementId: "start", elementInstanceState: "ACTIVE" }, []],
    [
      "an element with an incident",
      { elementId: { $like: "ch*" }, hasElementInstanceIncident: true },
      [CHILD, FIRST_LOST],
    ],
    ["an element without one", { elementId: { $like: "ch*" }, hasElementInstanceIncident: false }, [LARGEST]],
    ["a job to be tried again", { hasRetriesLeft: true }, []],
    ["no job to be tried again", { hasRetriesLeft: false, hasIncident: true }, [FIRST_LOST]],
    ["a batch operation, of which there is none", { batchOperationKey: "1" }, []],
  ])("finds %s", async (_, filter, keys) => {
    expect(await instances(filter)).toEqual(keys);
  });

  it("finds a business id from 8.9 on", async () => {
    expect(await instances({ businessId: "A-1" })).toEqual([FIRST_LOST]);
  });

  it("finds what is suspended on 8.10, and takes it for active before", async () => {
    expect(await instances({ state: "SUSPENDED" }, "8.10")).toEqual([PAUSED]);
    expect(await instances({ state: "ACTIVE" }, "8.10")).not.toContain(PAUSED);
    expect(await instances({ state: "ACTIVE" }, "8.9")).toContain(PAUSED);
  });
});

describe("a filter of other things", () => {
  it.each<[string, string, Json, readonly string[]]>([
    ["variables by their text", "variables", { value: '"4711"' }, ["2251799813685402"]],
    ["variables by scope", "variables", { scopeKey: { $in: ["9007199254740995"] } }, ["2251799813685403"]],
    ["cut variables", "variables", { isTruncated: true }, ["2251799813685405"]],
    ["incidents by type", "incidents", { errorType: { $notIn: ["JOB_NO_RETRIES"] } }, ["2251799813685503"]],
    [
      "incidents by state and message",
      "incidents",
      { state: "ACTIVE", errorMessage: { $like: "No*" } },
      ["2251799813685501", "2251799813685502"],
    ],
    ["incidents without a job", "incidents", { jobKey: { $exists: false }, state: "ACTIVE" }, ["2251799813685502"]],
    ["element instances by type", "element-instances", { type: "START_EVENT" }, ["9007199254740996"]],
    ["element instances in a scope", "element-instances", { elementInstanceScopeKey: CHILD }, ["9007199254740997"]],
    [
      "element instances by the name that stands in",
      "element-instances",
      { elementName: "start" },
      ["9007199254740996"],
    ],
    [
      "definitions by a part of the name",
      "process-definitions",
      { name: { $like: "Order*" }, version: 2 },
      [FIRST_LOST],
    ],
  ])("finds %s", async (_, path, filter, keys) => {
    const key = { variables: "variableKey", incidents: "incidentKey", "element-instances": "elementInstanceKey" };
    expect(
      await found(path, Object.entries(key).find(([name]) => name === path)?.[1] ?? "processDefinitionKey", filter),
    ).toEqual(keys);
  });

  it("finds the latest version of each process, and with false all", async () => {
    const latest = await found("process-definitions", "processDefinitionKey", { isLatestVersion: true });
    expect(latest).toEqual(["4503599627370497", "11258999068426241"]);
    expect(await found("process-definitions", "processDefinitionKey", { isLatestVersion: false })).toHaveLength(4);
  });

  it("knows operators where the document of the version has them", async () => {
    const asked = { elementId: { $in: ["start"] } };
    const statuses = await Promise.all(
      (["8.8", "8.9", "8.10"] as const).map(
        async (version) => (await find(await start(version), "element-instances/search", { filter: asked })).status,
      ),
    );
    expect(statuses).toEqual([400, 400, 200]);
    const older = await Promise.all(
      (["8.8", "8.9"] as const).map(
        async (version) =>
          (await find(await start(version), "incidents/search", { filter: { state: { $in: ["ACTIVE"] } } })).status,
      ),
    );
    expect(older).toEqual([400, 200]);
  });

  it("takes alternatives among element instances on 8.10 only", async () => {
    const filter = { $or: [{ type: "START_EVENT" }, { state: "TERMINATED" }] };
    expect(await found("element-instances", "elementInstanceKey", filter, "8.10")).toEqual([
      "9007199254740996",
      "9007199254740998",
    ]);
    expect((await find(await start("8.9"), "element-instances/search", { filter })).status).toBe(400);
  });
});
