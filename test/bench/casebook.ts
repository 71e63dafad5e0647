import { CASES } from "../casebook/cases.ts";
import { isV2, onEach, openClusters } from "../casebook/clusters.ts";
import { type Cost, costOf, leanestAnswers, plainAnswers } from "../casebook/cost.ts";
import { truthOf } from "../casebook/truth.ts";
import { median } from "./median.ts";

interface Line {
  readonly name: string;
  readonly ours: Cost;
  readonly leanest: Cost;
  readonly plain: Cost;
}

const CHANNELS = ["text", "structure"] as const;

type Channel = (typeof CHANNELS)[number];

const share = (line: Line, channel: Channel, of: "leanest" | "plain"): number => line.ours[channel] / line[of][channel];

const row = (line: Line): string => {
  const { name, ours, leanest, plain } = line;
  const bytes = CHANNELS.flatMap((channel) => [
    ours[channel],
    leanest[channel],
    share(line, channel, "leanest").toFixed(2),
    plain[channel],
    share(line, channel, "plain").toFixed(2),
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
      plain: costOf(await plainAnswers(connected, one, truth)),
    });
  }
  for (const close of closers) await close();
  return lines;
};

/**
 * What the facts of each case of the case book cost a reader: calls, and bytes of the text and of the structure, with our
 * one call, with the leanest sequence of endpoint tools, which knows every key and column beforehand, and with the same sequence
 * in default columns ("plain").
 */
export const benchCaseBook = async (print: (line: string) => void): Promise<void> => {
  const lines = await measure();
  const heads = CHANNELS.flatMap((one) => [`our ${one}`, `leanest ${one}`, "share", `plain ${one}`, "share"]);
  print(`\n${["case", "our calls", "leanest calls", ...heads].join("\t")}`);
  for (const line of lines) print(row(line));
  const medians = [
    median(lines.map(({ ours }) => ours.calls)),
    median(lines.map(({ leanest }) => leanest.calls)),
    ...CHANNELS.flatMap((channel) => [
      median(lines.map(({ ours }) => ours[channel])),
      ...(["leanest", "plain"] as const).flatMap((other) => [
        median(lines.map((line) => line[other][channel])),
        median(lines.map((line) => share(line, channel, other))).toFixed(2),
      ]),
    ]),
  ];
  print(["median", ...medians].join("\t"));
};
