import type { Socket } from "node:net";
import type { ProxyServer } from "../../config/config.ts";
import { proxyFor } from "../../config/proxy-for.ts";
import type { OperateError } from "../../errors.ts";
import { networkFailure } from "../../http/network-failure.ts";
import { secureContext } from "../../http/secure-context.ts";
import { openTunnel } from "../../http/tunnel.ts";
import type { Patient } from "./patient.ts";
import type { Place } from "./places.ts";

/** Longest wait for a connection, as long as that of a call. */
export const CONNECT_MS = 5_000;

/** The proxy that calls go through to a place; undefined where they go directly. */
export const proxyTo = ({ url }: Place, { config }: Patient): ProxyServer | undefined => proxyFor(url, config.proxies);

/** Asks a proxy for the way to a place, as a call does; rejects with a `ProxyFailure`. */
export const tunnelTo = async ({ url, port }: Place, proxy: ProxyServer, patient: Patient): Promise<Socket> => {
  const { config, world, call, lookup } = patient;
  const { ca } = config.certificates;
  const trust = ca === undefined ? {} : { secureContext: await secureContext({ ca }) };
  const authority = `${url.hostname}:${port}`;
  const bounds = { timeoutMs: CONNECT_MS, clock: world.clock, signal: call.signal };
  return openTunnel({ proxy, authority, lookup, ...bounds, ...trust });
};

/** A failure of the network in the words that calls use for it. */
export const inWords = (cause: unknown, place: Place, patient: Patient): OperateError => {
  const proxy = proxyTo(place, patient)?.variable;
  return networkFailure(cause, {
    request: "",
    origin: place.url.origin,
    answered: false,
    clientCertificate: patient.config.certificates.cert !== undefined,
    ...(proxy === undefined ? {} : { proxy }),
  });
};
