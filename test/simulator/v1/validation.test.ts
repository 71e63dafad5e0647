import { describe, expect, it } from "vitest";
import { date, entity, int, key, text } from "../../../src/camunda/entity.ts";
import { ask, cluster, objectOf, post } from "../ask.ts";
import { sample } from "../sample.ts";

const INSTANCES = "/v1/process-instances/search";
const PACKAGE = "io.camunda.operate.webapp.api.v1.entities";

const refusals: readonly [string, string, string, string][] = [
  ["an unknown sort field", '{"sort":[{"field":"string"}]}', "Data invalid", "Sort has invalid field(s): string"],
  [
    "several unknown sort fields",
    '{"sort":[{"field":"a"},{"field":"state"},{"field":"b"}]}',
    "Data invalid",
    "Sort has invalid field(s): a, b",
  ],
  [
    "a sort without a field",
    '{"sort":[{"order":"ASC"}]}',
    "Data invalid",
    `No 'field' given in sort. Example: "sort": [{"field":"name","order": "ASC"}] `,
  ],
  ["an empty searchAfter", '{"searchAfter":[]}', "Data invalid", "searchAfter should have a least 1 value"],
  [
    "a searchAfter that is too short for the sort",
    '{"sort":[{"field":"state"}],"searchAfter":[1]}',
    "Data invalid",
    "searchAfter should have a 2 values",
  ],
  ["size 0", '{"size":0}', "Invalid request", "size should be greater than zero and less than 1000"],
  ["size 1001", '{"size":1001}', "Invalid request", "size should be greater than zero and less than 1000"],
  ["size null", '{"size":null}', "Invalid request", "size should be greater than zero and less than 1000"],
  [
    "an order in lower case",
    '{"sort":[{"field":"state","order":"asc"}]}',
    "Invalid request",
    `JSON parse error: Cannot deserialize value of type \`${PACKAGE}.Query$Sort$Order\` from String "asc": not one of the values accepted for Enum class: [ASC, DESC]`,
  ],
  ["an order of null", '{"sort":[{"field":"state","order":null}]}', "Invalid request", 'because "order" is null'],
  ["half a body", '{"size":', "Invalid request", "JSON parse error: Unexpected end-of-input"],
  ["a body that is a list", "[]", "Invalid request", "JSON parse error: Cannot deserialize value of type"],
  ["no body", "", "Invalid request", "Required request body is missing"],
  [
    "a key that is no number",
    '{"filter":{"key":"abc"}}',
    "Invalid request",
    'JSON parse error: Cannot deserialize value of type `java.lang.Long` from String "abc"',
  ],
  [
    "a key beyond 64 bits",
    '{"filter":{"key":9223372036854775808}}',
    "Invalid request",
    "JSON parse error: Numeric value (9223372036854775808) out of range of long",
  ],
  [
    "an object for a text",
    '{"filter":{"bpmnProcessId":{}}}',
    "Invalid request",
    "JSON parse error: Cannot deserialize value of type `java.lang.String` from Object value",
  ],
  ["a word for a flag", '{"filter":{"incident":"maybe"}}', "Invalid request", "`java.lang.Boolean`"],
  ["a searchAfter that is no list", '{"searchAfter":1}', "Invalid request", "JSON parse error"],
];

describe("a search that Operate refuses", () => {
  it.each(refusals)("answers 400 for %s", async (_, body, type, message) => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(url + INSTANCES, body);
    expect(heard.status).toBe(400);
    expect(heard.headers["content-type"]).toBe("application/problem+json");
    expect(Object.keys(objectOf(heard))).toEqual(["status", "message", "instance", "type"]);
    expect(heard.body).toMatchObject({ status: 400, type, message: expect.stringContaining(message) });
    expect(objectOf(heard)["instance"]).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  });

  it("looks at the sort before the paging, and at JSON types before both", async () => {
    const { url } = await cluster({ login: "none" });
    const both = await post(url + INSTANCES, '{"size":0,"searchAfter":[],"sort":[{"field":"nope"}]}');
    expect(objectOf(both)["message"]).toBe("Sort has invalid field(s): nope");
    const paging = await post(url + INSTANCES, '{"size":0,"searchAfter":[]}');
    expect(objectOf(paging)["message"]).toContain("size should be");
    const typed = await post(url + INSTANCES, '{"filter":{"key":true},"sort":[{"field":"nope"}]}');
    expect(objectOf(typed)["message"]).toContain("JSON parse error");
  });

  it.each([
    ["a field that the index calls otherwise", '{"sort":[{"field":"parentKey"}]}'],
    ["a Java constant that passes validation", '{"sort":[{"field":"PROCESS_VERSION"}]}'],
    ["a searchAfter of the wrong length without a sort", '{"searchAfter":[1,2]}'],
    ["a searchAfter of the wrong type", '{"searchAfter":["abc"]}'],
    ["a date without milliseconds", '{"filter":{"startDate":"2026-11-20T08:00:00+0000"}}'],
    ["a date with a colon in its offset", '{"filter":{"startDate":"2026-11-20T08:00:00.000+00:00"}}'],
  ])("answers 500 for %s", async (_, body) => {
    const { url } = await cluster({ login: "none", world: sample });
    const heard = await post(url + INSTANCES, body);
    expect(heard.status).toBe(500);
    expect(heard.body).toMatchObject({
      type: "API application error",
      message: "Error in reading process instances",
      status: 500,
    });
  });

  it("takes 1 and 1000 as size, and a size in quotes", async () => {
    const { url } = await cluster({ login: "none" });
    for (const size of ["1", "1000", '"7"']) {
      expect((await post(url + INSTANCES, `{"size":${size}}`)).status).toBe(200);
    }
  });

  it("takes no body and a null order from 8.8 on", async () => {
    const { url } = await cluster({ login: "none", version: "8.8" });
    expect((await ask(url + INSTANCES, "POST")).status).toBe(200);
    expect((await post(url + INSTANCES, '{"sort":[{"field":"state","order":null}]}')).status).toBe(200);
  });

  it("answers 415 to a body that is not JSON and 406 to who wants no JSON", async () => {
    const { url } = await cluster({ login: "none" });
    expect((await post(url + INSTANCES, "size=1", { "content-type": "text/plain" })).status).toBe(415);
    expect((await post(url + INSTANCES, "{}", { accept: "text/xml" })).status).toBe(406);
  });
});

const incident = entity({
  name: "incident",
  plural: "incidents",
  key: "incidentKey",
  path: { v1: "incidents", v2: "incidents" },
  about: "What stopped an instance.",
  fields: {
    incidentKey: key("Key.", { v1: "key" }),
    errorMessage: text("Message.", { v1: "message" }),
    retries: int("Retries."),
    creationTime: date("When."),
  },
});

describe("the message of an incident", () => {
  const rows = [
    { incidentKey: "2251799813685251", errorMessage: "Connection to payment-service refused (HTTP 503)" },
    { incidentKey: "2251799813685252", errorMessage: "Payment refused by the bank" },
    { incidentKey: "2251799813685253" },
  ];
  const start = () =>
    cluster({ login: "none", entities: [incident], world: { rows: () => rows, xml: () => undefined } });

  it("matches when every word occurs, in any order and case, and not for a part of a word", async () => {
    const { url } = await start();
    const find = async (message: string) => {
      const heard = await post(`${url}/v1/incidents/search`, JSON.stringify({ filter: { message } }));
      return objectOf(heard)["total"];
    };
    expect(await find("REFUSED payment")).toBe(2);
    expect(await find("refused bank")).toBe(1);
    expect(await find("refuse")).toBe(0);
  });

  it("cannot be sorted by", async () => {
    const { url } = await start();
    const heard = await post(`${url}/v1/incidents/search`, '{"sort":[{"field":"message"}]}');
    expect(heard.body).toMatchObject({
      status: 400,
      type: "Data invalid",
      message: "Field 'message' can't be used as sort field",
    });
  });
});
