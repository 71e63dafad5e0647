import { describe, expect, test } from "vitest";
import type { Page, PageRequest } from "../../src/camunda/engine.ts";
import { incident } from "../../src/camunda/entities/incident.ts";
import { isContradiction, soundPages } from "../../src/camunda/sound-pages.ts";
import { OperateError } from "../../src/errors.ts";

const START: PageRequest = { filter: {}, sort: [], size: 20 };
const EMPTY: Page = { rows: [], total: 50, totalIsExact: true };

const page = (rows: number, total = rows): Page => ({
  rows: Array.from({ length: rows }, () => ({})),
  total,
  totalIsExact: true,
});

/** Asks once for a page where these answers come one after the other, the last one again and again. */
const asking = (...answers: readonly Page[]) => {
  let asked = 0;
  const ask = async (): Promise<Page> => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1] ?? EMPTY;
  };
  return { ask, asked: () => asked };
};

describe("a page that holds nothing of what it counts", () => {
  test.each([true, false])("is BAD_RESPONSE, asked for twice (the count is exact: %s)", async (totalIsExact) => {
    const { ask, asked } = asking({ ...EMPTY, totalIsExact });
    const error: unknown = await soundPages()(incident, START, ask).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "BAD_RESPONSE",
      message: `the cluster counts ${totalIsExact ? "" : "at least "}50 incidents and gives none of them`,
    });
    expect(isContradiction(error)).toBe(true);
    expect(asked()).toBe(2);
  });

  test("is nothing where the rows had gone between counting and reading", async () => {
    const { ask, asked } = asking(EMPTY, page(0));
    expect(await soundPages()(incident, START, ask)).toEqual(page(0));
    expect(asked()).toBe(2);
  });

  test("is the end of a list in its middle, and asked for once", async () => {
    const { ask, asked } = asking(EMPTY);
    expect(await soundPages()(incident, { ...START, after: "x" }, ask)).toEqual(EMPTY);
    expect(asked()).toBe(1);
  });

  test("is something else than any other error", () => {
    expect(isContradiction(new OperateError("BAD_RESPONSE", "a web page"))).toBe(false);
    expect(isContradiction(new Error("bug"))).toBe(false);
  });
});

test("a page with more rows than it counts tells the least there are", async () => {
  expect(await soundPages()(incident, START, asking(page(20, 3)).ask)).toEqual({
    ...page(20),
    totalIsExact: false,
  });
});

test("a page is not cut by a limit where the same API has given a larger one", async () => {
  const sound = soundPages();
  const isUncut = async (rows: number) => (await sound(incident, START, asking(page(rows, 50)).ask)).isUncut ?? false;
  expect([await isUncut(5), await isUncut(20), await isUncut(20), await isUncut(19)]).toEqual([
    false,
    false,
    false,
    true,
  ]);
});
