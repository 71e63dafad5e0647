import { CASES } from "../casebook/cases.ts";
import { isV2, onEach, openClusters } from "../casebook/clusters.ts";
import { type Cost, costOf, leanestAnswers } from "../casebook/cost.ts";
import { truthOf } from "../casebook/truth.ts";
import { median } from "./median.ts";

interface Line {
  readonly name: string;
  readonly ours: Cost;
  readonly leanest: Cost;
}

const share = ({ ours, leanest }: Line, channel: "text" | "structure"): number => ours[channel] / leanest[channel];

const row = (line: Line): string => {
  const { name, ours, leanest } = line;
  const bytes = (["text", "structure"] as const).flatMap((channel) => [
    ours[channel],
    leanest[channel],
    share(line, channel).toFixed(2),
  ]);
  return [name, ours.calls, leanest.calls, ...bytes].join("\t");
};

const measure = async (): Promise<readonly Line[]> => {
  const closers: (() => Promise<void>)[] = [];
  const clusterOf = openClusters((close) => closers.push(close));
  const lines: Line[] = [];
  for (const { one, version } of onEach(CASES.filter(({ gap }) => gap === undefined))) {
    const connected = await clusterOf(version, one.world);
    const truth = truthOf(one.world ?? "company", isV2(version));
    if (one.forbidden !== undefined) connected.cluster.faults.next(99, { path: one.forbidden }, { kind: "forbidden" });
    const ours = costOf([await connected.call(one.tool, { ...one.args(truth) })]);
    connected.cluster.faults.clear();
    lines.push({
      name: `${one.name} (${version})`,
      ours,
      leanest: costOf(await leanestAnswers(connected, one, truth)),
    });
  }
  for (const close of closers) await close();
  return lines;
};

/**
 * What the facts of each case of the case book cost a reader: calls, and bytes of the text and of the structure, with our
 * one call and with the leanest sequence of endpoint tools. That sequence knows every key and column beforehand.
 */
export const benchCaseBook = async (print: (line: string) => void): Promise<void> => {
  const lines = await measure();
  print("\ncase\tour calls\tleanest calls\tour text\tleanest text\tshare\tour structure\tleanest structure\tshare");
  for (const line of lines) print(row(line));
  const medians = [
    median(lines.map(({ ours }) => ours.calls)),
    median(lines.map(({ leanest }) => leanest.calls)),
    ...(["text", "structure"] as const).flatMap((channel) => [
      median(lines.map(({ ours }) => ours[channel])),
      median(lines.map(({ leanest }) => leanest[channel])),
      median(lines.map((line) => share(line, channel))).toFixed(2),
    ]),
  ];
  print(["median", ...medians].join("\t"));
};
