import type { Call, Engine } from "../camunda/engine.ts";

/** A value to offer. */
export interface Candidate {
  readonly value: string;
  /** Other texts by which a person may look for it, such as the name that belongs to a key. */
  readonly also?: readonly (string | undefined)[];
}

/** Values that were found, the likeliest first. */
export interface Candidates {
  readonly all: readonly Candidate[];
  /** Whether there may be more than these. */
  readonly more: boolean;
}

/** What was entered before for other arguments, by their names. */
export type Entered = Readonly<Record<string, string>>;

/** Where the values of an argument come from. */
export interface Source {
  /** What the values depend on; the same text means the same values. Absent when too little is entered to find any. */
  scope(entered: Entered): string | undefined;
  load(engine: Engine, entered: Entered, call: Call): Promise<Candidates>;
}
