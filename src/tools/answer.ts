import type { Row } from "../camunda/engine.ts";
import type { Phrase, Wording } from "../phrase.ts";

/** Rows of one entity, a page of a longer list. */
export interface ListAnswer {
  readonly kind: "list";
  /** What the rows are, e.g. `process instances`. */
  readonly plural: string;
  /** Columns in order; a row may lack some. */
  readonly columns: readonly string[];
  readonly items: readonly Row[];
  readonly total: number;
  readonly totalIsExact: boolean;
  readonly notices: readonly string[];
  /** The cursor behind the first `count` items; undefined at the end of the list. */
  cursorAfter(count: number): Promise<string | undefined>;
}

/** A value of a record: what a row holds, or a list of short texts. */
export type Fact = string | number | boolean | readonly string[];

/** A value before secrets in it are masked. */
export type RawFact = Fact | Phrase | readonly Wording[];

/** A part of a record that is a list of its own. */
export interface RowsPart<Value extends RawFact = Fact> {
  readonly kind: "rows";
  readonly columns: readonly string[];
  readonly rows: readonly Readonly<Record<string, Value>>[];
  /**
   * Short rows whose values are of no use when they are cut, such as calls to make: for size everything else goes first, and then
   * the last of these rows, each as a whole.
   */
  readonly isKept?: true;
  /** In the text no table, but a line for each row, after the name of the part; without rows the part is left out. */
  readonly isLines?: true;
  /** Characters of one value that are shown at most. */
  readonly longest?: number;
  /** Where rows are that are not shown; in a few words, without a full stop. */
  readonly rest?: string;
  /** Where a value that is shortened is whole, likewise. */
  readonly whole?: string;
  /** In the structure, rows that agree in `by` are one, with the rest of each in a list under `into`. */
  readonly grouping?: { readonly by: readonly string[]; readonly into: string };
}

/** A part of a record that is one long text; what does not fit is read on by `offset` (in characters). */
export interface TextPart<Text extends Wording = string> {
  readonly kind: "text";
  readonly text: Text;
  readonly offset: number;
  /** Characters that one answer shows at most. */
  readonly most?: number;
}

/** A part of a record that is one thing of its own; an empty one is left out. */
export interface FieldsPart<Value extends RawFact = Fact> {
  readonly kind: "fields";
  readonly fields: Readonly<Record<string, Value>>;
}

/** One thing: its own fields, and parts under their names. */
export interface RecordAnswer {
  readonly kind: "record";
  readonly fields: Readonly<Record<string, Fact>>;
  readonly parts: Readonly<Record<string, RowsPart | TextPart | FieldsPart>>;
  readonly notices: readonly string[];
}

/** One thing before secrets in it are masked. */
export interface RawRecordAnswer {
  readonly kind: "record";
  readonly fields: Readonly<Record<string, RawFact>>;
  readonly parts: Readonly<Record<string, RowsPart<RawFact> | TextPart<Wording> | FieldsPart<RawFact>>>;
  readonly notices: readonly string[];
}

/** What a tool gives back: values only. How they are masked, shown, cut and escaped is the business of `mcp/`. */
export type RawAnswer = ListAnswer | RawRecordAnswer;

/** What of it may be shown. */
export type Answer = ListAnswer | RecordAnswer;
