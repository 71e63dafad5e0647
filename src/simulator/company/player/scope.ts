import type { Json, Variables } from "../expression.ts";
import { type Ticket, ticket } from "../ticket.ts";
import type { Element, Instance, Play, Variable } from "./ledger.ts";

/** Holds variables: the instance, or an element that has local ones. Inner scopes hide outer ones. */
export interface Scope {
  readonly instance: Instance;
  /** The element it belongs to; absent for the instance itself. */
  readonly element?: Element;
  readonly outer?: Scope;
  /** Which item of a multi-instance this is, from 1. */
  readonly loop?: number;
  readonly held: Map<string, Variable>;
  /** How often each element was reached. */
  readonly visits: Map<string, number>;
}

/** The scope of an instance. */
export const instanceScope = (instance: Instance): Scope => ({ instance, held: new Map(), visits: new Map() });

/** The scope of an element inside another. */
export const elementScope = (outer: Scope, element: Element, loop = outer.loop): Scope => ({
  instance: outer.instance,
  element,
  outer,
  held: new Map(),
  visits: outer.visits,
  ...(loop === undefined ? {} : { loop }),
});

/** All variables visible in a scope. */
export const seen = (scope: Scope): Variables => {
  const visible: Record<string, Json> = {};
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    for (const { name, value } of at.held.values()) if (!(name in visible)) visible[name] = value;
  }
  return visible;
};

const holderOf = (scope: Scope): Ticket => scope.element?.ticket ?? scope.instance.ticket;

/** Sets a variable in this very scope. */
export const setLocal = (play: Play, scope: Scope, name: string, value: Json, at: number): void => {
  const existing = scope.held.get(name);
  if (existing !== undefined) {
    existing.value = value;
    return;
  }
  const variable: Variable = {
    ticket: ticket(play.ledger.tickets, scope.instance.ticket.partition, at),
    instance: scope.instance,
    scope: holderOf(scope),
    name,
    value,
  };
  scope.held.set(name, variable);
  play.ledger.variables.push(variable);
};

/** Sets a variable where it exists, from the inside out, or else at the instance. */
export const propagate = (play: Play, scope: Scope, name: string, value: Json, at: number): void => {
  if (scope.held.has(name) || scope.outer === undefined) setLocal(play, scope, name, value, at);
  else propagate(play, scope.outer, name, value, at);
};

/** What a script's table says about an element here: for this item or visit, or in general. */
export const scripted = <Said>(
  table: Readonly<Record<string, Said>> | undefined,
  id: string,
  scope: Scope,
): Said | undefined => table?.[`${id}#${scope.loop ?? scope.visits.get(id)}`] ?? table?.[id];
