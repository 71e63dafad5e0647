import type { Graph, Node } from "../model.ts";
import { conditionIsNull, noWayOut } from "./engine-errors.ts";
import type { Limit, Outcome, Play } from "./ledger.ts";
import { open } from "./ledger.ts";
import { perform, type Walk } from "./perform.ts";
import { enter, pass, raise, settle } from "./record.ts";
import { propagate, type Scope, seen } from "./scope.ts";
import { bringing, dueOf, listen, throwError } from "./work.ts";

interface Token {
  readonly node: Node;
  readonly at: number;
}

/** What a step of a token leads to. */
interface Step {
  /** Elements that are left by all their flows. */
  readonly leaves: readonly Token[];
  /** The element that a gateway chose. */
  readonly reaches?: Token;
  readonly waits: boolean;
  readonly thrown?: Outcome;
}

interface Place {
  readonly play: Play;
  readonly graph: Graph;
  readonly scope: Scope;
  readonly limit: Limit;
  readonly walk: Walk;
}

const stepOf = (node: Node, outcome: Outcome): Step => {
  if (outcome.kind === "done") return { leaves: [{ node, at: outcome.at }], waits: false };
  if (outcome.kind === "open") return { leaves: [], waits: true };
  return { leaves: [], waits: false, thrown: outcome };
};

/** An activity with the events on its boundary: timers and messages that come before it ends, errors it throws. */
const doActivity = ({ play, graph, scope, limit, walk }: Place, { node, at }: Token): Step => {
  const attached = graph.nodes.filter(({ attachedTo }) => attachedTo === node.id);
  const errors = attached.flatMap(({ event }) => (event?.kind === "error" ? [event.code] : []));
  const events = attached
    .filter(({ event }) => event?.kind !== "error")
    .map((event) => ({
      event,
      due: dueOf(play, scope, event, at, [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]),
    }))
    .sort((left, right) => left.due - right.due);
  const interruption = events.find(({ event, due }) => event.interrupting !== false && due <= limit.until);
  const catching = [...limit.catching, ...errors];
  const inner: Limit = interruption ? { until: interruption.due, cut: true, catching } : { ...limit, catching };
  const { outcome, element } = perform(play, node, scope, at, inner, walk);

  const ended = outcome.kind === "open" ? inner.until : outcome.at;
  const fired = events.filter(({ event, due }) =>
    event.interrupting === false ? due < ended : event === interruption?.event && outcome.kind === "open",
  );
  for (const { event, due } of events) {
    const ends = element.end ?? Number.POSITIVE_INFINITY;
    listen(play, { node, element, scope, at, limit }, event, due, ends);
  }
  const caught =
    outcome.kind === "thrown" && attached.find(({ event }) => event?.kind === "error" && event.code === outcome.code);
  const entered = [
    ...fired.map(({ event, due }) => ({ node: event, at: due })),
    ...(caught ? [{ node: caught, at: ended }] : []),
  ];
  for (const { node: event, at: due } of entered) pass(play, scope, event, due, limit);
  const usual = stepOf(node, outcome);
  if (caught || (interruption && outcome.kind === "open")) return { leaves: entered, waits: false };
  return { ...usual, leaves: [...usual.leaves, ...entered] };
};

/** The flow that an exclusive gateway takes, or the incident that keeps it. */
const doExclusive = ({ play, graph, scope, limit }: Place, { node, at }: Token): Step => {
  const element = enter(play, scope, node, at);
  const ways = graph.flows.filter(({ from }) => from === node.id);
  const known = seen(scope);
  const stuck = (errorType: string, message: string): Step => {
    const outcome = raise(play, element, { errorType, message, at }, limit);
    settle(element, outcome, limit);
    return stepOf(node, outcome);
  };
  for (const way of ways) {
    const holds = way.condition === undefined ? !way.fallback : way.condition.test(known);
    if (holds === null && way.condition !== undefined) {
      return stuck("EXTRACT_VALUE_ERROR", conditionIsNull(way.condition, known));
    }
    if (holds) return leave(way.id, way.to);
  }
  const fallback = ways.find((way) => way.fallback);
  return fallback === undefined ? stuck("CONDITION_ERROR", noWayOut) : leave(fallback.id, fallback.to);

  function leave(flowId: string, to: string): Step {
    settle(element, { kind: "done", at }, limit);
    scope.instance.flows.add(flowId);
    const target = graph.nodes.find(({ id }) => id === to);
    return { leaves: [], waits: false, ...(target === undefined ? {} : { reaches: { node: target, at } }) };
  }
};

/** Waits for the first of several events. */
const doEventBased = ({ play, graph, scope, limit }: Place, { node, at }: Token): Step => {
  const element = enter(play, scope, node, at);
  const events = graph.flows
    .filter(({ from }) => from === node.id)
    .flatMap(({ id, to }) => graph.nodes.filter((event) => event.id === to).map((event) => ({ flowId: id, event })))
    .map((way) => ({ ...way, due: dueOf(play, scope, way.event, at) }));
  const first = events.toSorted((left, right) => left.due - right.due)[0];
  const ends = first?.due ?? Number.POSITIVE_INFINITY;
  for (const { event, due } of events) {
    const refused = listen(play, { node, element, scope, at, limit }, event, due, ends);
    if (refused === undefined) continue;
    settle(element, refused, limit);
    return stepOf(node, refused);
  }
  if (first === undefined || first.due > limit.until) {
    settle(element, open, limit);
    return stepOf(node, open);
  }
  settle(element, { kind: "done", at: first.due }, limit);
  scope.instance.flows.add(first.flowId);
  pass(play, scope, first.event, first.due, limit);
  for (const [name, value] of Object.entries(bringing(play, scope, first.event))) {
    propagate(play, scope, name, value, first.due);
  }
  return stepOf(first.event, { kind: "done", at: first.due });
};

const doEnd = ({ play, scope, limit }: Place, { node, at }: Token): Step => {
  if (node.event?.kind !== "error") return stepOf(node, pass(play, scope, node, at, limit));
  const element = enter(play, scope, node, at);
  const outcome = throwError(play, { node, element, scope, at, limit }, node.event.code);
  settle(element, outcome, limit);
  return stepOf(node, outcome);
};

const step = (place: Place, token: Token): Step => {
  const { play, scope, limit } = place;
  const { node, at } = token;
  scope.visits.set(node.id, (scope.visits.get(node.id) ?? 0) + 1);
  switch (node.type) {
    case "START_EVENT":
    case "PARALLEL_GATEWAY":
      return stepOf(node, pass(play, scope, node, at, limit));
    case "END_EVENT":
      return doEnd(place, token);
    case "EXCLUSIVE_GATEWAY":
      return doExclusive(place, token);
    case "EVENT_BASED_GATEWAY":
      return doEventBased(place, token);
    default:
      return doActivity(place, token);
  }
};

/** Walks the tokens in the order of time until all have ended, wait for something, or an error is thrown. */
export const walk: Walk = (play, graph, scope, at, limit) => {
  const place: Place = { play, graph, scope, limit, walk };
  const tokens: Token[] = graph.nodes.filter(({ type }) => type === "START_EVENT").map((node) => ({ node, at }));
  const arrived = new Map<string, number>();
  let last = at;
  let waits = false;

  /** A parallel gateway goes on only when every incoming flow has brought a token. */
  const held = (node: Node): boolean => {
    if (node.type !== "PARALLEL_GATEWAY") return false;
    const count = (arrived.get(node.id) ?? 0) + 1;
    const expected = graph.flows.filter(({ to }) => to === node.id).length;
    arrived.set(node.id, count === expected ? 0 : count);
    return count < expected;
  };

  const arrive = (token: Token): void => {
    if (!held(token.node)) tokens.push(token);
  };

  for (;;) {
    tokens.sort((left, right) => left.at - right.at);
    const token = tokens.shift();
    if (token === undefined) return waits ? open : { kind: "done", at: last };
    const result = step(place, token);
    if (result.thrown !== undefined) return result.thrown;
    waits = waits || result.waits;
    if (result.reaches !== undefined) arrive(result.reaches);
    for (const departure of result.leaves) {
      last = Math.max(last, departure.at);
      for (const { id, from, to } of graph.flows) {
        const target = from === departure.node.id ? graph.nodes.find((node) => node.id === to) : undefined;
        if (target === undefined) continue;
        scope.instance.flows.add(id);
        arrive({ node: target, at: departure.at });
      }
    }
  }
};
