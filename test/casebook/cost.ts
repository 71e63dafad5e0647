import { member, textOf } from "../../src/narrow.ts";
import type { Answer, Connected } from "../support/connect.ts";
import type { Ask, Case } from "./case.ts";
import type { Truth } from "./truth.ts";

/** What a reader pays for some answers. */
export interface Cost {
  readonly calls: number;
  /** Bytes of the texts. */
  readonly text: number;
  /** Bytes of the structures, as JSON. */
  readonly structure: number;
}

/** What some answers cost together. */
export const costOf = (answers: readonly Answer[]): Cost => ({
  calls: answers.length,
  text: answers.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0),
  structure: answers.reduce((sum, { structured }) => sum + Buffer.byteLength(JSON.stringify(structured)), 0),
});

const answersTo = async ({ call }: Connected, { tool, args, toTheEnd = false }: Ask): Promise<readonly Answer[]> => {
  const answers = [await call(tool, { ...args })];
  for (;;) {
    const next = textOf(member(member(answers.at(-1)?.structured, "page"), "next"));
    if (!toTheEnd || next === undefined) return answers;
    answers.push(await call(tool, { cursor: next }));
  }
};

/** One step of a sequence, with its answers: several where it is read to the end. */
export interface Step {
  readonly ask: Ask;
  readonly answers: readonly Answer[];
}

const inTurn = async (connected: Connected, asks: readonly Ask[]): Promise<readonly Step[]> => {
  const steps: Step[] = [];
  for (const ask of asks) steps.push({ ask, answers: await answersTo(connected, ask) });
  return steps;
};

const answersOf = (steps: readonly Step[]): readonly Answer[] => steps.flatMap(({ answers }) => answers);

/** The leanest sequence of endpoint tools, one step after the other as a reader would go. */
export const leanestSteps = (connected: Connected, one: Case, truth: Truth): Promise<readonly Step[]> =>
  inTurn(connected, one.leanest(truth));

/** What that reader has to read. */
export const leanestAnswers = async (connected: Connected, one: Case, truth: Truth): Promise<readonly Answer[]> =>
  answersOf(await leanestSteps(connected, one, truth));

const withDefaultColumns = ({ args: { fields: _, ...args }, ...step }: Ask): Ask => ({ ...step, args });

/** The same sequence by a reader who does not know beforehand which columns will hold the facts. */
export const plainAnswers = async (connected: Connected, one: Case, truth: Truth): Promise<readonly Answer[]> =>
  answersOf(await inTurn(connected, one.leanest(truth).map(withDefaultColumns)));
