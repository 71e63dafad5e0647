import type { Case } from "../casebook/case.ts";
import { CASES } from "../casebook/cases.ts";
import { isV2, onEach, openClusters } from "../casebook/clusters.ts";
import { type Cost, costOf, leanestAnswers, plainAnswers } from "../casebook/cost.ts";
import { type Truth, truthOf } from "../casebook/truth.ts";
import type { Print, Scale } from "./bench.ts";
import { median } from "./median.ts";

interface Line {
  readonly name: string;
  readonly kind: string;
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

const kindOf = (one: Case, truth: Truth): string => {
  const { verdict } = one.contains(truth);
  return typeof verdict === "string" ? `${one.tool}, ${verdict}` : one.tool;
};

/** Every so many cases are measured in a quick run. */
const QUICK_STEP = 8;

const measure = async ({ quick }: Scale): Promise<readonly Line[]> => {
  const closers: (() => Promise<void>)[] = [];
  const clusterOf = openClusters((close) => closers.push(close));
  const lines: Line[] = [];
  const cases = CASES.filter(({ gap }, index) => gap === undefined && (!quick || index % QUICK_STEP === 0));
  for (const { one, version } of onEach(cases)) {
    const connected = await clusterOf(version, one.world);
    const truth = truthOf(one.world ?? "company", isV2(version));
    if (one.forbidden !== undefined) connected.cluster.faults.next(99, { path: one.forbidden }, { kind: "forbidden" });
    const ours = costOf([await connected.call(one.tool, { ...one.args(truth) })]);
    connected.cluster.faults.clear();
    lines.push({
      name: `${one.name} (${version})`,
      kind: kindOf(one, truth),
      ours,
      leanest: costOf(await leanestAnswers(connected, one, truth)),
      plain: costOf(await plainAnswers(connected, one, truth)),
    });
  }
  for (const close of closers) await close();
  return lines;
};

const medianRow = (name: string, lines: readonly Line[]): string => {
  const columns = CHANNELS.flatMap((channel) => [
    median(lines.map(({ ours }) => ours[channel])),
    ...(["leanest", "plain"] as const).flatMap((other) => [
      median(lines.map((line) => line[other][channel])),
      median(lines.map((line) => share(line, channel, other))).toFixed(2),
    ]),
  ]);
  const calls = [median(lines.map(({ ours }) => ours.calls)), median(lines.map(({ leanest }) => leanest.calls))];
  return [`median of ${lines.length}: ${name}`, ...calls, ...columns].join("\t");
};

/** The lines by what they are about: the tool that is asked, and of one instance whether an incident stops it. */
const byKind = (lines: readonly Line[]): ReadonlyMap<string, readonly Line[]> => {
  const kinds = new Map<string, Line[]>();
  for (const line of lines) kinds.set(line.kind, [...(kinds.get(line.kind) ?? []), line]);
  return kinds;
};

/**
 * What the facts of each case of the case book cost a reader: calls, and bytes of the text and of the structure, with our
 * one call, with the leanest sequence of endpoint tools, which knows every column beforehand, and with the same sequence
 * in default columns ("plain").
 */
export const benchCaseBook = async (print: Print, scale: Scale): Promise<void> => {
  const lines = await measure(scale);
  const heads = CHANNELS.flatMap((one) => [`our ${one}`, `leanest ${one}`, "share", `plain ${one}`, "share"]);
  print(`\n${["case", "our calls", "leanest calls", ...heads].join("\t")}`);
  for (const line of lines) print(row(line));
  for (const [kind, some] of byKind(lines)) print(medianRow(kind, some));
  print(medianRow("all", lines));
};
