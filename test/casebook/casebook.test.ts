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

const mistakes = async ({ one, version }: ReturnType<typeof onEach>[number]): Promise<readonly string[]> => {
  const { call, cluster } = await clusterOf(version, one.world);
  const truth = truthOf(one.world ?? "company", isV2(version));
  if (one.forbidden !== undefined) cluster.faults.next(99, { path: one.forbidden }, { kind: "forbidden" });
  const answer = await call(one.tool, { ...one.args(truth) });
  cluster.faults.clear();
  return mistakesIn(one, truth, answer);
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
});
