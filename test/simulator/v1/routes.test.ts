import { describe, expect, it } from "vitest";
import { date, entity, flag, id, int, json, key, list, text, word } from "../../../src/camunda/entity.ts";
import { isList, isObject } from "../../../src/simulator/json.ts";
import { emptyWorld } from "../../../src/simulator/store.ts";
import { ask, cluster, column, objectOf, post } from "../ask.ts";
import { FIRST_LOST, LARGEST, sample } from "../sample.ts";

const start = async (version: "8.0" | "8.3" | "8.6" | "8.8" = "8.6") =>
  (await cluster({ login: "none", world: sample, version })).url;

describe("one thing by its key", () => {
  it("is shown with every digit, dates with the offset +0000, and without the fields that have no value", async () => {
    const heard = await ask(`${await start()}/v1/process-instances/${LARGEST}`);
    expect(heard.status).toBe(200);
    expect(heard.headers["content-type"]).toBe("application/json");
    expect(heard.text).toBe(
      `{"key":${LARGEST},"processDefinitionKey":2251799813685250,"bpmnProcessId":"Order-Process","processVersion":1,"state":"CANCELED","incident":false,"startDate":"2026-11-21T00:00:00.000+0000","endDate":"2026-11-21T06:00:00.000+0000","tenantId":"<default>"}`,
    );
  });

  it("says parentKey in answers", async () => {
    const heard = await ask(`${await start()}/v1/process-instances/2251799813685300`);
    expect(heard.text).toContain(`"parentKey":${FIRST_LOST},"parentFlowNodeInstanceKey":9007199254740995`);
    expect(Object.keys(objectOf(heard))).not.toContain("parentProcessInstanceKey");
  });

  it("shows a suspended instance as an active one", async () => {
    const heard = await ask(`${await start()}/v1/process-instances/11258999068426301`);
    expect(objectOf(heard)["state"]).toBe("ACTIVE");
  });

  it.each([
    ["process-instances/22517998149629301", "No process instances found for key 22517998149629301 "],
    ["process-definitions/9007199254740992", "No process definition found for key 9007199254740992 "],
    ["process-definitions/9007199254740992/xml", "Process definition for key 9007199254740992 not found."],
    ["process-definitions/2251799813685250/xml", "Process definition for key 2251799813685250 not found."],
  ])("answers 404 for %s", async (path, message) => {
    const heard = await ask(`${await start()}/v1/${path}`);
    expect(heard.headers["content-type"]).toBe("application/problem+json");
    expect(heard.body).toMatchObject({ status: 404, type: "Requested resource not found", message });
    expect(heard.status).toBe(404);
  });

  it.each(["abc", "1.5", "9223372036854775808", "%20"])("answers 400 for %s as a key", async (given) => {
    const heard = await ask(`${await start()}/v1/process-instances/${given}`);
    expect(heard.body).toMatchObject({ status: 400, type: "Invalid request" });
    expect(objectOf(heard)["message"]).toContain(`For input string: "${decodeURIComponent(given)}"`);
  });
});

describe("the model of a definition", () => {
  it("comes as text/xml", async () => {
    const heard = await ask(`${await start()}/v1/process-definitions/${FIRST_LOST}/xml`);
    expect([heard.status, heard.headers["content-type"], heard.text]).toEqual([
      200,
      "text/xml;charset=UTF-8",
      "<definitions/>",
    ]);
  });

  it("is not to be had as JSON", async () => {
    const url = `${await start()}/v1/process-definitions/${FIRST_LOST}/xml`;
    expect((await ask(url, "GET", { headers: { accept: "application/json" } })).status).toBe(406);
    expect((await ask(url, "GET", { headers: { accept: "text/xml" } })).status).toBe(200);
  });

  it("exists only for what has models", async () => {
    expect((await ask(`${await start()}/v1/process-instances/${LARGEST}/xml`)).status).toBe(404);
  });
});

describe("deleting a process instance", () => {
  it("is refused while it runs", async () => {
    const url = await start();
    const heard = await ask(`${url}/v1/process-instances/${FIRST_LOST}`, "DELETE");
    expect(heard.body).toMatchObject({
      status: 400,
      message: "Process instances needs to be in one of the states [COMPLETED, CANCELED]",
      type: "Invalid request",
    });
    expect((await ask(`${url}/v1/process-instances/${FIRST_LOST}`)).status).toBe(200);
  });

  it.each([LARGEST, "4503599627370501"])("takes a finished one away: %s", async (finished) => {
    const url = await start();
    const heard = await ask(`${url}/v1/process-instances/${finished}`, "DELETE");
    expect(heard.body).toEqual({
      message: `Process instance and dependant data deleted for key '${finished}'`,
      deleted: 1,
    });
    expect((await ask(`${url}/v1/process-instances/${finished}`)).status).toBe(404);
    const left = await post(`${url}/v1/process-instances/search`, "{}");
    expect(column(left, "key").map(String)).not.toContain(finished);
    expect(objectOf(left)["total"]).toBe(5);
  });

  it("leaves nothing when it was the last one", async () => {
    const { url } = await cluster({
      login: "none",
      world: { rows: () => [{ processInstanceKey: "1", state: "COMPLETED" }], xml: () => undefined },
    });
    await ask(`${url}/v1/process-instances/1`, "DELETE");
    expect((await post(`${url}/v1/process-instances/search`, "{}")).body).toEqual({
      items: [],
      sortValues: [],
      total: 0,
    });
  });

  it("answers 404 for one that is not there, and 405 for a definition", async () => {
    const url = await start();
    expect((await ask(`${url}/v1/process-instances/1`, "DELETE")).status).toBe(404);
    expect((await ask(`${url}/v1/process-definitions/${FIRST_LOST}`, "DELETE")).status).toBe(405);
  });
});

describe("what is not there", () => {
  it.each([
    ["GET", "/v1/nothing/1", 404],
    ["POST", "/v1/decision-requirements/search", 404],
    ["GET", "/v1/process-instances/search", 400],
    ["POST", "/v1/process-instances/1", 405],
    ["GET", "/v2/topology", 404],
    ["GET", "/nowhere", 404],
  ] as const)("%s %s answers %i", async (method, path, status) => {
    expect((await ask((await start()) + path, method)).status).toBe(status);
  });

  it("is told in Spring's words, with a timestamp and the path", async () => {
    const heard = await ask(`${await start()}/v1/nothing/1`);
    expect(heard.body).toEqual({
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/),
      status: 404,
      error: "Not Found",
      message: "Not Found",
      path: "/v1/nothing/1",
    });
  });
});

describe("a version", () => {
  const instanceFields = async (version: "8.0" | "8.3" | "8.6" | "8.8") =>
    Object.keys(objectOf(await ask(`${await start(version)}/v1/process-instances/${FIRST_LOST}`)));
  const definitionFields = async (version: "8.0" | "8.3" | "8.6" | "8.8") =>
    Object.keys(objectOf(await ask(`${await start(version)}/v1/process-definitions/${FIRST_LOST}`)));

  it("shows only the fields it has", async () => {
    const first = ["key", "bpmnProcessId", "processVersion", "state", "startDate"];
    expect(new Set(await instanceFields("8.0"))).toEqual(new Set(first));
    const third = [...first, "processDefinitionKey", "tenantId"];
    expect(new Set(await instanceFields("8.3"))).toEqual(new Set(third));
    const sixth = [...third, "processVersionTag", "incident"];
    expect(new Set(await instanceFields("8.6"))).toEqual(new Set(sixth));
    expect(new Set(await instanceFields("8.8"))).toEqual(new Set(sixth));
    expect(new Set(await definitionFields("8.0"))).toEqual(new Set(["key", "bpmnProcessId", "name", "version"]));
    expect(await definitionFields("8.3")).toContain("tenantId");
    expect(await definitionFields("8.3")).not.toContain("versionTag");
    expect(await definitionFields("8.6")).toContain("versionTag");
  });

  it("knows no sort by a field it does not have", async () => {
    const heard = await post(`${await start("8.3")}/v1/process-instances/search`, '{"sort":[{"field":"incident"}]}');
    expect(objectOf(heard)["message"]).toBe("Sort has invalid field(s): incident");
  });
});

describe("an entity that no data set knows", () => {
  const gadget = entity({
    name: "gadget",
    plural: "gadgets",
    key: "gadgetKey",
    path: { v1: "gadgets", v2: "gadgets" },
    about: "Made up.",
    xml: { of: "gadgetKey", path: { v1: "gadgets", v2: "gadgets" } },
    fields: {
      gadgetKey: key("Key.", { v1: "key" }),
      label: text("Label.", { v1: "caption" }),
      serial: id("Serial."),
      count: int("Count."),
      broken: flag("Broken."),
      made: date("Made."),
      shape: word("Shape.", ["ROUND", { word: "SQUARE", v1: "BOXY" }]),
      payload: json("Payload."),
      owner: key("Owner.", { v1: { name: "ownerId", asText: true } }),
    },
    lists: {
      parts: list({
        about: "Parts.",
        path: { v1: "pieces", v2: "parts" },
        fields: { box: text("Box."), part: text("Part.", { v1: "piece" }), weight: json("Weight.") },
        group: { by: ["box"], into: "inside" },
      }),
    },
  });
  const decision = entity({
    name: "decision instance",
    plural: "decision instances",
    key: "decisionEvaluationInstanceKey",
    path: { v1: "decision-instances", v2: "decision-instances" },
    about: "An evaluation.",
    fields: {
      decisionEvaluationInstanceKey: id("Id.", { v1: "id" }),
      state: word("State.", ["EVALUATED", "FAILED"]),
    },
  });

  it("has routes and 45 rows, among them 2^53 + 1 and 2^63 - 1, keys of four partitions", async () => {
    const { url } = await cluster({ login: "none", entities: [gadget] });
    const heard = await post(`${url}/v1/gadgets/search`, '{"size":1000}');
    const keys = column(heard, "key").map((one) => BigInt(String(one)));
    expect(keys).toHaveLength(45);
    expect(new Set(keys).size).toBe(45);
    expect(new Set(keys.filter((one) => String(one) !== LARGEST).map((one) => one >> 51n))).toEqual(
      new Set([1n, 2n, 4n, 5n]),
    );
    expect(keys).toContain(BigInt(FIRST_LOST));
    expect(keys).toContain(BigInt(LARGEST));
    expect((await ask(`${url}/v1/gadgets/${LARGEST}/xml`)).text).toContain(LARGEST);
  });

  it("can be filtered by every field with the values it shows", async () => {
    const { url } = await cluster({ login: "none", entities: [gadget] });
    const heard = await post(`${url}/v1/gadgets/search`, '{"size":1000}');
    for (const name of ["key", "caption", "serial", "count", "broken", "made", "shape", "payload", "ownerId"]) {
      const value = column(heard, name).find((one) => one !== undefined);
      const text = typeof value === "bigint" ? String(value) : JSON.stringify(value);
      const found = await post(`${url}/v1/gadgets/search`, `{"size":1000,"filter":{"${name}":${text}}}`);
      const values = column(found, name);
      expect(values.length).toBeGreaterThan(0);
      expect(values.length).toBeLessThan(45);
      expect(new Set(values)).toEqual(new Set([value]));
    }
  });

  it("has JSON texts of every kind, and keys that are texts", async () => {
    const { url } = await cluster({ login: "none", entities: [gadget] });
    const heard = await post(`${url}/v1/gadgets/search`, '{"size":1000}');
    const payloads = column(heard, "payload").flatMap((one) => (typeof one === "string" ? [JSON.parse(one)] : []));
    expect(new Set(payloads.map((one) => (one === null ? "null" : Array.isArray(one) ? "array" : typeof one)))).toEqual(
      new Set(["string", "number", "boolean", "object", "array", "null"]),
    );
    for (const owner of column(heard, "ownerId")) expect(typeof (owner ?? "")).toBe("string");
    const sorted = await post(`${url}/v1/gadgets/search`, '{"size":1,"sort":[{"field":"ownerId"}]}');
    expect(objectOf(sorted)["sortValues"]).toEqual([expect.stringMatching(/^\d+$/), expect.anything()]);
  });

  it("shows its lists flat, those of a group one after the other, when it is read by its key and only then", async () => {
    const { url } = await cluster({ login: "none", entities: [gadget] });
    expect((await post(`${url}/v1/gadgets/search`, "{}")).text).not.toContain("pieces");
    const { pieces } = objectOf(await ask(`${url}/v1/gadgets/${LARGEST}`));
    const boxes = (isList(pieces) ? pieces.filter(isObject) : []).map(({ box }) => box);
    expect([boxes.length, new Set(boxes).size]).toEqual([4, 2]);
    expect([boxes[0], boxes[2]]).toEqual([boxes[1], boxes[3]]);
    expect(pieces).toEqual(
      boxes.map((box) => ({ box, piece: expect.stringMatching(/^part-\d$/), weight: expect.any(String) })),
    );
  });

  it("has a model of the kind that it is", async () => {
    const { url } = await cluster({ login: "none", world: emptyWorld });
    expect((await ask(`${url}/v1/process-definitions/${LARGEST}/xml`)).text).toContain("/BPMN/");
    expect((await ask(`${url}/v1/drd/${LARGEST}/xml`)).text).toContain("/DMN/");
  });

  it("is the same every time", async () => {
    const [one, other] = [
      await cluster({ login: "none", entities: [gadget] }),
      await cluster({ login: "none", entities: [gadget] }),
    ];
    const read = async (url: string) => (await post(`${url}/v1/gadgets/search`, '{"size":1000}')).text;
    expect(await read(one.url)).toBe(await read(other.url));
  });

  it("may go by an id, which is text in sort values, too", async () => {
    const { url } = await cluster({ login: "none", entities: [decision] });
    const heard = await post(`${url}/v1/decision-instances/search`, '{"size":1}');
    const [first] = column(heard, "id");
    expect(first).toMatch(/^\d+-1$/);
    expect(objectOf(heard)["sortValues"]).toEqual([first]);
    expect(objectOf(await ask(`${url}/v1/decision-instances/${String(first)}`))["id"]).toBe(first);
    const missing = await ask(`${url}/v1/decision-instances/nope`);
    expect(objectOf(missing)["message"]).toBe("No decision instance found for id nope");
  });

  it("refuses a state of a decision that does not exist", async () => {
    const { url } = await cluster({ login: "none", entities: [decision] });
    const heard = await post(`${url}/v1/decision-instances/search`, '{"filter":{"state":"evaluated"}}');
    expect(heard.status).toBe(400);
    expect((await post(`${url}/v1/decision-instances/search`, '{"filter":{"state":"EVALUATED"}}')).status).toBe(200);
  });

  it("has no decisions before 8.3", async () => {
    const { url } = await cluster({ login: "none", entities: [decision], version: "8.0" });
    expect((await post(`${url}/v1/decision-instances/search`, "{}")).status).toBe(404);
  });
});
