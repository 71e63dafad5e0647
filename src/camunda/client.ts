import type { Accept, HttpRequest, HttpResponse, Send } from "../http/http.ts";
import { stringifyJson } from "../http/json.ts";
import { withDoubt } from "./doubt.ts";
import type { Call } from "./engine.ts";

/** One change as the API is told of it. */
export interface WriteRequest {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE";
  /** Below the base. */
  readonly path: string;
  readonly body?: unknown;
}

/** Root element of every XML document that either API has: BPMN and DMN models. */
const MODEL_ROOT = "definitions";

/** The requests of an engine, against one base address. */
export interface Client {
  /** `POST {base}/{path}` with a JSON body; reads only, so it may be repeated. */
  search(path: string, body: unknown, call: Call): Promise<HttpResponse>;
  /** `GET {base}/{path}`; XML has to be a model. */
  read(path: string, accept: Accept, call: Call): Promise<HttpResponse>;
  /** Asks for one change; sent once, whatever becomes of it (and once more where the credential was refused). */
  write(request: WriteRequest, call: Call): Promise<void>;
}

/** Halves of surrogate pairs, which no address can hold. */
const HALVES = /\p{Cs}/gu;

/** Path segments, each encoded, below the base. */
export const pathOf = (...segments: readonly string[]): string =>
  segments.map((segment) => encodeURIComponent(segment.replace(HALVES, "\ufffd"))).join("/");

/** A client that sends through the given pipeline. */
export const client = (base: URL, send: Send): Client => {
  const request = (
    call: Call,
    path: string,
    rest: Pick<HttpRequest, "method" | "accept" | "root" | "headers" | "body" | "goesOut">,
    repeatable = true,
  ) => {
    call.asked?.();
    return send({
      ...rest,
      url: new URL(`${base.href.replace(/\/+$/, "")}/${path}`),
      repeatable,
      signal: call.signal,
    });
  };
  return {
    search: (path, body, call) =>
      request(call, path, {
        method: "POST",
        accept: "json",
        headers: { "content-type": "application/json" },
        body: stringifyJson(body),
      }),
    read: (path, accept, call) =>
      request(call, path, { method: "GET", accept, ...(accept === "xml" ? { root: MODEL_ROOT } : {}), headers: {} }),
    async write({ method, path, body }, call) {
      const content =
        body === undefined
          ? { headers: {} }
          : { headers: { "content-type": "application/json" }, body: stringifyJson(body) };
      let isOut = false;
      const goesOut = (is: boolean) => {
        isOut = is;
      };
      try {
        await request(call, path, { method, accept: "done", ...content, goesOut }, false);
      } catch (error) {
        throw withDoubt(error, isOut);
      }
    },
  };
};
