import { describe, expect, it } from "vitest";
import { cluster, column, objectOf, post } from "../ask.ts";
import { FIRST_LOST, LARGEST, sample } from "../sample.ts";

const search = async (filter: string, version: "8.0" | "8.6" = "8.6") => {
  const { url } = await cluster({ login: "none", world: sample, version });
  const heard = await post(`${url}/v1/process-instances/search`, `{"filter":${filter}}`);
  expect(heard.status).toBe(200);
  return column(heard, "key").map(String);
};

const ALL = 6;

describe("a filter", () => {
  it.each([
    ["a key as a bare number", `{"key":${FIRST_LOST}}`],
    ["a key as a string", `{"key":"${FIRST_LOST}"}`],
    ["a version", '{"processVersion":2}'],
    ["a flag", '{"incident":true}'],
    ["a flag in quotes", '{"incident":"true"}'],
    ["a tag", '{"processVersionTag":"stable"}'],
    ["two fields at once", '{"processVersion":2,"bpmnProcessId":"order-process"}'],
  ])("finds exactly the one row by %s", async (_, filter) => {
    expect(await search(filter)).toEqual([FIRST_LOST]);
  });

  it("tells 2^53 + 1 from its neighbours", async () => {
    expect(await search('{"key":9007199254740992}')).toEqual([]);
    expect(await search('{"key":9007199254740994}')).toEqual([]);
  });

  it("takes the largest key there is", async () => {
    expect(await search(`{"key":${LARGEST}}`)).toEqual([LARGEST]);
  });

  it("compares text exactly, with its case, and knows no wildcards", async () => {
    expect(await search('{"bpmnProcessId":"Order-Process"}')).toEqual([LARGEST]);
    expect(await search('{"bpmnProcessId":"ORDER-PROCESS"}')).toEqual([]);
    expect(await search('{"bpmnProcessId":"order"}')).toEqual([]);
    expect(await search('{"bpmnProcessId":"order*"}')).toEqual([]);
  });

  it("joins all fields with and", async () => {
    expect(await search(`{"key":${FIRST_LOST},"state":"COMPLETED"}`)).toEqual([]);
  });

  it("ignores a field it does not know, and so answers everything", async () => {
    expect(await search('{"processInstanceKey":1,"hasIncident":true,"nope":{"deep":[1]}}')).toHaveLength(ALL);
  });

  it("ignores a field that came with a later version", async () => {
    expect(await search('{"incident":true}', "8.0")).toHaveLength(ALL);
    expect(await search('{"tenantId":"tenant-b"}', "8.0")).toHaveLength(ALL);
    expect(await search('{"tenantId":"tenant-b"}')).toHaveLength(1);
  });

  it.each(["key", "processVersion", "processDefinitionKey"])(
    "takes null for 0 in %s, which finds nothing",
    async (name) => {
      expect(await search(`{"${name}":null}`)).toEqual([]);
    },
  );

  it.each(["bpmnProcessId", "state", "incident", "parentKey", "startDate"])("ignores null in %s", async (name) => {
    expect(await search(`{"${name}":null}`)).toHaveLength(ALL);
  });

  it.each(["bpmnProcessId", "key", "tenantId"])("ignores an empty text in %s", async (name) => {
    expect(await search(`{"${name}":""}`)).toHaveLength(ALL);
  });

  it("finds a called instance by its parent, under either name", async () => {
    expect(await search(`{"parentKey":${FIRST_LOST}}`)).toEqual(["2251799813685300"]);
    expect(await search(`{"parentProcessInstanceKey":"${FIRST_LOST}"}`)).toEqual(["2251799813685300"]);
    expect(await search('{"parentFlowNodeInstanceKey":9007199254740995}')).toEqual(["2251799813685300"]);
  });

  it("answers nothing, and no error, for a state that does not exist", async () => {
    expect(await search('{"state":"TERMINATED"}')).toEqual([]);
  });

  it("says CANCELED for a terminated instance and ACTIVE for a suspended one", async () => {
    expect(await search('{"state":"CANCELED"}')).toEqual([LARGEST]);
    expect(await search('{"state":"ACTIVE"}')).toContain("11258999068426301");
    expect(await search('{"state":"SUSPENDED"}')).toEqual([]);
  });

  it("finds a date by its very millisecond or by the day around it", async () => {
    expect(await search('{"startDate":"2026-11-20T08:00:00.000+0000"}')).toHaveLength(3);
    expect(await search('{"startDate":"2026-11-20T08:00:00.001+0000"}')).toHaveLength(0);
    expect(await search('{"startDate":"2026-11-20T12:00:00.000+0000||/d"}')).toHaveLength(4);
    expect(await search('{"startDate":"2026-11-21T01:00:00.000+0200||/d"}')).toHaveLength(4);
    expect(await search('{"startDate":"2026-01-01T00:00:00.000+0000||/y"}')).toHaveLength(ALL);
    expect(await search('{"endDate":"2026-11-21T06:59:59.999+0000||/h"}')).toEqual([LARGEST]);
  });

  it("does not look at the version tag of a definition", async () => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(`${url}/v1/process-definitions/search`, '{"filter":{"versionTag":"stable"}}');
    expect(objectOf(heard)["total"]).toBe(4);
    const named = await post(`${url}/v1/process-definitions/search`, '{"filter":{"name":"Order process"}}');
    expect(objectOf(named)["total"]).toBe(3);
  });
});
