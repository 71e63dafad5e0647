import type { Proxies } from "../config/config.ts";
import { proxyFor } from "../config/proxy-for.ts";
import { openTunnel, type TunnelOptions } from "./tunnel.ts";
import type { buildConnector } from "./undici.ts";

/** Connects to servers through the proxy that is meant for each, and directly where there is none. */
export const proxyConnector =
  (options: {
    readonly proxies: Proxies;
    /** Connects, or puts TLS on a socket that leads to the server. */
    readonly direct: buildConnector.connector;
    readonly tunnel: Omit<TunnelOptions, "proxy" | "authority">;
  }): buildConnector.connector =>
  (to, done) => {
    const { proxies, direct, tunnel } = options;
    const { protocol, host = to.hostname, port } = to;
    const isSecure = protocol === "https:";
    const proxy = proxyFor(new URL(`${protocol}//${host}`), proxies);
    if (proxy === undefined) {
      direct(to, done);
      return;
    }
    const authority = port === "" ? `${host}:${isSecure ? 443 : 80}` : host;
    openTunnel({ ...tunnel, proxy, authority }).then(
      (socket) => {
        if (!isSecure) {
          done(null, socket);
          return;
        }
        direct({ ...to, httpSocket: socket }, (...outcome) => {
          if (outcome[0] !== null) socket.destroy();
          done(...outcome);
        });
      },
      (error: Error) => done(error, null),
    );
  };
