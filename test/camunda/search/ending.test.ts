import { describe, expect, test } from "vitest";
import type { Page } from "../../../src/camunda/engine.ts";
import { endingOf, type Told } from "../../../src/camunda/search/ending.ts";

/** A page of so many rows beside a total. */
const page = (rows: number, total: number, changes: Partial<Page> = {}): Page => ({
  rows: Array.from({ length: rows }, () => ({})),
  total,
  totalIsExact: true,
  ...(rows === 0 ? {} : { after: "x" }),
  ...changes,
});

type Asked = readonly [page: Page, wanted: number];

/** What is said of each page: that the list goes on, that it ends, or that it ends short of what is counted. */
const judged = (pages: readonly Asked[], known?: Told, isStart = known === undefined) => {
  const judge = endingOf(known, isStart);
  return pages.map(([one, wanted]) => {
    const { isLast, isShort } = judge(one, wanted);
    return isLast ? (isShort ? "short" : "end") : "on";
  });
};

const lowerBound = { totalIsExact: false };

describe("the end of a list, from its start", () => {
  test.each<readonly [string, readonly Asked[], readonly string[]]>([
    ["is a page with all rows that are counted", [[page(7, 7), 20]], ["end"]],
    ["is a page of nothing where nothing is counted", [[page(0, 0), 20]], ["end"]],
    [
      "is a page that is not full, behind full ones",
      [
        [page(20, 27), 20],
        [page(7, 27), 20],
      ],
      ["on", "end"],
    ],
    [
      "is behind the last of the pages that a limit has cut",
      [
        [page(20, 50), 30],
        [page(20, 50), 30],
        [page(10, 50), 30],
      ],
      ["on", "on", "end"],
    ],
    [
      "is behind a page of the limit itself where all have come",
      [
        [page(20, 40), 30],
        [page(20, 40), 30],
      ],
      ["on", "end"],
    ],
    [
      "needs no other request where rows have gone that had come",
      [
        [page(100, 130), 100],
        [page(30, 120), 100],
      ],
      ["on", "end"],
    ],
    [
      "needs no other request where rows have gone before they came",
      [
        [page(100, 130), 100],
        [page(20, 120), 100],
      ],
      ["on", "end"],
    ],
    [
      "needs no other request where rows have come in front",
      [
        [page(100, 130), 100],
        [page(30, 140), 100],
      ],
      ["on", "end"],
    ],
    [
      "is an empty page where fewer rows than a page went and as many came in front",
      [
        [page(100, 150), 100],
        [page(40, 150), 100],
        [page(0, 150), 100],
      ],
      ["on", "on", "end"],
    ],
    [
      "is behind a page of which all rows but one have gone between counting and reading",
      [
        [page(49, 50), 100],
        [page(0, 49), 100],
      ],
      ["on", "end"],
    ],
    [
      "is a smaller page where the API has stopped counting",
      [
        [page(1000, 1000, lowerBound), 1000],
        [page(300, 1000, lowerBound), 1000],
      ],
      ["on", "end"],
    ],
    [
      "is not known by a count that the API has stopped at",
      [
        [page(20, 40, lowerBound), 30],
        [page(20, 40, lowerBound), 30],
        [page(20, 40, lowerBound), 30],
        [page(5, 40, lowerBound), 30],
      ],
      ["on", "on", "on", "end"],
    ],
  ])("%s", (_, pages, said) => {
    expect(judged(pages)).toEqual(said);
  });
});

const withoutCursor = (rows: number, total: number): Page => {
  const { after: _, ...rest } = page(rows, total);
  return rest;
};

describe("a list ends short of what is counted", () => {
  test.each<readonly [string, readonly Asked[], readonly string[]]>([
    ["where rows come without a cursor", [[withoutCursor(20, 50), 30]], ["short"]],
    ["where a full page comes without a cursor", [[withoutCursor(30, 50), 30]], ["short"]],
    [
      "where nothing is behind a first page that was less than it counted",
      [
        [page(20, 50), 30],
        [page(0, 50), 30],
      ],
      ["on", "short"],
    ],
    [
      "by a few rows, where the first page was less than it counted",
      [
        [page(40, 50), 100],
        [page(0, 50), 100],
      ],
      ["on", "short"],
    ],
    [
      "by as much as a page, whatever came before",
      [
        [page(100, 5000), 100],
        [page(150, 5000), 200],
        [page(0, 5000), 400],
      ],
      ["on", "on", "short"],
    ],
    ["where it is less than the API counts at least", [[withoutCursor(1, 50), 20]], ["short"]],
  ])("%s", (_, pages, said) => {
    expect(judged(pages)).toEqual(said);
  });
});

describe("a reading that goes on with an earlier one", () => {
  const known = { read: 60, of: 65 };

  test("ends with the rows that were left, in one page", () => {
    expect(judged([[page(5, 65), 20]], known)).toEqual(["end"]);
  });

  test("reads on where fewer came: the others may have gone, or a limit has cut the page", () => {
    const gone: readonly Asked[] = [
      [page(3, 63), 20],
      [page(0, 63), 20],
    ];
    expect(judged(gone, known)).toEqual(["on", "end"]);
  });

  test("reads on where shown rows have gone, so that the count alone proves nothing", () => {
    const resolved: readonly Asked[] = [
      [page(20, 40), 30],
      [page(20, 40), 30],
    ];
    expect(judged(resolved, { read: 60, of: 100 })).toEqual(["on", "end"]);
  });

  test("ends at once with a page that no limit has cut", () => {
    expect(judged([[page(3, 63, { isUncut: true }), 20]], known)).toEqual(["end"]);
  });

  test("is short where nothing comes any more of what is counted still", () => {
    expect(judged([[page(0, 50), 20]], { read: 20, of: 50 })).toEqual(["short"]);
    expect(judged([[page(0, 20), 20]], { read: 20, of: 50 })).toEqual(["end"]);
  });
});

describe("a reading that begins in the middle, where nobody knows how many rows are before it", () => {
  const from = (...pages: readonly Asked[]) => judged(pages, undefined, false);

  test("ends with a page that no limit has cut, or with as many rows as there are in all", () => {
    expect(from([page(3, 5000, { isUncut: true }), 20])).toEqual(["end"]);
    expect(from([page(3, 3), 20])).toEqual(["end"]);
  });

  test("reads on behind any other, and what comes then is never too few", () => {
    expect(from([page(3, 5000), 20], [page(0, 5000), 20])).toEqual(["on", "end"]);
    expect(from([page(20, 5000), 30], [page(20, 5000), 30], [page(4, 5000), 30])).toEqual(["on", "on", "end"]);
  });
});
