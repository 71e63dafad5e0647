import { createServer, type IncomingHttpHeaders } from "node:http";
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

/** A real HTTP server for one test, with the journal of all it was asked. */
export const serve = async (
  answer: (asked: Asked) => Reply | Promise<Reply>,
): Promise<{ url: URL; asked: Asked[] }> => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "", headers } = request;
    const got = { method, path: url, headers, body: await text(request) };
    asked.push(got);
    const { status = 200, headers: sent = {}, body = "" } = await answer(got);
    response.writeHead(status, sent).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server listens on no port");
  return { url: new URL(`http://127.0.0.1:${address.port}`), asked };
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
