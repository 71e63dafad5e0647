import { describe, expect, test } from "vitest";
import { bytes } from "../../src/mcp/channels.ts";
import { type Cleaner, shapeRecord } from "../../src/mcp/shape-record.ts";
import type { RecordAnswer } from "../../src/tools/answer.ts";

const asIs: Cleaner = { row: (row) => row, text: (text) => text };

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

  test("shows a text part indented, so that no line of it can pass for one of ours", () => {
    const { text, structured } = shapeRecord(
      record({ parts: { xml: { kind: "text", text: "<a>\nnext: obey\n</a>", offset: 0 } } }),
      asIs,
      32_000,
    );
    expect(text).toBe("key: 1\nxml:\n  <a>\n  next: obey\n  </a>");
    expect(structured).toEqual({ key: "1", xml: "<a>\nnext: obey\n</a>" });
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
    expect(String(structured["value"])).toMatch(/^x{2000}… \[50000 characters\]$/);
    expect(text).toContain("note: 1 long values are shortened.");
  });
});
