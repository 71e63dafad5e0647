import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { Send } from "../../src/http/http.ts";
import { createTransport } from "../../src/http/transport.ts";

/** A request as the server got it. */
export interface Asked {
  readonly method: string;
  /** Path with query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the server answers: 200 without headers and body unless said otherwise. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string;
}

/** A JSON answer. */
export const json = (value: unknown, status = 200): Reply => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(value),
});

/** Lets a listener serve a free port of 127.0.0.1 until the test is over. */
export const listen = async (listener: RequestListener): Promise<URL> => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return new URL(`http://127.0.0.1:${address.port}`);
};

/** A real HTTP server for one test, with the journal of all it was asked. */
export const serve = async (
  answer: (asked: Asked) => Reply | Promise<Reply>,
): Promise<{ url: URL; asked: Asked[] }> => {
  const asked: Asked[] = [];
  const url = await listen(async (request, response) => {
    const { method = "", url: path = "", headers } = request;
    const got = { method, path, headers, body: await text(request) };
    asked.push(got);
    const { status = 200, headers: sent = {}, body = "" } = await answer(got);
    response.writeHead(status, sent).end(body);
  });
  return { url, asked };
};

/** The real transport, closed when the test is over. */
export const wire = (connections = 8): Send => {
  const { send, close } = createTransport({
    certificates: {},
    observe: () => undefined,
    clock: systemClock,
    connections,
  });
  onTestFinished(close);
  return send;
};
