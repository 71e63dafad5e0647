import type { Row, Value } from "../camunda/engine.ts";
import { MASK } from "../secrets.ts";
import type { Answer, Fact, FieldsPart, RowsPart, TextPart } from "../tools/answer.ts";

/** Decides by its name whether a value is secret; `off` shows everything. */
export interface MaskRules {
  readonly off: boolean;
  /** More parts of names, in any case; `*` stands for anything. */
  readonly more: readonly string[];
}

/** The values of a text that are masked, and how many. */
interface Masked {
  readonly text: string;
  readonly count: number;
}

const NAMES = "password|passwd|secret|token|api[-_ .]?key|authorization|credential|private[-_ .]?key";

/** Columns that hold a name, and the column that holds its value. */
const NAMED: readonly (readonly [name: string, value: string])[] = [
  ["name", "value"],
  ["inputName", "inputValue"],
  ["outputName", "outputValue"],
  ["variable", "value"],
];

/** What is secret by its shape: a JWT, a bearer token, a private key; the last one also when its end is cut off. */
const SHAPES = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g,
  /(?<=\b[Bb]earer\s{1,3})[\w~+/.-]{8,}=*/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----END))*(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
] as const;

/** A pre-check that is cheap beside the patterns. */
const MAYBE_SHAPE = /eyJ|earer|PRIVATE KEY/;

const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");

/** Masks what looks like a secret, by the name of a value or by its shape. */
export interface Masker {
  /** A text of the cluster: members of JSON and attributes of XML with a secret name, and secrets by their shape. */
  text(text: string): string;
  /** An answer before it is shaped, with a notice of how many values are masked. */
  answer(answer: Answer): Answer;
}

/** Where a JSON string ends that began behind a quote with so many backslashes before it; the end of the text where it is cut. */
const endOfString = (text: string, from: number, escapes: number): number => {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    let run = 0;
    while (text[quote - 1 - run] === "\\") run += 1;
    if (escapes === 0 ? run % 2 === 0 : run <= escapes) return quote - escapes;
  }
  return text.length;
};

/** Where an object or a list ends that begins here, strings in it left out of account. */
const endOfNested = (text: string, from: number, escapes: number): number => {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') index = endOfString(text, index + 1, escapes) + escapes;
    else if (character === "{" || character === "[") depth += 1;
    else if (character === "}" || character === "]") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
};

/** Values that say nothing by themselves: a number of tokens is no token. */
const isHarmless = (json: string): boolean => /^(?:-?[\d.eE+]+|true|false|null|"")$/.test(json.trim());

/** A masker by these rules. */
export const masker = ({ off, more }: MaskRules): Masker => {
  const names = [NAMES, ...more.map(literal)].join("|");
  const name = new RegExp(names, "i");
  const member = new RegExp(`(\\\\*)"[^"\\\\]{0,200}?(?:${names})[^"\\\\]{0,200}\\1"\\s{0,9}:\\s{0,9}`, "gi");
  const attribute = new RegExp(
    `((?:key|name|target)="[^"]{0,200}?(?:${names})[^"]{0,200}"\\s{1,9}(?:value|source)=")([^"]+)`,
    "gi",
  );

  const members = (text: string): Masked => {
    let result = "";
    let last = 0;
    let count = 0;
    member.lastIndex = 0;
    for (let match = member.exec(text); match !== null; match = member.exec(text)) {
      const escapes = match[1]?.length ?? 0;
      const start = match.index + match[0].length;
      const quote = text.startsWith('"', start + escapes);
      const nested = text[start] === "{" || text[start] === "[";
      if (!quote && !nested) continue;
      const end = quote ? endOfString(text, start + escapes + 1, escapes) : endOfNested(text, start, escapes);
      const mark = `${"\\".repeat(escapes)}"`;
      result += quote ? text.slice(last, start) + mark + MASK : `${text.slice(last, start)}${mark}${MASK}${mark}`;
      last = end;
      count += 1;
      member.lastIndex = Math.max(end, member.lastIndex);
    }
    return { text: result + text.slice(last), count };
  };

  const shapes = (text: string): Masked => {
    let count = 0;
    if (!MAYBE_SHAPE.test(text)) return { text, count };
    const masked = SHAPES.reduce(
      (rest, shape) =>
        rest.replace(shape, () => {
          count += 1;
          return MASK;
        }),
      text,
    );
    return { text: masked, count };
  };

  const attributes = (text: string): Masked => {
    let count = 0;
    if (!text.includes('="')) return { text, count };
    const masked = text.replace(attribute, (_, before: string) => {
      count += 1;
      return before + MASK;
    });
    return { text: masked, count };
  };

  const masked = (text: string): Masked => {
    if (off || text.length < 8) return { text, count: 0 };
    const byName = name.test(text) ? [members, attributes] : [];
    let count = 0;
    const result = [...byName, shapes].reduce((rest, step) => {
      const done = step(rest);
      count += done.count;
      return done.text;
    }, text);
    return { text: result, count };
  };

  const value = (given: Value, tally: { count: number }): Value => {
    if (typeof given !== "string") return given;
    const { text, count } = masked(given);
    tally.count += count;
    return text;
  };

  const byName = (json: string, tally: { count: number }): string => {
    if (isHarmless(json)) return json;
    tally.count += 1;
    return json.startsWith('"') ? `"${MASK}"` : MASK;
  };

  const isSecretName = (given: unknown): boolean => !off && typeof given === "string" && name.test(given);

  const row = (given: Row, tally: { count: number }): Row => {
    const secret = NAMED.filter(([of]) => isSecretName(given[of])).map(([, at]) => at);
    return Object.fromEntries(
      Object.entries(given).map(([field, one]) => [
        field,
        secret.includes(field) && typeof one === "string" ? byName(one, tally) : value(one, tally),
      ]),
    );
  };

  const facts = (given: Readonly<Record<string, Fact>>, tally: { count: number }): Record<string, Fact> =>
    Object.fromEntries(
      Object.entries(given).map(([field, fact]) => [
        field,
        typeof fact === "object" ? fact.map((one) => String(value(one, tally))) : value(fact, tally),
      ]),
    );

  const part = (
    at: string,
    given: RowsPart | TextPart | FieldsPart,
    owner: unknown,
    tally: { count: number },
  ): RowsPart | TextPart | FieldsPart => {
    if (given.kind === "rows") return { ...given, rows: given.rows.map((one) => row(one, tally)) };
    if (given.kind === "fields") return { ...given, fields: facts(given.fields, tally) };
    const isSecret = at === "value" && isSecretName(owner);
    return { ...given, text: isSecret ? byName(given.text, tally) : String(value(given.text, tally)) };
  };

  const noticed = (notices: readonly string[], { count }: { count: number }): readonly string[] =>
    count === 0
      ? notices
      : [...notices, `${count} secret-looking values are masked (${MASK}); OPERATE_MCP_REDACT=off shows them.`];

  return {
    text: (text) => masked(text).text,
    answer(answer) {
      if (off) return answer;
      const tally = { count: 0 };
      if (answer.kind === "list") {
        const items = answer.items.map((one) => row(one, tally));
        return { ...answer, items, notices: noticed(answer.notices, tally) };
      }
      const owner = answer.fields["name"];
      const fields = facts(answer.fields, tally);
      const parts = Object.fromEntries(
        Object.entries(answer.parts).map(([at, one]) => [at, part(at, one, owner, tally)]),
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
