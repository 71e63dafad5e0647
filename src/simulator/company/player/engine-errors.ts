import type { Condition, Json, Variables } from "../expression.ts";

const warned = (lines: readonly string[]): string =>
  lines.length === 0 ? "" : ` The evaluation reported the following warnings:\n${lines.join("\n")}`;

const missing = (root: string, seen: Variables): string[] =>
  root === "" || root in seen ? [] : [`[NO_VARIABLE_FOUND] No variable found with name '${root}'`];

const kindOf = (value: Json): string => {
  if (value === null) return "NULL";
  if (Array.isArray(value)) return "ARRAY";
  if (typeof value === "object") return "OBJECT";
  return typeof value === "string" ? "STRING" : typeof value === "number" ? "NUMBER" : "BOOLEAN";
};

/** A condition that is neither true nor false. */
export const conditionIsNull = (condition: Condition, seen: Variables): string => {
  const warnings = missing(condition.root, seen);
  const found = condition.path.split(".").length === 1 ? seen[condition.root] : undefined;
  if (found !== undefined) {
    warnings.push(`[NOT_COMPARABLE] Can't compare '${JSON.stringify(found)}' with '${condition.operand}'`);
  }
  return `Expected result of the expression '${condition.feel}' to be 'BOOLEAN', but was 'NULL'.${warned(warnings)}`;
};

/** A gateway without a way out. */
export const noWayOut = "Expected at least one condition to evaluate to true, or to have a default flow";

/** A collection for a multi-instance that is none. */
export const notACollection = (collection: string, seen: Variables): string =>
  `Expected result of the expression '${collection}' to be 'ARRAY', but was '${kindOf(seen[collection] ?? null)}'.${warned(missing(collection, seen))}`;

/** A correlation key that is neither text nor number. */
export const noCorrelationKey = (feel: string, root: string, found: Json, seen: Variables): string =>
  `Failed to extract the correlation key for '${feel}': The value must be either a string or a number, but was '${kindOf(found)}'.${warned(missing(root, seen))}`;

/** An input or output mapping that insists on a value. */
export const mappingFailed = (target: string, feel: string): string =>
  `Assertion failure on evaluate the expression '{${target}:${feel}}': The condition is not fulfilled`;

/** A called process that is not deployed. */
export const processNotDeployed = (id: string): string =>
  `Expected process with BPMN process id '${id}' to be deployed, but not found.`;

/** A called decision that is not deployed. */
export const decisionNotDeployed = (id: string): string =>
  `Expected to evaluate decision '${id}', but no decision found for id '${id}'`;

/** A form that is not deployed. */
export const formNotDeployed = (id: string): string =>
  `Expected to find a form with id '${id}', but no form with this id is found, at least a form with this id should be available. To resolve the Incident please deploy a form with the same id`;

/** A BPMN error that nothing around it catches. */
export const errorNotCaught = (code: string, text: string | undefined, available: readonly string[]): string => {
  const said = text === undefined ? "" : ` with message '${text}'`;
  const events =
    available.length === 0
      ? "No error events are available in the scope."
      : `Available error events are [${available.join(", ")}]`;
  return `Expected to throw an error event with the code '${code}'${said}, but it was not caught. ${events}`;
};
