import net, { type Socket } from "node:net";
import tlsModule, { type TlsOptions } from "node:tls";
import { onTestFinished } from "vitest";

/** What the server does next on a connection. After the last step it does nothing more. */
export type Step =
  /** Waits until one more request has arrived as a whole. */
  | "request"
  | { readonly bytes: string | Uint8Array }
  /** Sends so many bytes, as fast as the other side takes them. */
  | { readonly flood: number }
  /** Waits for something of the test. */
  | { readonly until: Promise<unknown> }
  /** Sends one byte after the other until the connection ends. */
  | "drip"
  /** Ends the connection in an orderly way. */
  | "fin"
  /** Breaks it. */
  | "rst";

export interface FaultServer {
  readonly origin: string;
  readonly port: number;
  /** Every request as it arrived, head and body, in the order of arrival. */
  readonly requests: readonly string[];
  /** Connections so far. */
  connections(): number;
  /** Bytes handed to the network so far. */
  sent(): number;
  /** Resolves when so many requests have arrived. */
  received(count: number): Promise<void>;
  /** Resolves when there have been so many connections. */
  connected(count: number): Promise<void>;
  /** Resolves when so many connections have been closed. */
  closed(count: number): Promise<void>;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

/** A whole HTTP answer that leaves the connection open. */
export const http = (status: string, headers: Record<string, string>, body = ""): Step => {
  const lines = Object.entries({ ...headers, "content-length": String(Buffer.byteLength(body)) });
  return {
    bytes: `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`,
  };
};

/** A whole JSON answer. */
export const json = (body: string, status = "200 OK"): Step =>
  http(status, { "content-type": "application/json" }, body);

/** The end of the first whole request in `text`; -1 when it is still incomplete. */
const endOfRequest = (text: string): number => {
  const head = text.indexOf("\r\n\r\n");
  if (head === -1) return -1;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
  return text.length >= head + 4 + length ? head + 4 + length : -1;
};

/** Something to wait for until it is true, checked whenever something happened. */
const condition = () => {
  const waiting = new Set<() => void>();
  return {
    changed: () => {
      for (const check of [...waiting]) check();
    },
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const check = () => {
          if (!holds()) return;
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      }),
  };
};

/**
 * A server on a free port of 127.0.0.1 that follows a script on each connection (counted from 0), over TLS when options for
 * that are given. It is closed when the test ends.
 */
export const faultServer = async (
  script: (connection: number) => Iterable<Step>,
  tls?: TlsOptions,
): Promise<FaultServer> => {
  const requests: string[] = [];
  const open = new Set<Socket>();
  const { changed, until } = condition();
  let connections = 0;
  let sent = 0;
  let closed = 0;

  const serve = async (socket: Socket, steps: Iterable<Step>): Promise<void> => {
    let unread = "";
    let arrived = 0;
    socket.on("error", () => undefined);
    socket.on("close", () => {
      open.delete(socket);
      changed();
    });
    socket.on("data", (data) => {
      unread += data.toString("latin1");
      for (let end = endOfRequest(unread); end !== -1; end = endOfRequest(unread)) {
        requests.push(unread.slice(0, end));
        unread = unread.slice(end);
        arrived++;
      }
      changed();
    });
    const write = (data: string | Uint8Array) =>
      new Promise<void>((resolve) => {
        socket.write(data, () => {
          sent += data.length;
          resolve();
        });
      });
    let awaited = 0;
    for (const step of steps) {
      if (step === "request") {
        awaited++;
        const wanted = awaited;
        await until(() => arrived >= wanted || socket.destroyed);
      } else if (step === "fin") socket.end();
      else if (step === "rst") socket.resetAndDestroy();
      else if (step === "drip") {
        while (!socket.destroyed) {
          await write("x");
          await new Promise((resolve) => setImmediate(resolve));
        }
      } else if ("bytes" in step) await write(step.bytes);
      else if ("until" in step) await step.until;
      else for (let left = step.flood; left > 0 && !socket.destroyed; left -= 65_536) await write("x".repeat(65_536));
      if (socket.destroyed) return;
    }
  };

  const accept = (socket: Socket): void => {
    void serve(socket, script(connections++));
    changed();
  };
  const server = tls === undefined ? net.createServer() : tlsModule.createServer(tls, accept);
  server.on("connection", (socket: Socket) => {
    open.add(socket);
    socket.on("close", () => {
      open.delete(socket);
      closed += 1;
      changed();
    });
    socket.on("error", () => undefined);
    if (tls === undefined) accept(socket);
  });
  server.on("tlsClientError", () => undefined);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the server has no port");
  return {
    origin: `${tls === undefined ? "http" : "https"}://127.0.0.1:${address.port}`,
    port: address.port,
    requests,
    connections: () => connections,
    sent: () => sent,
    received: (count) => until(() => requests.length >= count),
    connected: (count) => until(() => connections >= count),
    closed: (count) => until(() => closed >= count),
    idle: () => until(() => open.size === 0),
  };
};
