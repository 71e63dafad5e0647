import type { Clock } from "../clock.ts";
import { type Answer, empty, springError } from "./answer.ts";
import { answerNewer, answerOlder, isGone } from "./api.ts";
import { deliver } from "./deliver.ts";
import { effectOf } from "./fault-answer.ts";
import type { Fault } from "./faults.ts";
import type { Entry } from "./journal.ts";
import type { Handler } from "./listener.ts";
import type { Gate, Proof, Visitor } from "./login/gate.ts";
import { bodyOf, type Received } from "./received.ts";
import type { Served } from "./served.ts";
import { reaches } from "./v1/quirks.ts";

/** What answers requests, and can tell what they prove before it does. */
export interface Answerer {
  answer(request: Received): Answer;
  proof(request: Received): Proof | undefined;
}

const NOBODY: Visitor = { proof: "none", name: undefined };

/** The cluster itself: its context path, its gate, then its APIs. */
export const answerer = (api: Served, gate: Gate): Answerer => {
  const { context } = api;
  const answerInside = reaches(api.version, "8.8") ? answerNewer : answerOlder;
  const inside = (request: Received): Received | undefined => {
    if (request.path !== context && !request.path.startsWith(`${context}/`)) return undefined;
    return { ...request, path: request.path.slice(context.length) || "/" };
  };
  return {
    answer: (request) => {
      const inner = inside(request);
      if (inner === undefined) return empty(404);
      if (isGone(api, inner)) return springError(404, request.path, api.now());
      const stopped = gate.stop(inner);
      if (stopped !== undefined) return stopped;
      api.runtime.settle();
      const answer = answerInside(api, inner, gate.visitor(inner) ?? NOBODY);
      return { ...answer, headers: { ...answer.headers, ...gate.headers(inner) } };
    },
    proof: (request) => {
      const inner = inside(request);
      return inner && gate.visitor(inner)?.proof;
    },
  };
};

/** Puts journal and faults around what answers, and sends the answers. */
export const server =
  (around: {
    readonly api: Served;
    readonly record: (entry: Omit<Entry, "status">) => (status: number) => void;
    readonly take: (request: Received) => Fault | undefined;
    readonly clock: Clock;
  }) =>
  (inner: Answerer): Handler =>
  (request, response) => {
    const { method, path, query, headers } = request;
    const note = around.record({
      at: around.clock.wall(),
      method,
      path,
      query: query.toString(),
      headers,
      body: bodyOf(request),
      login: inner.proof(request),
    });
    const { answer, wire } = effectOf(around.take(request), request, around.api);
    const given = answer ?? inner.answer(request);
    if (wire?.kind !== "silence" && wire?.kind !== "garbage") note(given.status);
    return deliver(response, given, wire, around.clock);
  };
