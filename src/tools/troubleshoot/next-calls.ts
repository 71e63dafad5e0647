import { defined } from "../../members.ts";
import type { RowsPart } from "../answer.ts";

/** A call worth making next: the tool, its arguments, and why. */
export interface NextCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What its name does not say, in our own words: nothing of the cluster's in it but keys. */
  readonly why?: string;
}

/** The next calls as the last part of an answer, best first. */
export const nextCalls = (calls: readonly NextCall[]): RowsPart => ({
  kind: "rows",
  columns: ["tool", "arguments", "why"],
  isKept: true,
  isLines: true,
  rows: calls.map((call) => ({
    tool: call.tool,
    arguments: JSON.stringify(call.arguments),
    ...defined({ why: call.why }),
  })),
});
