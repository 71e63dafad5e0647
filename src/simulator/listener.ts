import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import * as https from "node:https";
import { OperateError } from "../errors.ts";
import { empty } from "./answer.ts";
import { type Received, receive } from "./received.ts";

/** What a server needs for https, in PEM. With `ca`, a client certificate signed by it is required. */
export interface Tls {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
}

/** A server that listens. */
export interface Listener {
  /** Scheme, host and port. */
  readonly origin: string;
  /** Stops listening and cuts every connection. */
  close(): Promise<void>;
}

/** Answers one request; sees to everything, errors too. */
export type Handler = (request: Received, response: ServerResponse) => Promise<void>;

/** Listens on a port (0: any free one) of a host. */
export const listen = async (
  handle: Handler,
  options: { readonly host: string; readonly port: number; readonly tls?: Tls | undefined },
): Promise<Listener> => {
  const { host, tls } = options;
  const onRequest = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      const request = await receive(message);
      if (request === undefined) response.writeHead(empty(413).status, { connection: "close" }).end();
      else await handle(request, response);
    } catch {
      // The other side went away while it was sending.
      response.destroy();
    }
  };
  const server =
    tls === undefined
      ? createServer(onRequest)
      : https.createServer(
          { ...tls, requestCert: tls.ca !== undefined, rejectUnauthorized: tls.ca !== undefined },
          onRequest,
        );
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, host, resolve);
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new OperateError("INTERNAL", "The server has no port");
  return {
    origin: `${tls === undefined ? "http" : "https"}://${host}:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
