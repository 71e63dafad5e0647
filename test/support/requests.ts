import { onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { OperateError } from "../../src/errors.ts";
import type { HttpEvent, HttpRequest, HttpResponse } from "../../src/http/http.ts";
import { createTransport, type TransportOptions } from "../../src/http/transport.ts";

/** A repeatable search, with changes. */
export const searchAt = (origin: string, changes: Partial<HttpRequest> = {}): HttpRequest => ({
  method: "POST",
  url: new URL("/v1/incidents/search?size=1", origin),
  headers: { "content-type": "application/json" },
  body: "{}",
  accept: "json",
  repeatable: true,
  signal: new AbortController().signal,
  ...changes,
});

/** An answer as the transport gives it. */
export const answer = (status: number, body = "", headers: Record<string, string> = {}): HttpResponse => ({
  status,
  body,
  headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value]])),
});

/** A transport and what it observed; closed when the test ends. */
export const transport = (options: Partial<TransportOptions> = {}) => {
  const events: HttpEvent[] = [];
  const { send, close } = createTransport({
    certificates: {},
    observe: (event) => events.push(event),
    clock: systemClock,
    ...options,
  });
  onTestFinished(close);
  return { send, close, events };
};

/** The `OperateError` a promise rejects with. */
export const failureOf = async (promise: Promise<unknown>): Promise<OperateError> => {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (thrown: unknown) => thrown,
  );
  if (error instanceof OperateError) return error;
  throw error;
};
