import type { Accept, HttpRequest, HttpResponse, Send } from "../http/http.ts";
import { stringifyJson } from "../http/json.ts";
import type { Call } from "./engine.ts";

/** The requests that reading needs, against one base address. */
export interface Client {
  /** `POST {base}/{path}` with a JSON body; reads only, so it may be repeated. */
  search(path: string, body: unknown, call: Call): Promise<HttpResponse>;
  /** `GET {base}/{path}`. */
  read(path: string, accept: Accept, call: Call): Promise<HttpResponse>;
}

/** Path segments, each encoded, below the base. */
export const pathOf = (...segments: readonly string[]): string => segments.map(encodeURIComponent).join("/");

/** A client that sends through the given pipeline. */
export const client = (base: URL, send: Send): Client => {
  const request = (call: Call, path: string, rest: Pick<HttpRequest, "method" | "accept" | "headers" | "body">) => {
    call.asked?.();
    return send({
      ...rest,
      url: new URL(`${base.href.replace(/\/+$/, "")}/${path}`),
      repeatable: true,
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
    read: (path, accept, call) => request(call, path, { method: "GET", accept, headers: {} }),
  };
};
