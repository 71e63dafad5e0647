import * as http from "node:http";
import * as https from "node:https";
import { connect } from "node:net";
import type { Duplex } from "node:stream";
import { TLSSocket } from "node:tls";
import { onTestFinished } from "vitest";
import type { Pair } from "./certificates.ts";

/** What a proxy of a test does with a CONNECT: gives the way, answers with a status, is silent, or hangs up; or it is none at all. */
export type Behaviour = "open" | "silent" | "closed" | keyof typeof NO_PROXY | number;

/** What comes from something that is no proxy: a page for everything that is asked, and bytes that are not HTTP. */
const NO_PROXY = {
  page: "HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html><h1>Welcome</h1></html>",
  garbage: "SSH-2.0-OpenSSH_9.6\r\n",
} as const;

/** A running proxy. */
export interface TestProxy {
  /** e.g. `http://127.0.0.1:1234`. */
  readonly url: string;
  /** The same with user and password, as one writes it into a variable. */
  as(user: string, password?: string): string;
  /** Every CONNECT: where to, and with which `Proxy-Authorization`. */
  readonly asked: readonly { readonly authority: string; readonly authorization?: string }[];
  /** Every request that was sent to the proxy itself instead of through it. */
  readonly requested: readonly string[];
  /** Whether each CONNECT came with a client certificate. */
  readonly certified: readonly boolean[];
  /** Resolves when nobody is connected any more. */
  idle(): Promise<void>;
  /** Resolves when somebody asks for the next way. */
  next(): Promise<void>;
}

/** A proxy on 127.0.0.1 for one test. Every host name is this machine to it, so that a cluster may have any name. */
export const testProxy = async (
  behave: Behaviour | ((asked: http.IncomingMessage) => Behaviour) = "open",
  tls?: Pair,
): Promise<TestProxy> => {
  const asked: { authority: string; authorization?: string }[] = [];
  const requested: string[] = [];
  const waiting: (() => void)[] = [];
  const certified: boolean[] = [];
  const sockets = new Set<Duplex>();
  const keep = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  };
  const server =
    tls === undefined
      ? http.createServer()
      : https.createServer({ ...tls, requestCert: true, rejectUnauthorized: false });
  server.on("request", ({ method, url }, answer) => {
    requested.push(`${method} ${url}`);
    answer.writeHead(400).end();
  });
  server.on("connect", (request: http.IncomingMessage, socket: Duplex) => {
    keep(socket);
    const { url: authority = "", headers } = request;
    const authorization = headers["proxy-authorization"];
    asked.push({ authority, ...(authorization === undefined ? {} : { authorization }) });
    certified.push(socket instanceof TLSSocket && Object.keys(socket.getPeerCertificate()).length > 0);
    for (const go of waiting.splice(0)) go();
    const behaviour = typeof behave === "function" ? behave(request) : behave;
    if (behaviour === "silent") {
      // Only what is read notices that the other side has gone.
      socket.resume().on("end", () => socket.end());
      return;
    }
    if (behaviour === "closed") {
      socket.destroy();
      return;
    }
    if (behaviour === "page" || behaviour === "garbage") {
      socket.write(NO_PROXY[behaviour]);
      return;
    }
    if (typeof behaviour === "number") {
      socket.end(`HTTP/1.1 ${behaviour} Whatever\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const onward = connect({ host: "127.0.0.1", port: Number(authority.split(":").at(-1)) }, () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      onward.pipe(socket).pipe(onward);
    });
    keep(onward);
    onward.on("close", () => socket.destroy());
    socket.on("close", () => onward.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const host = `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
  const scheme = tls === undefined ? "http" : "https";
  return {
    asked,
    requested,
    certified,
    idle: async () => {
      await Promise.all([...sockets].map((socket) => new Promise<void>((resolve) => socket.on("close", resolve))));
    },
    url: `${scheme}://${host}`,
    as: (user, password) =>
      `${scheme}://${[user, ...(password === undefined ? [] : [password])].map(encodeURIComponent).join(":")}@${host}`,
    next: () => new Promise((resolve) => waiting.push(resolve)),
  };
};

/** The same address under another host name, which only a proxy of a test leads to. */
export const under = (host: string, address: string): string => {
  const url = new URL(address);
  url.hostname = host;
  return url.href.replace(/\/$/, "");
};
