import type { Row, Value } from "../camunda/engine.ts";
import { MASK } from "../secrets.ts";
import type { Answer, Fact, FieldsPart, RowsPart, TextPart } from "../tools/answer.ts";
import { isKey } from "./keys.ts";
import { maskAttributes } from "./secret-attributes.ts";
import { maskJson } from "./secret-json.ts";
import { secretNames } from "./secret-names.ts";
import { type Masked, maskShapes } from "./secret-shapes.ts";

/** Decides by its name whether a value is secret; `off` shows everything. */
export interface MaskRules {
  readonly off: boolean;
  /** More parts of names, in any case; `*` stands for anything. */
  readonly more: readonly string[];
}

/** Fields that hold a name, and the fields that hold its value; two where instances are compared. */
const NAMED: readonly (readonly [name: string, values: readonly string[]])[] = [
  ["name", ["value", "good", "bad", "oldValue", "newValue"]],
  ["inputName", ["inputValue"]],
  ["outputName", ["outputValue"]],
  ["variable", ["value"]],
  ["decisionDefinitionId", ["result"]],
  ["decisionDefinitionName", ["result"]],
];

/** The fields that may name the value of a field. */
const NAMERS: ReadonlyMap<string, readonly string[]> = new Map(
  NAMED.flatMap(([, values]) => values).map((field) => [
    field,
    NAMED.filter(([, values]) => values.includes(field)).map(([of]) => of),
  ]),
);

const SHORTEST = 8;

/** How many values of an answer are masked so far. */
interface Tally {
  count: number;
}

/** Masks what looks like a secret, by the name of a value or by its shape. */
export interface Masker {
  /** A text of the cluster: members of JSON and attributes of XML with a secret name, and secrets by their shape. */
  text(text: string): string;
  /** An answer before it is shaped, with a notice of how many values are masked. */
  answer(answer: Answer): Answer;
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
    let count = 0;
    const result = [maskJson, maskAttributes, maskShapes].reduce((rest, step) => {
      const done = step(rest, names);
      count += done.count;
      return done.text;
    }, text);
    return { text: result, count };
  };

  const byShape = (given: string, tally: Tally): string => {
    const { text, count } = masked(given);
    tally.count += count;
    return text;
  };

  const value = (given: Value, tally: Tally): Value => (typeof given === "string" ? byShape(given, tally) : given);

  /** Whether what names the value in this field makes it secret. */
  const isHidden = (given: Readonly<Record<string, Fact>>, field: string, json: Fact | undefined): boolean =>
    NAMERS.get(field)?.some((of) => {
      const name = given[of];
      return typeof name === "string" && json !== undefined && names.hides(name, String(json));
    }) === true;

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

  const facts = (given: Readonly<Record<string, Fact>>, tally: Tally): Record<string, Fact> =>
    Object.fromEntries(
      Object.entries(given).map(([field, fact]) => {
        if (isHidden(given, field, fact)) return [field, hidden(tally)];
        return [field, typeof fact === "object" ? fact.map((one) => byShape(one, tally)) : value(fact, tally)];
      }),
    );

  const part = (
    at: string,
    given: RowsPart | TextPart | FieldsPart,
    owner: Readonly<Record<string, Fact>>,
    tally: Tally,
  ): RowsPart | TextPart | FieldsPart => {
    if (given.kind === "rows") return { ...given, rows: given.rows.map((one) => facts(one, tally)) };
    if (given.kind === "fields") return { ...given, fields: facts(given.fields, tally) };
    return { ...given, text: isHidden(owner, at, given.text) ? hidden(tally) : byShape(given.text, tally) };
  };

  return {
    text: (text) => masked(text).text,
    answer(answer) {
      if (off) return answer;
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
