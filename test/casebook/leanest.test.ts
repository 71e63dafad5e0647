import { afterAll, expect, test } from "vitest";
import type { Case, Expected } from "./case.ts";
import { CASES } from "./cases.ts";
import { isV2, onEach, openClusters } from "./clusters.ts";
import { leanestSteps, type Step } from "./cost.ts";
import { isRows, shown } from "./mistakes.ts";
import { type Truth, truthOf } from "./truth.ts";

const closers: (() => Promise<void>)[] = [];
const clusterOf = openClusters((close) => closers.push(close));

afterAll(async () => {
  for (const close of closers) await close();
});

/** Members that our tools say in their own words, or repeat from the question. */
const OURS: readonly string[] = [
  ...["verdict", "since", "for", "conclusion", "confidence", "found", "key", "notices", "variable"],
  ...["fix", "retryAlone", "because", "waitsFor", "what", "rootProcessInstanceKey", "event", "side"],
  ...["good", "bad", "detail", "change", "isTruncated", "exact"],
];

/** Members that our tools work out, and what a reader has to see to do the same. */
const WORKED_OUT: Readonly<Record<string, RegExp>> = {
  ...{ sharedBy: /incidents: \d+ shown/, incidents: /incidents: \d+ shown/, rows: /incidents: \d+ shown/ },
  ...{ groupsInAll: /errorMessage/, firstTime: /creationTime/, version: /version/i },
  ...{
    count: /\d+ shown|statistics/,
    running: /process instances: \d+ shown/,
    stalled: /element instances: \d+ shown/,
  },
  ...{ duration: /startDate|evaluationDate/, took: /startDate/, oldestSince: /startDate/, usualMedian: /endDate/ },
  ...{ dueDate: /timer|dueDate/, boundaryEvents: /BOUNDARY_EVENT/, conditions: /\[=/, inputs: / in \w+/ },
  ...{ before: /<zeebe:input source=/, after: /<zeebe:input source=/ },
};

/** Facts of the cluster that no answer of the sequence shows. */
const missed = (name: string, expected: Expected, text: string): readonly string[] => {
  if (isRows(expected)) return expected.flatMap((row) => missed(name, row, text));
  const isPattern = expected instanceof RegExp;
  if (typeof expected === "object" && !isPattern)
    return Object.entries(expected).flatMap(([member, one]) => missed(member, one, text));
  if (OURS.includes(name)) return [];
  const from = WORKED_OUT[name];
  const found = from?.test(text) ?? (isPattern ? expected.test(text) : text.includes(String(expected)));
  return found ? [] : [`${name}: ${shown(expected)}`];
};

/** What a step shows, and the value that it was asked with: what is found has it. */
const readAndAsked = ({ ask, answers }: Step): string =>
  [String(ask.args["value"] ?? ""), ...answers.map(({ text }) => text)].join("\n");

test.each(onEach(CASES))(
  "the leanest sequence of endpoint tools shows the same facts on $version: $one.name",
  async ({ one, version }) => {
    const connected = await clusterOf(version, one.world);
    const truth = truthOf(one.world ?? "company", isV2(version));
    const steps = await leanestSteps(connected, one, truth);
    expect(steps.flatMap(({ answers }) => answers.filter(({ isError }) => isError))).toEqual([]);
    const text = steps.map(readAndAsked).join("\n");
    expect(missed("", one.contains(truth), text)).toEqual([]);
  },
);

/** Arguments that a reader has to have read somewhere. What a model, a column or a state may be called is known to all. */
const READ_SOMEWHERE = /(?:Key|Id|^name|^errorMessage|^value|^errorType)$/;

/** What a step asks with that neither the question nor an earlier answer says. */
const unknownIn = (steps: readonly Step[], one: Case, truth: Truth): readonly string[] =>
  steps.flatMap(({ ask }, index) => {
    const texts = steps.slice(0, index).flatMap(({ answers }) => answers.map(({ text }) => text));
    const known = [one.question, JSON.stringify(one.args(truth)), ...texts].join("\n");
    return Object.entries(ask.args)
      .filter(([name, value]) => READ_SOMEWHERE.test(name) && !known.includes(inText(value)))
      .map(([name, value]) => `${ask.tool} with ${name} ${String(value)}`);
  });

/** A value as the text of an answer has it. */
const inText = (value: unknown): string => String(value).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

test.each(onEach(CASES))(
  "the leanest sequence can be walked on $version: each key is in the question or in an answer before it: $one.name",
  async ({ one, version }) => {
    const connected = await clusterOf(version, one.world);
    const truth = truthOf(one.world ?? "company", isV2(version));
    expect(unknownIn(await leanestSteps(connected, one, truth), one, truth)).toEqual([]);
  },
);
