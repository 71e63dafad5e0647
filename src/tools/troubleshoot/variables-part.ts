import type { Row } from "../../camunda/engine.ts";
import type { RowsPart } from "../answer.ts";

/** Characters of a value that are enough to see what it is. */
const LONGEST = 400;

/** Variables of one instance; the scope is said where it is another one than the instance itself. */
export const variablesPart = (variables: readonly Row[], processInstanceKey: string): RowsPart => ({
  kind: "rows",
  columns: ["name", "value", "scopeKey", "isTruncated"],
  rows: variables.map(({ scopeKey, isTruncated, ...row }) => ({
    ...row,
    ...(scopeKey === undefined || scopeKey === processInstanceKey ? {} : { scopeKey }),
    ...(isTruncated === true ? { isTruncated } : {}),
  })),
  longest: LONGEST,
  whole: "search_variables finds it, get_variable shows it whole",
});
