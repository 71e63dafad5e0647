import type { RawAnswer, RawRecordAnswer } from "./answer.ts";

interface Named {
  readonly name: string;
}

/** The names of the tools that there are and that are not among those offered. */
export const missingBeside = (offered: readonly Named[], all: readonly Named[]): ReadonlySet<string> => {
  const names = new Set(offered.map(({ name }) => name));
  return new Set(all.flatMap(({ name }) => (names.has(name) ? [] : [name])));
};

/** Whether a text of ours names one of these tools. */
export const namesAny = (text: string, tools: ReadonlySet<string>): boolean =>
  (text.match(/\w+/g) ?? []).some((word) => tools.has(word));

/** Of these texts the first that names none of these tools, once remarks in parentheses that do are left out. */
export const firstWithout = (texts: readonly string[], tools: ReadonlySet<string>): string | undefined =>
  texts
    .map((text) => text.replace(/ \([^()]*\)/g, (remark) => (namesAny(remark, tools) ? "" : remark)))
    .find((text) => !namesAny(text, tools));

type Part = RawRecordAnswer["parts"][string];

const leading = (name: string, part: Part, missing: ReadonlySet<string>): Part => {
  if (part.kind !== "rows") return part;
  const { rest, whole, rows, ...others } = part;
  const isFit = (hint: string | undefined) => hint !== undefined && !namesAny(hint, missing);
  return {
    ...others,
    rows: name === "next" ? rows.filter(({ tool }) => !missing.has(String(tool))) : rows,
    ...(isFit(rest) ? { rest } : {}),
    ...(isFit(whole) ? { whole } : {}),
  };
};

/** An answer that leads to none of the missing tools: without hints that name one, and in `next` without calls of one. */
export const leadingOnlyToOffered = (answer: RawAnswer, missing: ReadonlySet<string>): RawAnswer => {
  if (answer.kind === "list") return answer;
  const parts = Object.entries(answer.parts).map(([name, part]) => [name, leading(name, part, missing)] as const);
  return { ...answer, parts: Object.fromEntries(parts) };
};
