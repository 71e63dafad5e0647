import { elementFacts } from "../../bpmn/element-facts.ts";
import type { Row } from "../../camunda/engine.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { rowsOf, textOf } from "../read.ts";
import type { Gathering } from "./standing.ts";
import type { Standing, Wait } from "./waits.ts";

const MOST = 10;
const MOST_READ = 300;

const expressionsAt = ({ model }: Standing, elementId: string): string => {
  const facts = model === undefined ? undefined : elementFacts(model, elementId);
  if (facts === undefined) return "";
  const { element, outgoing } = facts;
  return [
    ...(element.inputs ?? []).map(({ source }) => source),
    ...(element.outputs ?? []).map(({ source }) => source),
    ...outgoing.map(({ condition }) => condition),
    element.script?.expression,
    element.multiInstance?.inputCollection,
    element.event?.kind === "message" ? element.event.correlationKey : undefined,
    element.job?.type,
  ].join(" ");
};

const namesIn = (text: string): ReadonlySet<string> => new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);

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
  const inModel = namesIn(typeof elementId === "string" ? expressionsAt(standing, elementId) : "");
  const rows = found?.rows ?? [];
  const named = (names: ReadonlySet<string>) => rows.filter((row) => names.has(textOf(row, "name") ?? ""));
  return [...new Set([...named(inMessage), ...named(inModel)])].slice(0, MOST);
};
