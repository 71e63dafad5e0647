import { incident } from "../../src/camunda/entities/incident.ts";
import { systemClock } from "../../src/clock.ts";
import { parseJson } from "../../src/http/json.ts";
import { large } from "../../src/simulator/large/large.ts";
import type { Print, Scale } from "./bench.ts";
import { median } from "./median.ts";

const ROW_COUNTS = { small: 50, big: 10_000 };

/** Rows as JSON whose keys are numbers, each moved up by so much. */
const textOf = (rows: readonly object[], above: (index: number) => bigint): string => {
  const written = rows.map((row, index) =>
    JSON.stringify(row).replaceAll(/"(\d{16,19})"/g, (_, digits: string) =>
      String((BigInt(digits) % 2n ** 50n) + above(index)),
    ),
  );
  return `{"items":[${written.join(",")}],"total":${rows.length}}`;
};

const once = (work: () => unknown): number => {
  const began = performance.now();
  work();
  return performance.now() - began;
};

/** Exact decoding against `JSON.parse`, of answers as long as they are on a wire: medians of alternating rounds. */
export const benchJson = async (print: Print, { quick }: Scale): Promise<void> => {
  const collection = large({ incidents: ROW_COUNTS.big, now: systemClock.wall() }).rows(incident);
  const rows = Array.from({ length: ROW_COUNTS.big }, (_, index) => collection.at(index) ?? {});
  const few = rows.slice(0, ROW_COUNTS.small);
  const mixed = (index: number): bigint => (index % 2 === 0 ? 2n ** 52n : 2n ** 54n);
  const cases: readonly [string, string, number, string][] = [
    ["50 rows, every second with keys above 2^53", textOf(few, mixed), 2000, "1.5"],
    ["50 rows, all keys below 2^53", textOf(few, () => 2n ** 52n), 2000, "1.8"],
    ["10,000 rows, mixed", textOf(rows, mixed), 12, "3.2"],
  ];
  print("\nanswer\tkB\texact ms\tJSON.parse ms\tratio\treach");
  for (const [name, text, rounds, reach] of cases) {
    const [exact, plain]: number[][] = [[], []];
    for (let round = 0; round < (quick ? Math.min(rounds, 200) : rounds); round += 1) {
      exact?.push(once(() => parseJson(text)));
      plain?.push(once(() => JSON.parse(text)));
    }
    const [ours, base] = [median(exact ?? []), median(plain ?? [])];
    print(
      [name, (text.length / 1000).toFixed(0), ours.toFixed(3), base.toFixed(3), (ours / base).toFixed(2), reach].join(
        "\t",
      ),
    );
  }
};
