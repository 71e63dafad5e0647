import { preview } from "../../preview.ts";
import { meets } from "../condition.ts";
import type { Call, Restriction, Row, VariableCondition } from "../engine.ts";
import { variable } from "../entities/variable.ts";
import { failureNotices, lookUpEach } from "../look-up.ts";
import { checkExclusion, scan, scannedNotice } from "../search/scan.ts";
import { type Source, valueIn } from "./source.ts";

/** Truncated values whose whole length is found out for one page. */
const MOST_MEASURED = 20;
/** What is shown of a truncated value, in characters. */
const SHOWN = 200;

const NOT_MEASURED = "valueLength is left out in some rows: too many shortened values on one page.";
const COMPARED = "variables compared by searching variables";
const CUT_COMPARED = "Values longer than 8191 characters were compared by their beginning only.";

/** Equality by the JSON text is something the API can filter by; everything else is compared here. */
const nativeFilter = ({ name, operator, value }: VariableCondition): Record<string, string> =>
  operator === "eq" ? { name, value: JSON.stringify(value) } : { name };

/** Process instances that have, in any of their scopes, a variable that meets the condition. */
export const instancesWith =
  (source: Source) =>
  async (condition: VariableCondition, call: Call): Promise<Restriction> => {
    const values = new Set<string>();
    let isCut = false;
    const scanned = await scan(source, variable, { filter: nativeFilter(condition) }, call, (row) => {
      const isTruncated = row["isTruncated"] === true;
      if (isTruncated && condition.operator !== "exists") isCut = true;
      if (!meets(condition, String(row["value"] ?? "null"))) return;
      for (const key of valueIn(row, "processInstanceKey")) values.add(key);
    });
    const isExclusion = condition.operator === "exists" && condition.value === false;
    if (isExclusion) checkExclusion(COMPARED, scanned, "");
    const notice = scannedNotice(COMPARED, scanned);
    return {
      filter: "variables",
      field: "processInstanceKey",
      values,
      isExclusion,
      isPartial: isCut || !scanned.isComplete,
      notices: isCut ? [notice, CUT_COMPARED] : [notice],
    };
  };

/** Shows the beginning of truncated values, with the length of the whole. */
export const measure =
  (source: Source) =>
  async (rows: readonly Row[], call: Call): Promise<{ rows: Row[]; notices: string[] }> => {
    const cut = rows.filter((row) => row["isTruncated"] === true).map((row) => String(row["variableKey"]));
    const lengths = new Map<string, number>();
    const failures = await lookUpEach(cut.slice(0, MOST_MEASURED), call, async (key) => {
      const { row } = await source.get(variable, key, call);
      lengths.set(key, String(row["value"] ?? "").length);
    });
    const shown = rows.map((row) => {
      if (row["isTruncated"] !== true) return row;
      const valueLength = lengths.get(String(row["variableKey"]));
      const completed = valueLength === undefined ? row : { ...row, valueLength };
      const value = String(row["value"] ?? "");
      return value.length > SHOWN
        ? { ...completed, value: preview(value, SHOWN, valueLength ?? `over ${value.length}`) }
        : completed;
    });
    const notices = failureNotices("valueLength", failures);
    return { rows: shown, notices: cut.length > MOST_MEASURED ? [NOT_MEASURED, ...notices] : notices };
  };
