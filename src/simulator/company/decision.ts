import type { Expression, Json, Variables } from "./expression.ts";

/** One cell of a decision table: its FEEL text and what it accepts. */
export interface Test {
  readonly feel: string;
  readonly accepts: (input: Json) => boolean;
}

/** One input column of a decision table. */
export interface Input {
  readonly id: string;
  readonly label: string;
  readonly expression: Expression;
  readonly type: "string" | "number" | "boolean";
}

/** One row of a decision table. */
export interface Rule {
  readonly id: string;
  readonly tests: readonly Test[];
  readonly output: Json;
}

/** A decision table with hit policy FIRST and one output column. */
export interface Decision {
  readonly id: string;
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly output: { readonly id: string; readonly name: string; readonly type: "string" | "number" | "boolean" };
  readonly rules: readonly Rule[];
  /** Id of the decision whose result is an input of this one. */
  readonly requires?: string;
}

/** A decision requirements graph: one DMN file. A decision stands behind those it requires. */
export interface Requirements {
  readonly id: string;
  readonly name: string;
  readonly decisions: readonly Decision[];
}

/** What one decision found when it was evaluated; `failure` instead of a result when it could not be. */
export interface Evaluation {
  readonly decision: Decision;
  readonly inputs: readonly { readonly input: Input; readonly value: Json }[];
  readonly matched?: { readonly rule: Rule; readonly index: number };
  readonly result: Json;
  readonly failure?: string;
}

/** Accepts every input, also none. */
export const anything: Test = { feel: "-", accepts: () => true };
/** Accepts one text. */
export const exactly = (text: string): Test => ({ feel: JSON.stringify(text), accepts: (input) => input === text });
/** Accepts some texts. */
export const oneOf = (...texts: readonly string[]): Test => ({
  feel: texts.map((text) => JSON.stringify(text)).join(","),
  accepts: (input) => typeof input === "string" && texts.includes(input),
});
/** Accepts numbers up to a limit. */
export const upTo = (limit: number): Test => ({
  feel: `<= ${limit}`,
  accepts: (input) => typeof input === "number" && input <= limit,
});
/** Accepts numbers above a limit. */
export const over = (limit: number): Test => ({
  feel: `> ${limit}`,
  accepts: (input) => typeof input === "number" && input > limit,
});

const assertionFailure = (id: string, feel: string): string =>
  `Expected to evaluate decision '${id}', but Assertion failure on evaluate the expression '${feel}': The condition is not fulfilled`;

const evaluateOne = (decision: Decision, seen: Variables, asked: string): Evaluation => {
  const inputs: { input: Input; value: Json }[] = [];
  for (const input of decision.inputs) {
    const value = input.expression.of(seen);
    if (value === null && input.expression.insists) {
      return { decision, inputs, result: null, failure: assertionFailure(asked, input.expression.feel) };
    }
    inputs.push({ input, value });
  }
  const index = decision.rules.findIndex((rule) =>
    rule.tests.every((test, column) => test.accepts(inputs[column]?.value ?? null)),
  );
  const rule = decision.rules[index];
  return rule === undefined
    ? { decision, inputs, result: null }
    : { decision, inputs, matched: { rule, index: index + 1 }, result: rule.output };
};

/** Evaluates a decision after those it requires, in that order; the list ends early at one that fails. */
export const evaluate = (requirements: Requirements, id: string, seen: Variables, asked = id): Evaluation[] => {
  const decision = requirements.decisions.find((candidate) => candidate.id === id);
  if (decision === undefined) return [];
  const before = decision.requires === undefined ? [] : evaluate(requirements, decision.requires, seen, asked);
  const last = before.at(-1);
  if (last?.failure !== undefined) return before;
  const known = last === undefined ? seen : { ...seen, [last.decision.output.name]: last.result };
  return [...before, evaluateOne(decision, known, asked)];
};
