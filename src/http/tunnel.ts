import * as http from "node:http";
import * as https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import type { SecureContext } from "node:tls";
import type { Clock } from "../clock.ts";
import type { ProxyServer } from "../config/config.ts";
import { ProxyFailure } from "./proxy-failure.ts";

/** What a tunnel is opened with. */
export interface TunnelOptions {
  readonly proxy: ProxyServer;
  /** Host and port of the server, an IPv6 address in brackets. */
  readonly authority: string;
  /** Longest time until the proxy has given the way, in milliseconds. */
  readonly timeoutMs: number;
  readonly clock: Clock;
  /** Gives up. */
  readonly signal: AbortSignal;
  /** What a proxy that speaks TLS is trusted by; by default the authorities that Node.js trusts. */
  readonly secureContext?: SecureContext;
  /** Looks the host of the proxy up; by default as the system does. */
  readonly lookup?: LookupFunction;
}

/** Asks a proxy for the way to a server. The socket it resolves to is as one to the server itself; rejects with a `ProxyFailure`. */
export const openTunnel = ({ proxy, authority, timeoutMs, clock, signal, ...means }: TunnelOptions): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const { url, authorization } = proxy;
    const isSecure = url.protocol === "https:";
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    let isConnected = false;
    const asked = (isSecure ? https : http).request({
      host,
      // Otherwise the proxy would have to prove that it is the server in the header `host`.
      servername: isIP(host) === 0 ? host : "",
      port: Number(url.port) || (isSecure ? 443 : 80),
      method: "CONNECT",
      path: authority,
      headers: { host: authority, ...(authorization === undefined ? {} : { "proxy-authorization": authorization }) },
      agent: false,
      rejectUnauthorized: true,
      ...means,
    });
    const give = (refusal: ProxyFailure["refusal"], cause?: unknown): void => {
      end();
      reject(new ProxyFailure(proxy, refusal, cause));
      asked.destroy();
    };
    const giveUp = (): void => give("unreachable", signal.reason);
    const callOff = clock.after(timeoutMs, () =>
      isConnected
        ? give("silent")
        : give("unreachable", Object.assign(new Error("no connection in time"), { code: "ETIMEDOUT" })),
    );
    const end = (): void => {
      callOff();
      signal.removeEventListener("abort", giveUp);
    };
    signal.addEventListener("abort", giveUp, { once: true });
    asked.on("socket", (socket) => {
      socket.once(isSecure ? "secureConnect" : "connect", () => {
        isConnected = true;
      });
    });
    asked.on("connect", ({ statusCode = 0 }, socket, head) => {
      if (statusCode < 200 || statusCode > 299) {
        socket.destroy();
        give(statusCode);
        return;
      }
      // Through a tunnel the server waits to be asked, so what comes by itself comes from something that is no proxy.
      if (head.length > 0) {
        socket.destroy();
        give("no proxy");
        return;
      }
      end();
      resolve(socket);
    });
    // Whatever answers with a body to this is no proxy that gives ways, but its status tells why.
    asked.on("response", ({ statusCode = 0 }) => give(statusCode));
    asked.on("error", (cause: NodeJS.ErrnoException) =>
      give(cause.code?.startsWith("HPE_") === true ? "no proxy" : "unreachable", cause),
    );
    asked.end();
  });
