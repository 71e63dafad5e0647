import type { ElementFacts } from "../bpmn/element-facts.ts";
import type { Row } from "../camunda/engine.ts";
import { expressionsAt, namesIn } from "./expressions.ts";
import { textOf } from "./read.ts";

/** Where in a process instance a token stands. */
export interface Place {
  readonly processInstanceKey: string;
  readonly elementInstanceKey: string;
  readonly facts: ElementFacts | undefined;
  /** Active element instances of the process instance. */
  readonly elements: readonly Row[];
  /** By the id of a sub-process that runs several times at once, the run that the token is in; where it is known. */
  readonly around?: ReadonlyMap<string, string>;
}

/** The runs of a sub-process that are under way. */
export const runsOf = (id: string, elements: readonly Row[]): readonly string[] =>
  elements
    .filter((row) => row["elementId"] === id && row["type"] !== "MULTI_INSTANCE_BODY")
    .flatMap((row) => textOf(row, "elementInstanceKey") ?? []);

/** Scopes from the inside out: the element itself, the sub-processes around it, the instance. Several keys: it is one of them. */
const scopesOf = ({ processInstanceKey, elementInstanceKey, facts, elements, around }: Place) => {
  const inside = (facts?.scopes ?? []).map(({ id }): readonly string[] => {
    const run = around?.get(id);
    return run === undefined ? runsOf(id, elements) : [run];
  });
  return [[elementInstanceKey], ...inside, [processInstanceKey]];
};

/** Whether a sub-process around the place runs several times at once, and it is not known which of them it is. */
export const isUnclear = (place: Place): boolean => scopesOf(place).some(({ length }) => length > 1);

/** What the reader has to know about a place that is unclear. */
export const UNCLEAR_RUN =
  "A sub-process around the element runs several times at once, and which run it is in is not known: variables of these runs are left out, and outer ones of the same names.";

/**
 * What is seen from a place: of a name in several scopes only the innermost. Of a scope that is not clear nothing is said to be
 * seen, and nothing further out that it may hide.
 */
export const visibleAt = (place: Place, variables: readonly Row[]): readonly Row[] => {
  const seen = new Set<string>();
  return scopesOf(place).flatMap((keys) => {
    const here = variables.filter((row) => keys.includes(textOf(row, "scopeKey") ?? ""));
    const shown = keys.length > 1 ? [] : here.filter((row) => !seen.has(textOf(row, "name") ?? ""));
    for (const row of here) seen.add(textOf(row, "name") ?? "");
    return shown;
  });
};

/** Variables that a message names; where it names none of them, those that the expressions of the element use. */
export const bearingOn = (
  message: string,
  facts: ElementFacts | undefined,
  visible: readonly Row[],
): readonly Row[] => {
  const named = (text: string): readonly Row[] => {
    const names = namesIn(text);
    return visible.filter((row) => names.has(textOf(row, "name") ?? ""));
  };
  const inMessage = named(message);
  return inMessage.length > 0 ? inMessage : named(expressionsAt(facts));
};
