import { describe, expect, test } from "vitest";
import { parseReference } from "../../../src/analysis/reference/parse-reference.ts";

const KEY = "6755399441055751";
const OTHER = "4503599627370497";

describe("a link", () => {
  test.each([
    `http://localhost:8080/operate/processes/${KEY}`,
    `http://localhost:8081/processes/${KEY}`,
    `https://operate.example/instances/${KEY}`,
    `https://operate.example/#/instances/${KEY}`,
    `https://operate.example/#/instances/${KEY}?x=1`,
    `https://operate.example/carbon/processes/${KEY}`,
    `https://bru-2.operate.camunda.io/f3a1c1de-70d2-4b44-9d0e-3f3a2f6a9a10/processes/${KEY}`,
    `https://bru-2.operate.camunda.io/f3a1c1de-70d2-4b44-9d0e-3f3a2f6a9a10/operate/instances/${KEY}/variables`,
    `https://bru-2.tasklist.camunda.io/f3a1c1de-70d2-4b44-9d0e-3f3a2f6a9a10/${KEY}`,
    `http://localhost:8080/tasklist/${KEY}`,
    `http://localhost:8080/tasklist/${KEY}/process?filter=all-open`,
    `http://localhost:8080/operate/decisions/${KEY}`,
    `http://localhost:8080/operate/processes/${KEY}?flowNodeId=ship&flowNodeInstanceId=${OTHER}`,
    `http://localhost:8080/operate/processes?active=true&ids=${KEY}`,
    `http://localhost:8080/operate/processes?ids=${KEY}&parentInstanceId=${KEY}`,
    `http://localhost:8080/operate/instances?filter=%7B%22ids%22%3A%22${KEY}%22%7D`,
    `http://localhost:8080/#/instances?filter={"ids":"${KEY}"}`,
    `http://localhost:8080/v2/process-instances/${KEY}`,
    `<http://localhost:8080/operate/processes/${KEY}>`,
    `Why is https://operate.example/processes/${KEY} stuck?`,
    `see HTTPS://operate.example/processes/${KEY}.`,
  ])("%s means the key in it", (link) => {
    expect(parseReference(link)).toEqual({ kind: "link", key: KEY });
  });

  test("to a decision means the id of its evaluation", () => {
    expect(parseReference(`https://operate.example/decisions/${KEY}-2`)).toEqual({ kind: "link", key: `${KEY}-2` });
  });

  test.each([
    "https://operate.example/operate/processes?process=order-fulfilment&version=4&active=true",
    "https://operate.example/",
    "https://operate.example/operate/processes/order-fulfilment",
    "https://operate.example/operate/processes/99999999999999999999",
    "https://operate.example/operate/processes/9999999999999999999",
    `https://operate.example/f3a1c1de-70d2-4b44-9d0e-3f3a2f6a9a10-${KEY}/processes`,
    "https://operate.example/operate/processes?filter=%7B%E0%A4%A",
  ])("without a key is refused: %s", (link) => {
    expect(() => parseReference(link)).toThrow(
      expect.objectContaining({
        code: "INVALID_ARGUMENT",
        message: "reference is a link in which there is no key",
        next: expect.stringContaining("/operate/processes/<key>"),
      }),
    );
  });

  test("that filters by several keys is refused", () => {
    expect(() => parseReference(`https://operate.example/processes?ids=${KEY}%2C${OTHER}`)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: "reference is a link with 2 keys in it" }),
    );
  });
});

describe("a key", () => {
  test.each([
    [KEY, KEY],
    [` ${KEY}\n`, KEY],
    [`${KEY}-1`, `${KEY}-1`],
    ["9007199254740993", "9007199254740993"],
    ["9223372036854775807", "9223372036854775807"],
    [`incident ${KEY}`, KEY],
    [`incident ${KEY} of order 4711`, KEY],
    [`"${KEY}"`, KEY],
    [`/operate/processes/${KEY}`, KEY],
    [`localhost:8080/operate/processes/${KEY}?x=1`, KEY],
  ])("is in %j", (text, key) => {
    expect(parseReference(text)).toMatchObject({ kind: "key", key });
  });

  test.each(["9223372036854775808", "22517998136852", `0${KEY}`, `${KEY}-`, `${KEY}-a`, `X${KEY}`])(
    "is not in %j",
    (text) => {
      expect(parseReference(text)).toMatchObject({ kind: "value" });
    },
  );

  test("may be a value as well", () => {
    expect(parseReference(`iban ${KEY}`)).toMatchObject({
      kind: "key",
      said: { text: `iban ${KEY}`, values: [KEY], names: ["iban"] },
    });
  });
});

describe("a business value", () => {
  test.each([
    ["4711", ["4711"], []],
    ["004711", ["004711"], []],
    ["A-4711", ["A-4711"], []],
    ["order 4711", ["4711"], ["order"]],
    ["Order #4711.", ["4711"], ["order"]],
    ["Why is order 4711 stuck?", ["4711"], ["why", "is", "order", "stuck"]],
    ["invoice ABC", ["ABC"], ["invoice"]],
    ["invoice 17 of order 4711", ["4711", "17"], ["invoice", "17", "of", "order"]],
    ["INV/2026/17", ["INV/2026/17"], []],
    ["?!", ["?!"], []],
  ])("is said by %j", (text, values, names) => {
    expect(parseReference(text)).toEqual({ kind: "value", said: { text, values, names } });
  });

  test.each([
    "order 4711 from 2026-11-22",
    "Why is order 4711 stuck since 10:15?",
    "order 4711 from 22.11.2026, 9am",
    "Order 4711 of 11/22/2026.",
    "order 4711, 2026-11-22T10:15:00Z",
  ])("is no point in time beside another one: %j", (text) => {
    expect(parseReference(text)).toMatchObject({ said: { values: ["4711"] } });
  });

  test("is a date where nothing else has a digit", () => {
    expect(parseReference("orders of 2026-11-22")).toMatchObject({ said: { values: ["2026-11-22"] } });
  });

  test.each(["", "   ", "\n\t"])("that is blank is refused: %j", (text) => {
    expect(() => parseReference(text)).toThrow(
      expect.objectContaining({ code: "INVALID_ARGUMENT", message: "reference is blank" }),
    );
  });
});
