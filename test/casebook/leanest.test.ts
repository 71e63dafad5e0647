import { afterAll, expect, test } from "vitest";
import type { Expected } from "./case.ts";
import { CASES } from "./cases.ts";
import { isV2, onEach, openClusters } from "./clusters.ts";
import { leanestAnswers } from "./cost.ts";
import { isRows, shown } from "./mistakes.ts";
import { truthOf } from "./truth.ts";

const closers: (() => Promise<void>)[] = [];
const clusterOf = openClusters((close) => closers.push(close));

afterAll(async () => {
  for (const close of closers) await close();
});

/** Members that our tools say in their own words, work out of what they read, or repeat from the question. */
const OURS: readonly string[] = [
  ...["verdict", "since", "for", "conclusion", "confidence", "found", "key", "notices", "variable"],
  ...["fix", "retryAlone", "because", "waitsFor", "what", "sharedBy", "rootProcessInstanceKey", "dueDate"],
  ...["count", "groupsInAll", "rows", "exact", "stalled", "running", "incidents", "oldestSince"],
  ...["duration", "event", "side", "good", "bad", "isTruncated", "detail", "change", "before", "after"],
  ...["inputs", "conditions", "boundaryEvents", "retriesInModel", "firstTime", "version"],
];

/** Facts of the cluster that no answer of the sequence shows. */
const missed = (name: string, expected: Expected, text: string): readonly string[] => {
  if (isRows(expected)) return expected.flatMap((row) => missed(name, row, text));
  const isPattern = expected instanceof RegExp;
  if (typeof expected === "object" && !isPattern)
    return Object.entries(expected).flatMap(([member, one]) => missed(member, one, text));
  if (OURS.includes(name)) return [];
  const found = isPattern ? expected.test(text) : text.includes(String(expected));
  return found ? [] : [`${name}: ${shown(expected)}`];
};

test.each(onEach(CASES))(
  "the leanest sequence of endpoint tools shows the same facts on $version: $one.name",
  async ({ one, version }) => {
    const connected = await clusterOf(version, one.world);
    const truth = truthOf(one.world ?? "company", isV2(version));
    const answers = await leanestAnswers(connected, one, truth);
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
    const text = answers.map((answer) => answer.text).join("\n");
    expect(missed("", one.contains(truth), text)).toEqual([]);
  },
);
