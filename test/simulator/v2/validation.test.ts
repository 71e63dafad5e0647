import { describe, expect, it } from "vitest";
import type { Json } from "../../../src/simulator/json.ts";
import { ask, objectOf, post } from "../ask.ts";
import { find, start, type VERSIONS } from "./world.ts";

type Version = (typeof VERSIONS)[number];

const problemOf = async (path: string, body: Json, version: Version = "8.9") => {
  const heard = await find(await start(version), path, body);
  expect([heard.status, heard.headers["content-type"]]).toEqual([400, "application/problem+json"]);
  return objectOf(heard);
};

const SEARCH = "process-instances/search";

describe("a search that is refused", () => {
  it.each<[string, Json, string]>([
    ["an unknown member", { limit: 5 }, "limit"],
    ["an unknown member of the page", { page: { size: 5 } }, "size"],
    ["an unknown member of a sort", { sort: [{ field: "state", direction: "ASC" }] }, "direction"],
    ["an unknown field in the filter", { filter: { bpmnProcessId: "x" } }, "bpmnProcessId"],
    ["a field that is shown only", { filter: { rootProcessInstanceKey: "1" } }, "rootProcessInstanceKey"],
    ["an unknown operator", { filter: { state: { $contains: "A" } } }, "$contains"],
    ["an operator of other types", { filter: { processInstanceKey: { $gt: "1" } } }, "$gt"],
    ["a pattern for a key", { filter: { processInstanceKey: { $like: "1*" } } }, "$like"],
    ["operators for a flag", { filter: { hasIncident: { $eq: true } } }, "hasIncident"],
    ["a flag in quotes", { filter: { hasIncident: "true" } }, "hasIncident"],
    ["a list for a value", { filter: { tenantId: ["a"] } }, "tenantId"],
    ["one value for $in", { filter: { tenantId: { $in: "a" } } }, "$in"],
    ["a text for $exists", { filter: { tenantId: { $exists: "yes" } } }, "$exists"],
    ["a text for a number", { filter: { processDefinitionVersion: "one" } }, "processDefinitionVersion"],
    ["a fraction for a number", { filter: { processDefinitionVersion: 1.5 } }, "processDefinitionVersion"],
    ["$or within $or", { filter: { $or: [{ $or: [] }] } }, "$or"],
    ["an object for $or", { filter: { $or: {} } }, "$or"],
    ["an object for variables", { filter: { variables: { name: "a", value: "1" } } }, "variables"],
    ["an unknown member of a variable", { filter: { variables: [{ name: "a", value: "1", scope: "b" }] } }, "scope"],
    ["a filter that is a list", { filter: [] }, "filter"],
    ["a sort that is an object", { sort: { field: "state" } }, "sort"],
    ["a fraction for a limit", { page: { limit: 1.5 } }, "limit"],
  ])("for %s names the property", async (_, body, name) => {
    expect(await problemOf(SEARCH, body)).toEqual({
      type: "about:blank",
      title: "Bad Request",
      status: 400,
      detail: `Request property [${name}] cannot be parsed`,
      instance: "/v2/process-instances/search",
    });
  });

  it.each<[string, Json, string]>([
    [
      "an unknown sort field",
      { sort: [{ field: "startdate" }] },
      "Unexpected value 'startdate' for enum field 'field'. Use any of the following values: [processInstanceKey, processDefinitionId, processDefinitionName, processDefinitionVersion, processDefinitionVersionTag, processDefinitionKey, parentProcessInstanceKey, parentElementInstanceKey, startDate, endDate, state, hasIncident, tenantId]",
    ],
    [
      "an unknown order",
      { sort: [{ field: "state", order: "dsc" }] },
      "Unexpected value 'dsc' for enum field 'order'. Use any of the following values: [ASC, DESC]",
    ],
    [
      "an unknown state",
      { filter: { state: "CANCELED" } },
      "Unexpected value 'CANCELED' for enum field 'state'. Use any of the following values: [ACTIVE, COMPLETED, TERMINATED]",
    ],
    [
      "a state of a later version",
      { filter: { state: { $in: ["SUSPENDED"] } } },
      "Unexpected value 'SUSPENDED' for enum field 'state'. Use any of the following values: [ACTIVE, COMPLETED, TERMINATED]",
    ],
    ["a date that is none", { filter: { startDate: "yesterday" } }, "Failed to parse date-time: [yesterday]"],
    ["a field of a later version", { filter: { businessId: "A" } }, "Request property [businessId] cannot be parsed"],
  ])("by 8.8 for %s says so", async (_, body, detail) => {
    expect(await problemOf(SEARCH, body, "8.8")).toMatchObject({ title: "Bad Request", detail });
  });

  it.each<[string, Json, string]>([
    ["no sort field", { sort: [{ order: "ASC" }] }, "Sort field must not be null."],
    ["two cursors", { page: { after: "a", before: "b" } }, "Both after and before cannot be set at the same time."],
    [
      "a cursor and an offset",
      { page: { after: "a", from: 1 } },
      "Both after/before and from cannot be set at the same time.",
    ],
    [
      "a limit of none",
      { page: { limit: 0 } },
      "The value for page.limit is '0' but must be a number from 1 to 10000.",
    ],
    [
      "a limit beyond the most",
      { page: { limit: 10_001 } },
      "The value for page.limit is '10001' but must be a number from 1 to 10000.",
    ],
    ["a negative offset", { page: { from: -1 } }, "The value for page.from is '-1' but must be a non-negative number."],
    ["a cursor that is none", { page: { after: "!" } }, "Cannot decode page cursor '!'."],
    ["a cursor of another sort", { page: { after: "WzEsMl0=" } }, "Cannot decode page cursor 'WzEsMl0='."],
    ["a variable without a name", { filter: { variables: [{ value: "1" }] } }, "Variable name must not be null."],
    ["a variable without a value", { filter: { variables: [{ name: "a" }] } }, "Variable value must not be null."],
    [
      "a tag that is none",
      { filter: { tags: ["1st"] } },
      "The provided tag '1st' is not valid. A tag starts with a letter.",
    ],
    [
      "an id for a key",
      { filter: { processInstanceKey: "order" } },
      "The provided processInstanceKey 'order' is not a valid key. Expected a numeric value. Did you pass an entity id instead of an entity key?",
    ],
    [
      "a date that is none",
      { filter: { startDate: { $gte: "2026-11-24" } } },
      "The provided startDate '2026-11-24' cannot be parsed as a date according to RFC 3339, section 5.6.",
    ],
    [
      "two things at once",
      { filter: { startDate: "now", endDate: "then" } },
      "The provided startDate 'now' cannot be parsed as a date according to RFC 3339, section 5.6. The provided endDate 'then' cannot be parsed as a date according to RFC 3339, section 5.6.",
    ],
  ])("by 8.9 for %s is an invalid argument", async (_, body, detail) => {
    expect(await problemOf(SEARCH, body)).toMatchObject({ title: "INVALID_ARGUMENT", detail });
  });

  it("is so for a sort that a later version has lost", async () => {
    const sort = [{ field: "errorMessage" }];
    expect((await find(await start("8.8"), "incidents/search", { sort })).status).toBe(200);
    await problemOf("incidents/search", { sort }, "8.9");
  });

  it("is so for a body that is no JSON object, and for one that is no JSON", async () => {
    const { url } = await start();
    expect((await post(`${url}/v2/${SEARCH}`, "{")).body).toMatchObject({
      status: 400,
      detail: "Failed to read request",
    });
    expect((await post(`${url}/v2/${SEARCH}`, "[]")).status).toBe(400);
  });

  it("is not so without a body", async () => {
    const { url } = await start();
    expect((await ask(`${url}/v2/${SEARCH}`, "POST")).status).toBe(200);
  });
});

describe("a request that is refused", () => {
  it.each<[string, "GET" | "POST", string, number, string]>([
    ["an unknown path", "GET", "/v2/processes", 404, "No endpoint GET /v2/processes."],
    [
      "a path of a later version",
      "POST",
      "/v2/element-instances/wait-states/search",
      404,
      "No endpoint POST /v2/element-instances/wait-states/search.",
    ],
    ["another method", "GET", "/v2/jobs/search", 405, "Method 'GET' is not supported."],
    ["a key that is an id", "GET", "/v2/incidents/order", 400, "Failed to convert 'incidentKey' with value: 'order'"],
    ["a key that is not there", "GET", "/v2/process-instances/42", 404, "Process Instance with key '42' not found"],
    [
      "an id that is not there",
      "GET",
      "/v2/decision-instances/42-1",
      404,
      "Decision Instance with key '42-1' not found",
    ],
    [
      "a part of what is not there",
      "GET",
      "/v2/process-instances/42/call-hierarchy",
      404,
      "Process Instance with key '42' not found",
    ],
    [
      "a model of what is not there",
      "GET",
      "/v2/process-definitions/42/xml",
      404,
      "Process Definition with key '42' not found",
    ],
    [
      "incidents of what is not there",
      "POST",
      "/v2/element-instances/42/incidents/search",
      404,
      "Element Instance with key '42' not found",
    ],
  ])("for %s is a problem", async (_, method, path, status, detail) => {
    const { url } = await start("8.9", { contextPath: "/camunda" });
    const heard = await ask(url + path, method);
    expect([heard.status, heard.headers["content-type"]]).toEqual([status, "application/problem+json"]);
    expect(heard.body).toMatchObject({ type: "about:blank", status, detail, instance: `/camunda${path}` });
  });

  it("is so for a body of another type, and for an answer of another", async () => {
    const { url } = await start();
    const form = { "content-type": "text/plain" };
    const typed = await ask(`${url}/v2/${SEARCH}`, "POST", { headers: form, body: "{}" });
    expect(typed.body).toMatchObject({ status: 415, detail: "Content-Type 'text/plain' is not supported." });
    const accepted = await ask(`${url}/v2/topology`, "GET", { headers: { accept: "text/html" } });
    expect(accepted.status).toBe(406);
    const model = `${url}/v2/process-definitions/9007199254740993/xml`;
    expect((await ask(model, "GET", { headers: { accept: "application/json" } })).status).toBe(406);
    expect((await ask(model, "GET", { headers: { accept: "text/xml" } })).text).toBe("<definitions/>");
  });
});
