import type { Problem } from "./config.ts";

/** What reading the settings brings to light besides their values; every stage adds to it. */
export interface Findings {
  readonly problems: Problem[];
  readonly warnings: string[];
  readonly secrets: Set<string>;
}

/** Nothing found yet. */
export const noFindings = (): Findings => ({ problems: [], warnings: [], secrets: new Set() });

/** One line per problem: `VARIABLE: what is wrong: what to do`. */
export const problemLines = (problems: readonly Problem[]): string[] =>
  problems.map(({ variable, problem, remedy }) => `${variable}: ${problem}: ${remedy}`);
