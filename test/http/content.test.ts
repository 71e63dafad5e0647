import { describe, expect, it } from "vitest";
import { content } from "../../src/http/content.ts";
import { lowLevelCode } from "../../src/http/http.ts";
import { answer, failureOf, searchAt } from "../support/requests.ts";

const ORIGIN = "http://127.0.0.1:1";
const SECRET = "<b>hunter2</b>";

const read = (type: string | undefined, body: string, accept: "json" | "xml" = "json", status = 200) => {
  const response = answer(status, body, type === undefined ? {} : { "content-type": type });
  return content()(async () => response)(searchAt(ORIGIN, { accept }));
};

describe("content", () => {
  it.each(["application/json", "application/json;charset=UTF-8", "Application/JSON", "application/vnd.camunda+json"])(
    "reads %s exactly",
    async (type) => {
      const response = await read(type, '{"key":9007199254740993}');
      expect(response.json).toEqual({ key: "9007199254740993" });
      expect(response.body).toBe('{"key":9007199254740993}');
    },
  );

  it.each(["text/xml", "application/xml", "text/xml;charset=UTF-8", "application/bpmn+xml"])(
    "passes %s where XML is due",
    async (type) => {
      expect(await read(type, "<a/>", "xml")).toMatchObject({ body: "<a/>" });
    },
  );

  it.each([
    ["text/html", "text/html"],
    ["text/html; note=application/json", "text/html"],
    ["text/plain", "text/plain"],
    ["application/jsonp", "an unknown content type"],
    [`ignore/${SECRET}`, "an unknown content type"],
    ["", "no content type"],
    [undefined, "no content type"],
  ])("refuses %j where JSON is due and tells nothing of the body", async (type, told) => {
    const error = await failureOf(read(type, SECRET));
    expect(error).toMatchObject({
      code: "BAD_RESPONSE",
      message: `${ORIGIN} answers 200 with ${told} where JSON is due`,
      facts: { status: 200, origin: ORIGIN, request: "POST /v1/incidents/search" },
    });
    expect(JSON.stringify(error)).not.toContain("hunter2");
    expect(lowLevelCode(error)).toBeUndefined();
  });

  it.each(["text/html", "application/xhtml+xml", "application/json", undefined])(
    "refuses %j where XML is due",
    async (type) => {
      expect((await failureOf(read(type, SECRET, "xml"))).code).toBe("BAD_RESPONSE");
    },
  );

  it.each(["", '{"items":[', SECRET])("calls the JSON %j unreadable, worth one more try", async (body) => {
    const error = await failureOf(read("application/json", body));
    expect(error).toMatchObject({ code: "BAD_RESPONSE", facts: { status: 200, origin: ORIGIN } });
    expect(error.message).not.toContain("hunter2");
    expect(lowLevelCode(error)).toBe("UNREADABLE_BODY");
  });

  it.each([
    ["", undefined],
    ["<definitions><process", undefined],
    ["<definitions><process/>", "definitions"],
    ["<html><body>Please log in, hunter2</body></html>", "definitions"],
    ["<definitionsX/>", "definitions"],
  ])("calls the XML %j unreadable where its root has to be %j, worth one more try", async (body, root) => {
    const response = answer(200, body, { "content-type": "text/xml" });
    const request = searchAt(ORIGIN, { accept: "xml", ...(root === undefined ? {} : { root }) });
    const error = await failureOf(content()(async () => response)(request));
    expect(error).toMatchObject({ code: "BAD_RESPONSE", facts: { status: 200, origin: ORIGIN } });
    expect(error.message).not.toContain("hunter2");
    expect(lowLevelCode(error)).toBe("UNREADABLE_BODY");
  });

  it.each(["<definitions/>", "<bpmn:definitions></bpmn:definitions>"])("takes %s for definitions", async (body) => {
    const response = answer(200, body, { "content-type": "text/xml" });
    const request = searchAt(ORIGIN, { accept: "xml", root: "definitions" });
    expect(await content()(async () => response)(request)).toMatchObject({ body });
  });

  it.each([
    ["json", "application/json", "{}"],
    ["xml", "text/xml", "<a/>"],
  ] as const)(
    "refuses a part (206) of %s, as nobody asks for one, and takes a copy (203)",
    async (accept, type, body) => {
      expect(await failureOf(read(type, body, accept, 206))).toMatchObject({
        code: "BAD_RESPONSE",
        message: `${ORIGIN} answers 206, a part of what was asked for`,
      });
      expect(await read(type, body, accept, 203)).toMatchObject({ status: 203, body });
    },
  );

  it("leaves answers with another status to others", async () => {
    expect(await read("text/html", SECRET, "json", 503)).toMatchObject({ status: 503, body: SECRET });
    expect(await read(undefined, "", "json", 302)).toMatchObject({ status: 302 });
  });
});
