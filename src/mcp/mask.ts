import type { Row, Value } from "../camunda/engine.ts";
import { spelled, type Wording } from "../phrase.ts";
import { MASK } from "../secrets.ts";
import type {
  Answer,
  Fact,
  FieldsPart,
  RawAnswer,
  RawFact,
  RawRecordAnswer,
  RowsPart,
  TextPart,
} from "../tools/answer.ts";
import { isKey } from "./keys.ts";
import { isNamedSecret } from "./secret-fields.ts";
import { jsonSpans } from "./secret-json.ts";
import { markupSpans } from "./secret-markup.ts";
import { secretNames } from "./secret-names.ts";
import { isRevealing } from "./secret-references.ts";
import { shapeSpans } from "./secret-shapes.ts";
import { type Masked, withMasks } from "./secret-spans.ts";

/** Decides by its name whether a value is secret; `off` shows everything. */
export interface MaskRules {
  readonly off: boolean;
  /** More parts of names, in any case; `*` stands for anything. */
  readonly more: readonly string[];
}

const SHORTEST = 8;

/** How many values of an answer are masked so far. */
interface Tally {
  count: number;
}

type RawPart = RawRecordAnswer["parts"][string];

/** Masks what looks like a secret, by the name of a value or by its shape. */
export interface Masker {
  /** A text of the cluster: members of JSON and attributes of XML with a secret name, and secrets by their shape. */
  text(text: string): string;
  /** An answer before it is shaped, with a notice of how many values are masked. */
  answer(answer: RawAnswer): Answer;
}

const noticed = (notices: readonly string[], { count }: Tally): readonly string[] => {
  if (count === 0) return notices;
  const what = count === 1 ? "1 secret-looking value is" : `${count} secret-looking values are`;
  return [...notices, `${what} masked (${MASK}); OPERATE_MCP_REDACT=off shows them.`];
};

/** A masker by these rules. */
export const masker = ({ off, more }: MaskRules): Masker => {
  const names = secretNames(more);

  const masked = (text: string): Masked => {
    if (off || text.length < SHORTEST || isKey(text)) return { text, count: 0 };
    // All look at the text as it is, because what one leaves of it another could no longer read.
    return withMasks(text, [...jsonSpans(text, names), ...markupSpans(text, names), ...shapeSpans(text)]);
  };

  const byShape = (given: string, tally: Tally): string => {
    const { text, count } = masked(given);
    tally.count += count;
    return text;
  };

  /** What is named in it by itself, then the text that comes of it. */
  const worded = (given: Wording, tally: Tally): string =>
    byShape(
      spelled(given, (one) => {
        if (off || !names.says(one.name) || !isRevealing(one)) return byShape(one.value, tally);
        tally.count += 1;
        return MASK;
      }),
      tally,
    );

  const value = (given: Value, tally: Tally): Value => (typeof given === "string" ? byShape(given, tally) : given);

  const isHidden = (given: Readonly<Record<string, RawFact>>, field: string, json: RawFact | undefined): boolean =>
    !off && json !== undefined && isNamedSecret(given, field, json, names);

  const hidden = (tally: Tally): string => {
    tally.count += 1;
    return `"${MASK}"`;
  };

  /** Only what is shown of a row; what names a value may be among the rest. */
  const row = (given: Row, columns: readonly string[], tally: Tally): Row => {
    const shown: Record<string, Value> = {};
    for (const field of columns) {
      const one = given[field];
      if (one !== undefined) shown[field] = isHidden(given, field, one) ? hidden(tally) : value(one, tally);
    }
    return shown;
  };

  const fact = (given: RawFact, tally: Tally): Fact => {
    if (typeof given !== "object") return value(given, tally);
    return "pieces" in given ? worded(given, tally) : given.map((one) => worded(one, tally));
  };

  const facts = (given: Readonly<Record<string, RawFact>>, tally: Tally): Record<string, Fact> =>
    Object.fromEntries(
      Object.entries(given).map(([field, one]) => [
        field,
        isHidden(given, field, one) ? hidden(tally) : fact(one, tally),
      ]),
    );

  const part = (
    at: string,
    given: RawPart,
    owner: Readonly<Record<string, RawFact>>,
    tally: Tally,
  ): RowsPart | TextPart | FieldsPart => {
    if (given.kind === "rows") return { ...given, rows: given.rows.map((one) => facts(one, tally)) };
    if (given.kind === "fields") return { ...given, fields: facts(given.fields, tally) };
    return { ...given, text: isHidden(owner, at, given.text) ? hidden(tally) : worded(given.text, tally) };
  };

  return {
    text: (text) => masked(text).text,
    answer(answer) {
      const tally = { count: 0 };
      if (answer.kind === "list") {
        const items = answer.items.map((one) => row(one, answer.columns, tally));
        return { ...answer, items, notices: noticed(answer.notices, tally) };
      }
      const fields = facts(answer.fields, tally);
      const parts = Object.fromEntries(
        Object.entries(answer.parts).map(([at, one]) => [at, part(at, one, answer.fields, tally)]),
      );
      return { ...answer, fields, parts, notices: noticed(answer.notices, tally) };
    },
  };
};

/** The rules that a setting names: `off`, or more parts of names. */
export const maskRules = (redact: readonly string[]): MaskRules => {
  const off = redact.length === 1 && redact[0]?.toLowerCase() === "off";
  return { off, more: off ? [] : redact };
};
