import { textOf } from "../../narrow.ts";

/** What a variable holds, as people write it: a text without its JSON quotes and escapes, anything else as it is. */
export const plainValue = (json: string): string | undefined => {
  if (!json.startsWith('"')) return json;
  try {
    return textOf(JSON.parse(json));
  } catch {
    // Only the beginning of a long value was read.
    return undefined;
  }
};

/** Whether the model leaves a value to be worked out from variables. */
export const isExpression = (text: string | undefined): boolean => text?.startsWith("=") === true;

/** The value of an expression that is only a name, from the JSON texts of the variables; a text that is none, as it is. */
export const evaluated = (
  expression: string | undefined,
  variables: ReadonlyMap<string, string>,
): string | undefined => {
  if (expression === undefined || !isExpression(expression)) return expression;
  const value = variables.get(expression.slice(1).trim());
  return value === undefined ? undefined : plainValue(value);
};

const DURATION = /^P(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration without years and months; undefined for anything else. */
export const durationOf = (text: string): number | undefined => {
  const match = DURATION.exec(text.trim());
  if (match === null) return undefined;
  const [weeks = 0, days = 0, hours = 0, minutes = 0, seconds = 0] = match.slice(1).map((part) => Number(part ?? 0));
  return ((((weeks * 7 + days) * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
};

/** The last year that RFC 3339 can write. */
const END_OF_TIME = Date.UTC(9999, 11, 31);

const dateText = (time: number): string | undefined => (time <= END_OF_TIME ? new Date(time).toISOString() : undefined);

const DATE = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))(?:\[[^\]]+\])?$/;

/** An expression that holds its value itself, e.g. `=duration("PT1H")`. */
const WRITTEN_OUT = /^=\s*(?:[a-z ]+\(\s*)?"([^"]*)"\s*\)?\s*$/;

/** When a timer is due (RFC 3339, UTC): at a date, or so long after `since`. Undefined where its text does not tell. */
export const dueDateOf = (
  expression: string | undefined,
  since: string | undefined,
  variables: ReadonlyMap<string, string>,
): string | undefined => {
  const text = evaluated(expression?.replace(WRITTEN_OUT, "$1"), variables)?.trim();
  if (text === undefined) return undefined;
  const duration = durationOf(text);
  if (duration !== undefined) return since === undefined ? undefined : dateText(Date.parse(since) + duration);
  const [, date] = DATE.exec(text) ?? [];
  return date === undefined ? undefined : dateText(Date.parse(date));
};
