import type { ElementFacts } from "../bpmn/element-facts.ts";
import type { Model } from "../bpmn/model.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { decisionInstance } from "../camunda/entities/decision-instance.ts";
import { expressionsAt, namesIn } from "./expressions.ts";
import { rowsOf, textOf } from "./read.ts";

/** Evaluations of decisions behind an incident, and what was put into the newest of them. */
export interface DecisionsBehind {
  /** Newest first. */
  readonly evaluations: readonly Row[];
  readonly inputs: readonly Row[];
}

const MOST_READ = 100;
const MOST_SHOWN = 5;

/** Errors of expressions: a decision may have put what they work on into a variable. */
const OF_EXPRESSIONS: readonly string[] = ["CONDITION_ERROR", "EXTRACT_VALUE_ERROR", "IO_MAPPING_ERROR"];

/** Ids of the decisions whose result goes into one of the variables, by the model. */
const decisionsInto = (names: ReadonlySet<string>, model: Model): ReadonlySet<string> =>
  new Set(
    model.elements.flatMap(({ decision, outputs = [] }) => {
      const into = [decision?.resultVariable ?? "", ...outputs.map(({ target }) => target)];
      return decision?.decisionId !== undefined && into.some((name) => names.has(name)) ? [decision.decisionId] : [];
    }),
  );

/** Whether decisions can be behind an error of this type. */
export const mayBeOfDecision = (errorType: string): boolean =>
  errorType.includes("DECISION") || OF_EXPRESSIONS.includes(errorType);

/**
 * The evaluations that failed where the error is one of decisions; otherwise those whose result went into a variable that the
 * failing expression or message names.
 */
export const decisionsBehind = async (
  engine: Engine,
  incident: Row,
  { model, facts }: { readonly model: Model | undefined; readonly facts: ElementFacts | undefined },
  call: Call,
): Promise<DecisionsBehind> => {
  const failed = (textOf(incident, "errorType") ?? "").includes("DECISION");
  const filter = { processInstanceKey: textOf(incident, "processInstanceKey") ?? "" };
  const names = namesIn(`${textOf(incident, "errorMessage")} ${expressionsAt(facts)}`);
  const ids = failed || model === undefined ? new Set<string>() : decisionsInto(names, model);
  if (!failed && ids.size === 0) return { evaluations: [], inputs: [] };
  const { rows } = await rowsOf(
    engine,
    decisionInstance,
    {
      filter: failed ? { ...filter, state: "FAILED" } : filter,
      sort: [{ field: "evaluationDate", order: "DESC" }],
      limit: MOST_READ,
    },
    call,
  );
  const evaluations = rows
    .filter((row) => failed || ids.has(textOf(row, "decisionDefinitionId") ?? ""))
    .slice(0, MOST_SHOWN);
  const key = textOf(evaluations[0], decisionInstance.key);
  const newest = key === undefined ? undefined : await engine.get(decisionInstance, key, call);
  return { evaluations, inputs: newest?.lists["evaluatedInputs"] ?? [] };
};
