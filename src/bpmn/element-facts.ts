import type { Element, Flow, Model, Process } from "./model.ts";

/** One element and what in the model bears on it. */
export interface ElementFacts {
  readonly element: Element;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  /** Boundary events that sit on it. */
  readonly boundaryEvents: readonly Element[];
  /** Elements that its sequence flows lead to. */
  readonly following: readonly Element[];
  /** Sub-processes around it, innermost first. */
  readonly scopes: readonly Element[];
  /** The process around all of them. */
  readonly process: Process | undefined;
}

/** The facts of one element; undefined when the model holds none of this id. */
export const elementFacts = (model: Model, elementId: string): ElementFacts | undefined => {
  const byId = new Map(model.elements.map((element) => [element.id, element]));
  const element = byId.get(elementId);
  if (element === undefined) return undefined;
  // A set, because ids that a broken model holds twice could lead in a circle.
  const scopes = new Set<Element>();
  for (let scope = byId.get(element.parent); scope && !scopes.has(scope); scope = byId.get(scope.parent)) {
    scopes.add(scope);
  }
  const outgoing = model.flows.filter(({ source }) => source === elementId);
  return {
    element,
    incoming: model.flows.filter(({ target }) => target === elementId),
    outgoing,
    following: outgoing.flatMap(({ target }) => byId.get(target) ?? []),
    boundaryEvents: model.elements.filter(({ attachedTo }) => attachedTo === elementId),
    scopes: [...scopes],
    process: model.processes.find(({ id }) => id === element.process),
  };
};
