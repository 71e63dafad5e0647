import { afterAll, describe, expect, test } from "vitest";
import { CASES } from "./cases.ts";
import { isV2, onEach, openClusters } from "./clusters.ts";
import { mistakesIn } from "./mistakes.ts";
import { truthOf } from "./truth.ts";

const closers: (() => Promise<void>)[] = [];
const clusterOf = openClusters((close) => closers.push(close));

afterAll(async () => {
  for (const close of closers) await close();
});

/** Our one call of a case, and the truth to hold against it. */
const ask = async ({ one, version }: ReturnType<typeof onEach>[number]) => {
  const { call, cluster } = await clusterOf(version, one.world);
  const truth = truthOf(one.world ?? "company", isV2(version));
  if (one.forbidden !== undefined) cluster.faults.next(99, { path: one.forbidden }, { kind: "forbidden" });
  const answer = await call(one.tool, { ...one.args(truth) });
  cluster.faults.clear();
  return { truth, answer };
};

const mistakes = async (tried: ReturnType<typeof onEach>[number]): Promise<readonly string[]> => {
  const { truth, answer } = await ask(tried);
  return mistakesIn(tried.one, truth, answer);
};

describe("the case book", () => {
  test("has at least 40 situations, each under a name of its own", () => {
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
    expect(CASES.length).toBeGreaterThanOrEqual(40);
  });

  test.each(onEach(CASES.filter(({ gap }) => gap === undefined)))("on $version: $one.name", async (tried) => {
    expect(await mistakes(tried)).toEqual([]);
  });

  test.each(onEach(CASES.filter(({ gap }) => gap !== undefined)))(
    "on $version, still wrong: $one.name",
    async (tried) => {
      expect(await mistakes(tried), "it is right now: strike its gap").not.toEqual([]);
    },
  );

  test("notices what either channel leaves out", async () => {
    const [tried] = onEach(CASES);
    if (tried === undefined) throw new Error("the book is empty");
    const { truth, answer } = await ask(tried);
    expect(mistakesIn(tried.one, truth, { ...answer, text: "" })).toContainEqual(expect.stringMatching(/^text lacks/));
    expect(mistakesIn(tried.one, truth, { ...answer, structured: {} })).toContainEqual(
      expect.stringMatching(/^structure lacks/),
    );
    expect(mistakesIn(tried.one, truth, { ...answer, isError: true })).toHaveLength(1);
  });

  test("notices a false claim", async () => {
    const [tried] = onEach(CASES);
    if (tried === undefined) throw new Error("the book is empty");
    const { truth, answer } = await ask(tried);
    const text = answer.text.replace("verdict: incident", "verdict: running");
    expect(mistakesIn(tried.one, truth, { ...answer, text })).toContainEqual(expect.stringMatching(/^text claims/));
  });

  test.each(CASES)("would not take an empty answer for right: $name", (one) => {
    const truth = truthOf(one.world ?? "company", true);
    expect(mistakesIn(one, truth, { text: "", structured: {}, isError: false })).not.toEqual([]);
  });
});
