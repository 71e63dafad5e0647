import { type Wording, withTexts } from "../phrase.ts";
import type { Secrets } from "../secrets.ts";
import type { FieldsPart, RawAnswer, RawFact, RawRecordAnswer, RowsPart, TextPart } from "../tools/answer.ts";
import { isKey } from "./keys.ts";

/** What the cluster said of a refused request: it may repeat the request, so it is read as strictly as our own text. */
const REASON = "detail";

type Parts = RawRecordAnswer["parts"];

/**
 * An answer without the secrets of this server; keys stay as they are. It comes before anything is masked or cut: a part of a secret
 * would not be known for one. `own` cleans our own sentences.
 */
export const redacted = (answer: RawAnswer, secrets: Secrets, own: (sentence: string) => string): RawAnswer => {
  const text = (given: string, field?: string): string => {
    if (isKey(given)) return given;
    return field === REASON ? secrets.redact(given) : secrets.redactData(given);
  };
  const wording = (given: Wording, field?: string): Wording => withTexts(given, (one) => text(one, field));
  const fact = (given: RawFact, field: string): RawFact => {
    if (typeof given === "string") return text(given, field);
    if (typeof given !== "object") return given;
    return "pieces" in given ? wording(given, field) : given.map((one) => wording(one, field));
  };
  const facts = (given: Readonly<Record<string, RawFact>>): Record<string, RawFact> => {
    const clean: Record<string, RawFact> = {};
    for (const [field, one] of Object.entries(given)) clean[field] = fact(one, field);
    return clean;
  };
  const part = (given: Parts[string]): RowsPart<RawFact> | TextPart<Wording> | FieldsPart<RawFact> => {
    if (given.kind === "text") return { ...given, text: wording(given.text) };
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
  const parts: Parts = Object.fromEntries(Object.entries(answer.parts).map(([name, one]) => [name, part(one)]));
  return { ...answer, fields: facts(answer.fields), parts, notices };
};
