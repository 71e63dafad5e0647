import { elementFacts } from "../../bpmn/element-facts.ts";
import type { Row } from "../../camunda/engine.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { expressionsAt, namesIn } from "../expressions.ts";
import { rowsOf, textOf } from "../read.ts";
import type { Gathering } from "./standing.ts";
import type { Standing, Wait } from "./waits.ts";

const MOST = 10;
const MOST_READ = 300;

/**
 * Variables that bear on what an instance stands at: those named in the error message first, then those that the expressions of
 * the element use; of the same name in several scopes, all.
 */
export const relevantVariables = async (
  standings: readonly Standing[],
  rootCause: Row | undefined,
  waits: readonly Wait[],
  { engine, call, side }: Gathering,
): Promise<readonly Row[]> => {
  const place = rootCause ?? waits.find(({ waitsFor }) => waitsFor === "MESSAGE" || waitsFor === "JOB");
  const [processInstanceKey, elementId] = [place?.["processInstanceKey" as const], place?.["elementId" as const]];
  const standing = standings.find(({ instance }) => instance["processInstanceKey"] === processInstanceKey);
  if (standing === undefined || typeof processInstanceKey !== "string") return [];
  const found = await side.look("variables", () =>
    rowsOf(engine, variable, { filter: { processInstanceKey }, limit: MOST_READ, fields: [] }, call),
  );
  const inMessage = namesIn(textOf(rootCause, "errorMessage") ?? "");
  const { model } = standing;
  const facts = model === undefined || typeof elementId !== "string" ? undefined : elementFacts(model, elementId);
  const inModel = namesIn(expressionsAt(facts));
  const rows = found?.rows ?? [];
  const named = (names: ReadonlySet<string>) => rows.filter((row) => names.has(textOf(row, "name") ?? ""));
  return [...new Set([...named(inMessage), ...named(inModel)])].slice(0, MOST);
};
