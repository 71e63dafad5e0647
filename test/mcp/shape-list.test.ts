import { describe, expect, test } from "vitest";
import type { Row } from "../../src/camunda/engine.ts";
import { bytes, type Channels } from "../../src/mcp/channels.ts";
import { shapeList } from "../../src/mcp/shape-list.ts";
import { member } from "../../src/narrow.ts";
import type { ListAnswer } from "../../src/tools/answer.ts";

const answer = (items: readonly Row[], changes: Partial<ListAnswer> = {}): ListAnswer => ({
  kind: "list",
  plural: "process instances",
  columns: ["key", "text"],
  items,
  total: items.length,
  totalIsExact: true,
  notices: [],
  cursorAfter: async (count) => (count < items.length ? `cursor-${count}` : undefined),
  ...changes,
});

const rows = (count: number, length: number): Row[] =>
  Array.from({ length: count }, (_, index) => ({
    key: String(index),
    text: `${index}`.padEnd(length, "x"),
    other: "not asked for",
  }));

const asIs = (row: Row): Row => row;
const shape = (list: ListAnswer, budget = 32_000) => shapeList(list, asIs, budget);

const itemsIn = ({ structured }: Channels): readonly unknown[] => {
  const items = structured["items"];
  return Array.isArray(items) ? items : [];
};

describe("a list", () => {
  test("shows the same rows, total, notices and cursor in both channels", async () => {
    const shaped = await shape(
      answer(rows(2, 1), {
        total: 10_000,
        totalIsExact: false,
        notices: ["Look out."],
        cursorAfter: async () => "go-on",
      }),
    );
    expect(shaped.text).toBe(
      [
        "process instances: 2 shown, at least 10000 in all",
        "key\ttext",
        "0\t0",
        "1\t1",
        "note: Look out.",
        "page.next: go-on",
      ].join("\n"),
    );
    expect(shaped.structured).toEqual({
      items: [
        { key: "0", text: "0" },
        { key: "1", text: "1" },
      ],
      page: { total: 10_000, totalIsExact: false, next: "go-on" },
      notices: ["Look out."],
    });
  });

  test("that is empty says so and why that may be", async () => {
    const { text, structured } = await shape(answer([]));
    expect(text).toMatch(/^process instances: 0 shown, 0 in all\nnote: Nothing matches\./);
    expect(structured).toMatchObject({ items: [], page: { total: 0, totalIsExact: true } });
  });

  test("on a page behind the last row, says that nothing follows, and not that nothing matches", async () => {
    const { text } = await shape(answer([], { total: 40 }));
    expect(text).toMatch(/^process instances: 0 shown, 40 in all\nnote: Nothing follows: /);
  });

  test("of which not all could be looked at, does not say that nothing matches", async () => {
    const { text } = await shape(answer([], { totalIsExact: false, notices: ["Stopped."] }));
    expect(text).toBe("process instances: 0 shown, at least 0 in all\nnote: Stopped.");
  });

  test("that is empty because the scan stopped does not say that nothing matches", async () => {
    const { text } = await shape(
      answer([], { totalIsExact: false, notices: ["Stopped."], cursorAfter: async () => "go-on" }),
    );
    expect(text).toBe("process instances: 0 shown, at least 0 in all\nnote: Stopped.\npage.next: go-on");
  });

  test("over the budget first shortens its long values and says how long they are", async () => {
    const shaped = await shape(answer(rows(20, 3000)), 10_000);
    expect(itemsIn(shaped)).toHaveLength(20);
    expect(JSON.stringify(itemsIn(shaped)[3])).toMatch(/… \[3000 characters\]/);
    expect(shaped.text).toMatch(/note: 20 long values are shortened/);
    expect(shaped.structured["page"]).not.toHaveProperty("next");
  });

  test.each([1000, 2500, 8000, 32_000])(
    "stays within %d bytes in each channel and goes on exactly behind the last row",
    async (budget) => {
      const shaped = await shape(answer(rows(1000, 400)), budget);
      const shown = itemsIn(shaped).length;
      expect(bytes(shaped.text)).toBeLessThanOrEqual(budget);
      expect(bytes(JSON.stringify(shaped.structured))).toBeLessThanOrEqual(budget);
      expect(shown).toBeGreaterThan(0);
      expect(member(shaped.structured["page"], "next")).toBe(`cursor-${shown}`);
      expect(shaped.text).toContain(`page.next: cursor-${shown}`);
      expect(shaped.text).toContain(`Shown are ${shown} of the 1000 rows of this page`);
      // Not one row less than fits: the next one, with its share of notices, would have broken the budget.
      const perRow = bytes(JSON.stringify(shaped.structured)) / shown;
      expect(bytes(JSON.stringify(shaped.structured)) + 3 * perRow + 1000).toBeGreaterThan(budget);
    },
  );

  test("counts bytes and not characters", async () => {
    const wide = Array.from({ length: 200 }, (_, index) => ({
      key: String(index),
      text: "在庫補充".repeat(20) + index,
    }));
    const shaped = await shape(answer(wide), 5000);
    expect(bytes(shaped.text)).toBeLessThanOrEqual(5000);
    expect(bytes(JSON.stringify(shaped.structured))).toBeLessThanOrEqual(5000);
  });

  test("whose cursors grow and shrink from row to row stays within the budget all the same", async () => {
    const cursorAfter = async (count: number) => (count < 20 ? "c".repeat(count % 3 === 0 ? 50 : 2500) : "end");
    const shaped = await shape(answer(rows(20, 400), { cursorAfter }), 4000);
    expect(bytes(shaped.text)).toBeLessThanOrEqual(4000);
    expect(bytes(JSON.stringify(shaped.structured))).toBeLessThanOrEqual(4000);
    expect(itemsIn(shaped).length).toBeGreaterThan(0);
  });

  test.each([0, 1, 2])("of %d rows whose cursor does not fit is an error that says what to change", async (count) => {
    const cursorAfter = async () => "c".repeat(5000);
    await expect(shape(answer(rows(count, 5), { cursorAfter }), 4000)).rejects.toMatchObject({
      code: "TOO_LARGE",
      message: "one row with its page.next is more than the size limit of 4000 bytes",
      next: expect.stringContaining("shorten the arguments"),
    });
  });
});
