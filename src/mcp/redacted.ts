import type { Secrets } from "../secrets.ts";
import type { Answer, Fact, FieldsPart, RowsPart, TextPart } from "../tools/answer.ts";
import { isKey } from "./keys.ts";

/** What the cluster said of a refused request: it may repeat the request, so it is read as strictly as our own text. */
const REASON = "detail";

type Facts = Readonly<Record<string, Fact>>;

/**
 * An answer without the secrets of this server; keys stay as they are. It comes before anything is masked or cut: a part of a secret
 * would not be known for one. `own` cleans our own sentences.
 */
export const redacted = (answer: Answer, secrets: Secrets, own: (sentence: string) => string): Answer => {
  const text = (given: string, field?: string): string => {
    if (isKey(given)) return given;
    return field === REASON ? secrets.redact(given) : secrets.redactData(given);
  };
  const fact = (given: Fact, field: string): Fact => {
    if (typeof given === "string") return text(given, field);
    return typeof given === "object" ? given.map((one) => text(one, field)) : given;
  };
  const facts = (given: Facts): Record<string, Fact> => {
    const clean: Record<string, Fact> = {};
    for (const [field, one] of Object.entries(given)) clean[field] = fact(one, field);
    return clean;
  };
  const part = (given: RowsPart | TextPart | FieldsPart): RowsPart | TextPart | FieldsPart => {
    if (given.kind === "text") return { ...given, text: text(given.text) };
    return given.kind === "rows"
      ? { ...given, rows: given.rows.map(facts) }
      : { ...given, fields: facts(given.fields) };
  };
  const notices = answer.notices.map(own);
  if (answer.kind === "list") {
    const items = answer.items.map((row) => {
      const clean: Record<string, (typeof row)[string]> = {};
      for (const [field, one] of Object.entries(row)) clean[field] = typeof one === "string" ? text(one, field) : one;
      return clean;
    });
    return { ...answer, items, notices };
  }
  const parts = Object.fromEntries(Object.entries(answer.parts).map(([name, one]) => [name, part(one)]));
  return { ...answer, fields: facts(answer.fields), parts, notices };
};
