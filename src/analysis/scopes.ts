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
}

/** Scopes from the inside out: the element itself, the sub-processes around it, the instance. */
const scopesOf = ({ processInstanceKey, elementInstanceKey, facts, elements }: Place): readonly string[] => {
  const around = (facts?.scopes ?? []).flatMap(({ id }) => {
    const running = elements.filter((row) => row["elementId"] === id && row["type"] !== "MULTI_INSTANCE_BODY");
    // Of several runs of a sub-process only the cluster knows which one is around the element.
    return running.length === 1 ? [textOf(running[0], "elementInstanceKey") ?? ""] : [];
  });
  return [elementInstanceKey, ...around, processInstanceKey];
};

/** What is seen from a place: of a name in several scopes only the innermost. */
export const visibleAt = (place: Place, variables: readonly Row[]): readonly Row[] => {
  const seen = new Set<string>();
  return scopesOf(place).flatMap((scope) =>
    variables.filter((row) => {
      const name = textOf(row, "name") ?? "";
      const isSeen = row["scopeKey"] === scope && !seen.has(name);
      if (isSeen) seen.add(name);
      return isSeen;
    }),
  );
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
