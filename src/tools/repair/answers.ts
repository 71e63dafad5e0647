import type { Row } from "../../camunda/engine.ts";
import { OperateError } from "../../errors.ts";
import { pick } from "../../members.ts";
import type { Deed, Deeds, Outcome } from "../../repair/carry-out.ts";
import { CONFIRMATION_SECONDS } from "../../repair/confirmation.ts";
import { counted, type Exhibit, type Plan, type Refused } from "../../repair/plan.ts";
import type { Fact, RecordAnswer, RowsPart } from "../answer.ts";
import { type NextCall, nextCalls } from "../troubleshoot/next-calls.ts";

/** Targets that a plan shows; all of them are in the set. */
const MOST_SAMPLES = 10;
/** Targets of which all keys are listed. */
const MOST_LISTED = 200;
const MOST_KEYS = 3;
/** Characters of one value of a target: enough to recognise it. */
const LONGEST = 200;

const rowsPart = (columns: readonly string[], rows: readonly Row[]): RowsPart => ({ kind: "rows", columns, rows });

/** Values that only serve to recognise something, cut. */
const briefPart = (columns: readonly string[], rows: readonly Row[]): RowsPart => ({
  ...rowsPart(columns, rows),
  longest: LONGEST,
  whole: "the get tools show one whole",
});

const exhibitParts = (exhibits: Readonly<Record<string, Exhibit>>): RecordAnswer["parts"] =>
  Object.fromEntries(Object.entries(exhibits).map(([name, { columns, rows }]) => [name, rowsPart(columns, rows)]));

/** Only the columns in which some row has a value. */
const used = (columns: readonly string[], rows: readonly Row[]): readonly string[] =>
  columns.filter((name) => rows.some((row) => row[name] !== undefined));

const refusedRows = (refused: readonly Refused[]): readonly Row[] =>
  refused.map(({ key, reason }) => ({ key, reason }));

const refusedPart = (refused: readonly Refused[]): RecordAnswer["parts"] =>
  refused.length === 0 ? {} : { refused: rowsPart(["key", "reason"], refusedRows(refused)) };

/** Reasons with how often each holds and a few of the keys. */
const reasonsOf = (refused: readonly Refused[]): string => {
  const reasons = [...new Set(refused.map(({ reason }) => reason))];
  return reasons
    .map((reason) => {
      const keys = refused.filter((one) => one.reason === reason).map(({ key }) => key);
      const named = keys.slice(0, MOST_KEYS).join(", ");
      return `${reason} (${named}${keys.length > MOST_KEYS ? ` and ${keys.length - MOST_KEYS} more` : ""})`;
    })
    .join("; ");
};

/** The error where everything that was named is refused, or nothing was meant at all. */
export const nothingToDo = ({ refused }: Plan): OperateError => {
  if (refused.length === 0) {
    return new OperateError("NOT_FOUND", "the filter matches nothing, so there is nothing to do", {
      next: "widen the filter; the search tool with the same arguments shows what it matches",
    });
  }
  const code = refused.every((one) => one.code === "NOT_FOUND") ? "NOT_FOUND" : "INVALID_ARGUMENT";
  return new OperateError(code, `nothing can be done: ${reasonsOf(refused)}`);
};

/** What would be done, and the confirmation for exactly that; without one where it cannot be done like this. */
export const planAnswer = (plan: Plan, confirmation: string | undefined, next: readonly NextCall[]): RecordAnswer => {
  const { targets, refused, effects, columns, exhibits, notices } = plan;
  const rows = targets.slice(0, MOST_SAMPLES).map(({ row }) => row);
  const fields: Record<string, Fact> = {
    conclusion:
      confirmation === undefined
        ? "Nothing was changed, and nothing can be like this: see refused."
        : `Nothing was changed yet. To do it, call again with the same arguments and this confirmation, within ${CONFIRMATION_SECONDS} s.`,
    count: targets.length,
    ...(targets.length > rows.length && targets.length <= MOST_LISTED ? { keys: targets.map(({ key }) => key) } : {}),
    ...(targets.length === 0 ? {} : { willHappen: effects }),
    ...(refused.length === 0 ? {} : { refusedCount: refused.length }),
    ...(confirmation === undefined ? {} : { confirmation }),
  };
  const samples: RowsPart = {
    ...briefPart(used(columns, rows), rows),
    ...(targets.length > rows.length ? { rest: "the confirmation covers all of them" } : {}),
  };
  return {
    kind: "record",
    fields,
    parts: {
      ...(rows.length === 0 ? {} : { samples }),
      ...exhibitParts(exhibits),
      ...refusedPart(refused),
      ...(next.length === 0 ? {} : { next: nextCalls(next) }),
    },
    notices: [
      ...(targets.length > rows.length
        ? [`samples: ${rows.length} of ${targets.length}; the confirmation covers all.`]
        : []),
      ...notices,
    ],
  };
};

const PENDING = "What is pending may still come: look again in a moment, before anything else is done to it.";

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  done: "done",
  pending: "still pending",
  failedAgain: "failed again",
  refused: "refused",
  unknown: "of unknown outcome",
  notSent: "not sent",
};

const isOutcome =
  (outcome: Outcome) =>
  (deed: Deed): boolean =>
    deed.outcome === outcome;

/** Outcomes in the order of the list, each with its number. */
const numbers = (deeds: readonly Deed[]): readonly (readonly [Outcome, number])[] => {
  const outcomes: readonly Outcome[] = ["done", "pending", "failedAgain", "refused", "unknown", "notSent"];
  return outcomes.flatMap((outcome) => {
    const count = deeds.filter(isOutcome(outcome)).length;
    return count === 0 ? [] : [[outcome, count] as const];
  });
};

/** Nobody knows of any of those that were sent: an answer would look like knowledge. */
const checkKnown = ({ deeds }: Deeds): void => {
  const sent = deeds.filter(({ outcome }) => outcome !== "notSent" && outcome !== "refused");
  if (sent.length === 0 || !sent.every(isOutcome("unknown"))) return;
  const [first] = sent;
  throw new OperateError(
    "OUTCOME_UNKNOWN",
    `whether ${counted(sent.length, "change")} was made is not known: ${first?.because ?? ""}`,
    {
      next: `read the state back before anything else, do not repeat the change: ${sent
        .map(({ key }) => key)
        .slice(0, 10)
        .join(", ")}`,
    },
  );
};

const DEED_COLUMNS = [
  "key",
  "outcome",
  "because",
  "since",
  "newIncidentKey",
  "errorType",
  "errorMessage",
  "retries",
  "state",
  "detail",
];

/** What really happened, key by key. Throws where that is nothing: the failure that stopped it, or `OUTCOME_UNKNOWN`. */
export const deedsAnswer = (
  done: Deeds,
  exhibits: Readonly<Record<string, Exhibit>>,
  next: readonly NextCall[],
): RecordAnswer => {
  const { deeds, stopped } = done;
  checkKnown(done);
  const isNothing = deeds.every(
    ({ outcome, isPartly }) => (outcome === "notSent" || outcome === "refused") && !isPartly,
  );
  if (isNothing && stopped !== undefined) throw stopped;
  const rows = deeds.map(({ facts, ...deed }): Row => ({ ...pick({ ...deed }, DEED_COLUMNS), ...facts }));
  const counts = numbers(deeds);
  return {
    kind: "record",
    fields: {
      conclusion: `${counts.map(([outcome, count]) => `${count} ${OUTCOMES[outcome]}`).join(", ")}.`,
      ...Object.fromEntries(counts),
    },
    parts: {
      results: briefPart(used(DEED_COLUMNS, rows), rows),
      ...exhibitParts(exhibits),
      ...(next.length === 0 ? {} : { next: nextCalls(next) }),
    },
    notices: deeds.some(isOutcome("pending")) ? [PENDING] : [],
  };
};
