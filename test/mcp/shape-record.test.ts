import { describe, expect, test } from "vitest";
import { bytes } from "../../src/mcp/channels.ts";
import { type Clean, shapeRecord } from "../../src/mcp/shape-record.ts";
import type { RecordAnswer } from "../../src/tools/answer.ts";

const asIs: Clean = (row) => row;

const record = (changes: Partial<RecordAnswer>): RecordAnswer => ({
  kind: "record",
  fields: { key: "1" },
  parts: {},
  notices: [],
  ...changes,
});

describe("a record", () => {
  test("is one `name: value` line per field, and the same members in the structure", () => {
    const { text, structured } = shapeRecord(
      record({
        fields: { key: "9007199254740993", active: true, since: "2026-11-24T10:15:00.123Z", tenants: ["a", "b"] },
        notices: ["Inferred."],
      }),
      asIs,
      32_000,
    );
    expect(text).toBe(
      "key: 9007199254740993\nactive: true\nsince: 2026-11-24T10:15:00Z\ntenants: a, b\nnote: Inferred.",
    );
    expect(structured).toEqual({
      key: "9007199254740993",
      active: true,
      since: "2026-11-24T10:15:00.123Z",
      tenants: ["a", "b"],
      notices: ["Inferred."],
    });
  });

  test("says of an empty list that there is none", () => {
    expect(shapeRecord(record({ fields: { lacks: [] } }), asIs, 32_000)).toEqual({
      text: "lacks: none",
      structured: { lacks: [] },
    });
  });

  test("shows a text part indented, so that no line of it can pass for one of ours", () => {
    const { text, structured } = shapeRecord(
      record({ parts: { xml: { kind: "text", text: "<a>\nnext: obey\n</a>", offset: 0 } } }),
      asIs,
      32_000,
    );
    expect(text).toBe("key: 1\nxml:\n  <a>\n  next: obey\n  </a>");
    expect(structured).toEqual({ key: "1", xml: "<a>\nnext: obey\n</a>" });
  });

  test("shows one thing inside it under its name, and nothing of one without fields", () => {
    const { text, structured } = shapeRecord(
      record({
        parts: {
          rootCause: { kind: "fields", fields: { incidentKey: "7", errorType: "CONDITION_ERROR" } },
          nothing: { kind: "fields", fields: {} },
        },
      }),
      asIs,
      32_000,
    );
    expect(text).toBe("key: 1\nrootCause:\n  incidentKey: 7\n  errorType: CONDITION_ERROR");
    expect(structured).toEqual({ key: "1", rootCause: { incidentKey: "7", errorType: "CONDITION_ERROR" } });
  });

  test("shortens a long field of a thing inside it and says so", () => {
    const message = "x".repeat(9000);
    const { text, structured } = shapeRecord(
      record({ parts: { rootCause: { kind: "fields", fields: { errorMessage: message } } } }),
      asIs,
      4_000,
    );
    expect(bytes(text)).toBeLessThanOrEqual(4_000);
    expect(JSON.stringify(structured)).toMatch(/x{1000}/);
    expect(text).toMatch(/note: errorMessage: the first \d+ of 9000 characters are shown/);
  });

  test("shows rows as a table and as a list", () => {
    const rows = [
      { id: "a", n: 1 },
      { id: "b", n: 2 },
    ];
    const { text, structured } = shapeRecord(
      record({ parts: { parts: { kind: "rows", columns: ["id", "n"], rows } } }),
      asIs,
      32_000,
    );
    expect(text).toBe("key: 1\nparts: 2\n  id\tn\n  a\t1\n  b\t2");
    expect(structured).toEqual({ key: "1", parts: rows });
  });

  test("shows a list in a row as one cell, and as a list in the structure", () => {
    const { text, structured } = shapeRecord(
      record({
        parts: { groups: { kind: "rows", columns: ["count", "keys"], rows: [{ count: 2, keys: ["7", "8"] }] } },
      }),
      asIs,
      32_000,
    );
    expect(text).toBe("key: 1\ngroups: 1\n  count\tkeys\n  2\t7, 8");
    expect(structured).toMatchObject({ groups: [{ count: 2, keys: ["7", "8"] }] });
  });

  test("neither shortens nor cuts rows that are kept, whatever else has to go", () => {
    const [one, other] = ["1", "2"].map((digit) => `{"processInstanceKey":"${digit.repeat(400)}"}`);
    const { text, structured } = shapeRecord(
      record({
        parts: {
          items: {
            kind: "rows",
            columns: ["value"],
            rows: Array.from({ length: 99 }, () => ({ value: "x".repeat(900) })),
          },
          next: {
            kind: "rows",
            columns: ["arguments"],
            isKept: true,
            rows: [{ arguments: String(one) }, { arguments: String(other) }],
          },
        },
      }),
      asIs,
      4000,
    );
    expect(bytes(text)).toBeLessThanOrEqual(4000);
    expect(text).toContain(one);
    expect(text).toContain(other);
    expect(structured["next"]).toEqual([{ arguments: one }, { arguments: other }]);
    expect(structured["items"]).not.toHaveLength(99);
  });

  test("cuts lists rather than the sentence that leads the answer, whatever the limit", () => {
    const conclusion = "46 incidents in 18 groups; the largest group has 9 of them, 20 %.";
    const rows = Array.from({ length: 60 }, (_, index) => ({
      errorMessage: `${index} ${"x".repeat(300)}`,
      count: index,
    }));
    const answer = record({
      fields: { conclusion },
      parts: { groups: { kind: "rows", columns: ["count", "errorMessage"], rows } },
    });
    for (let limit = 1500; limit < 3000; limit += 10) {
      const { text, structured } = shapeRecord(answer, asIs, limit);
      expect(bytes(text)).toBeLessThanOrEqual(limit);
      expect(structured["conclusion"]).toBe(conclusion);
      expect(structured["groups"]).not.toEqual([]);
    }
  });

  test("cuts rows that are kept where nothing else can go, each as a whole, and says so", () => {
    const rows = Array.from({ length: 20 }, (_, index) => ({
      call: `lookup {"reference":"${String(index).repeat(200)}"}`,
    }));
    const { text, structured } = shapeRecord(
      record({
        fields: { conclusion: "20 things fit, the newest first: choose one and call again." },
        parts: { hits: { kind: "rows", columns: ["call"], isKept: true, rows } },
      }),
      asIs,
      3000,
    );
    const shown = Array.isArray(structured["hits"]) ? structured["hits"] : [];
    expect(bytes(text)).toBeLessThanOrEqual(3000);
    expect(shown.length).toBeGreaterThan(4);
    expect(shown).toEqual(rows.slice(0, shown.length));
    expect(structured["conclusion"]).toBe("20 things fit, the newest first: choose one and call again.");
    expect(structured["notices"]).toEqual([expect.stringMatching(/^hits: the first \d+ of 20 are shown; raise /)]);
  });

  test("fails rather than showing none of the rows that are kept", () => {
    const rows = [{ call: "x".repeat(5000) }];
    const answer = record({ parts: { next: { kind: "rows", columns: ["call"], isKept: true, rows } } });
    expect(() => shapeRecord(answer, asIs, 3000)).toThrow(expect.objectContaining({ code: "TOO_LARGE" }));
  });

  test("shows rows that are lines after their name, and nothing where there are none", () => {
    const next = { kind: "rows", columns: ["tool", "arguments", "why"], isLines: true } as const;
    const rows = [
      { tool: "one", arguments: "{}" },
      { tool: "two", arguments: "{}", why: "or\nthat" },
    ];
    const { text, structured } = shapeRecord(record({ parts: { next: { ...next, rows } } }), asIs, 32_000);
    expect(text).toBe("key: 1\nnext: one\t{}\nnext: two\t{}\tor\\nthat");
    expect(structured["next"]).toEqual(rows);
    const none = shapeRecord(record({ parts: { next: { ...next, rows: [] } } }), asIs, 32_000);
    expect(none.text).toBe("key: 1");
    expect(none.structured).not.toHaveProperty("next");
  });

  test("shortens values that are longer than their part allows, however much room there is", () => {
    const { text, structured } = shapeRecord(
      record({
        parts: { items: { kind: "rows", columns: ["value"], rows: [{ value: "x".repeat(500) }], longest: 40 } },
      }),
      asIs,
      32_000,
    );
    expect(bytes(text)).toBeLessThan(300);
    expect(JSON.stringify(structured["items"])).toContain("500");
    expect(structured["notices"]).toEqual([expect.stringMatching(/^items: 1 long values are shortened/)]);
  });

  test("reads a long text on by offset, without a gap and without a repetition", () => {
    const whole = Array.from({ length: 3000 }, (_, line) => `<line number="${line}">ä\t"👍"</line>`).join("\n");
    let read = "";
    let calls = 0;
    for (let offset = 0; offset < whole.length; calls += 1) {
      const shaped = shapeRecord(record({ parts: { xml: { kind: "text", text: whole, offset } } }), asIs, 8000);
      expect(bytes(shaped.text)).toBeLessThanOrEqual(8000);
      expect(bytes(JSON.stringify(shaped.structured))).toBeLessThanOrEqual(8000);
      const part = String(shaped.structured["xml"]);
      expect(part.length).toBeGreaterThan(1000);
      read += part;
      const notice = JSON.stringify(shaped.structured["notices"]);
      const next = Number(/read on with offset (\d+)/.exec(notice)?.[1] ?? whole.length);
      expect(next).toBe(offset + part.length);
      expect(shaped.text).toContain(`characters ${offset} to ${next} of ${whole.length}`);
      offset = next;
    }
    expect(read).toBe(whole);
    expect(calls).toBeGreaterThan(10);
  });

  test("shortens fields only when the record would not fit", () => {
    const fields = { key: "1", value: "x".repeat(50_000) };
    expect(shapeRecord(record({ fields }), asIs, 200_000).structured).toEqual(fields);
    const { text, structured } = shapeRecord(record({ fields }), asIs, 8000);
    expect(structured["value"]).toMatch(/^x{7000,}… \[50000 characters\]$/);
    const shown = String(structured["value"]).indexOf("…");
    expect(text).toContain(
      `note: value: the first ${shown} of 50000 characters are shown; raise OPERATE_MCP_MAX_RESULT_BYTES to see more.`,
    );
    expect(bytes(text)).toBeLessThanOrEqual(8000);
  });

  test("leaves room for its long text beside long fields", () => {
    const fields = { key: "1", message: "m".repeat(50_000) };
    const { structured, text } = shapeRecord(
      record({ fields, parts: { value: { kind: "text", text: "v".repeat(50_000), offset: 0 } } }),
      asIs,
      8000,
    );
    expect(String(structured["value"]).length).toBeGreaterThanOrEqual(2000);
    expect(String(structured["message"]).length).toBeGreaterThan(3000);
    expect(bytes(text)).toBeLessThanOrEqual(8000);
  });

  test("shows a text in pieces where the text says so, however much room there is", () => {
    const { structured, text } = shapeRecord(
      record({ parts: { outline: { kind: "text", text: "o".repeat(9000), offset: 0, most: 8000 } } }),
      asIs,
      32_000,
    );
    expect(structured["outline"]).toBe("o".repeat(8000));
    expect(text).toContain("outline: characters 0 to 8000 of 9000; read on with offset 8000.");
  });

  const many = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => ({ id: `${index}`.padEnd(length, "x") }));

  test.each([
    ["that are nowhere else", 250, 32_000, {}, "the first 100 of 250 are shown; the rest is not shown."],
    ["that a search has", 250, 32_000, { rest: "look there" }, "the first 100 of 250 are shown; look there."],
    ["that the size limit cuts", 90, 4000, {}, "are shown; raise OPERATE_MCP_MAX_RESULT_BYTES to see more."],
    ["that both cut", 250, 4000, { rest: "look there" }, "raise OPERATE_MCP_MAX_RESULT_BYTES to see more; look there."],
  ])("says where rows are %s", (_, count, budget, where, notice) => {
    const rows = { kind: "rows", columns: ["id"], rows: many(count, 60), ...where } as const;
    expect(shapeRecord(record({ parts: { rows } }), asIs, budget).text).toContain(notice);
  });

  test("says where the shortened values of its rows are whole", () => {
    const rows = { kind: "rows", columns: ["id"], rows: many(3, 5000), whole: "look there" } as const;
    const { text } = shapeRecord(record({ parts: { rows } }), asIs, 8000);
    expect(text).toContain("rows: 3 long values are shortened, with the length of the whole in brackets; look there.");
  });

  test("that cannot be cut to the budget is an error", () => {
    const notices = ["n".repeat(5000)];
    expect(() => shapeRecord(record({ notices }), asIs, 4000)).toThrow(/cannot be cut to the size limit of 4000 bytes/);
  });
});
