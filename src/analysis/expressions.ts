import type { ElementFacts } from "../bpmn/element-facts.ts";

/** Everything in a text that could be the name of a variable. */
export const namesIn = (text: string): ReadonlySet<string> => new Set(text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []);

/** The expressions that the engine evaluates at an element, in one text; empty where nothing is known of it. */
export const expressionsAt = (facts: ElementFacts | undefined): string => {
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

/** What a message quotes: expressions and names, mostly. */
const QUOTED = /'[^']*'|"[^"]*"/g;

/** The names that an error is most likely about, the likeliest first: those that its message quotes, then those of the expressions. */
export const namesBehind = (message: string, facts: ElementFacts | undefined): readonly string[] => {
  const quoted = (message.match(QUOTED) ?? []).join(" ");
  return [...new Set([quoted, expressionsAt(facts), message].flatMap((text) => [...namesIn(text)]))];
};
