import type { LookupFunction } from "node:net";
import { REQUESTS } from "../bounded.ts";
import type { Clock } from "../clock.ts";
import type { Certificates, Proxies } from "../config/config.ts";
import { proxyFor } from "../config/proxy-for.ts";
import { OperateError } from "../errors.ts";
import {
  type Accept,
  type HttpRequest,
  type HttpResponse,
  named,
  type Observe,
  type Send,
  UnreadableBody,
} from "./http.ts";
import { networkFailure } from "./network-failure.ts";
import { oldestTls, secureContext } from "./secure-context.ts";
import type { Agent, request } from "./undici.ts";

const MEBIBYTE = 1024 * 1024;
/** An idle connection is given up after this, or when a `Keep-Alive` header asks for it, up to the longest. */
const KEEP_ALIVE_MS = 4000;
const LONGEST_KEEP_ALIVE_MS = 60_000;

/** Operate answers XML as `text/xml` and may refuse a request that names another type, so for XML anything is asked for. */
const ACCEPT: Readonly<Record<Accept, string>> = {
  json: "application/json, application/problem+json, */*;q=0.1",
  xml: "*/*",
  done: "application/json, application/problem+json, */*;q=0.1",
};

/** How to reach the cluster; all times in milliseconds. */
export interface TransportOptions {
  readonly certificates: Certificates;
  /** Authorities trusted beside `certificates.ca`, PEM text each (those Node ships with). */
  readonly publicAuthorities?: readonly string[];
  /** Absent: every server is reached directly. */
  readonly proxies?: Proxies | undefined;
  /** Looks host names up; by default as the system does. */
  readonly lookup?: LookupFunction | undefined;
  /** Called once per try, when it is over. */
  readonly observe: Observe;
  readonly clock: Clock;
  /** Most connections to one origin (9: those of the requests to the API, and one for a login); further requests wait. */
  readonly connections?: number;
  /** Longest time to connect, TLS included (5 s). */
  readonly connectTimeoutMs?: number;
  /** Longest silence before the headers, and between two pieces of the body (15 s). */
  readonly headersTimeoutMs?: number;
  /** Largest body in bytes (8 MiB). */
  readonly maxBodyBytes?: number;
}

interface Undici {
  readonly agent: Agent;
  readonly request: typeof request;
}

/** How sockets are opened: by undici itself, or with a proxy before it where proxies are to be used. */
const connecting = async (options: TransportOptions, closing: AbortSignal) => {
  const { certificates, publicAuthorities, proxies, lookup, clock, connectTimeoutMs: timeout = 5000 } = options;
  const { ca } = certificates;
  const custom = Object.values(certificates).some((value) => value !== undefined);
  const named = lookup === undefined ? {} : { lookup };
  const trust = custom ? { secureContext: await secureContext(certificates, publicAuthorities) } : {};
  // Said here, as Node.js takes the word of an environment variable where nothing is said.
  const direct = { timeout, rejectUnauthorized: true, minVersion: await oldestTls(), ...named, ...trust };
  if (proxies === undefined) return direct;
  const [{ buildConnector }, { proxyConnector }] = await Promise.all([import("./undici.ts"), import("./connector.ts")]);
  // The client certificate is for the cluster, and is shown to no proxy.
  const proxyTrust = { secureContext: await secureContext(ca === undefined ? {} : { ca }, publicAuthorities) };
  const tunnel = { clock, timeoutMs: timeout, signal: closing, ...named, ...proxyTrust };
  return proxyConnector({ proxies, direct: buildConnector(direct), tunnel });
};

const open = async (options: TransportOptions, closing: AbortSignal): Promise<Undici> => {
  const { Agent, request } = await import("./undici.ts");
  const { connections = REQUESTS.atOnce + 1, headersTimeoutMs = 15_000 } = options;
  const agent = new Agent({
    connections,
    connect: await connecting(options, closing),
    headersTimeout: headersTimeoutMs,
    bodyTimeout: headersTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS,
    // Counted on decoded bytes too, as no content encoding is taken.
    maxResponseSize: options.maxBodyBytes ?? 8 * MEBIBYTE,
  });
  return { agent, request };
};

const unreadable = (request: HttpRequest, status: number, message: string, cause?: unknown): OperateError =>
  new OperateError("BAD_RESPONSE", message, {
    facts: { request: named(request), origin: request.url.origin, status },
    ...(cause === undefined ? {} : { cause }),
  });

/** One try: the headers, which are told to `onHeaders`, and the whole body as text. */
const exchange = async (
  { agent, request: dispatch }: Undici,
  request: HttpRequest,
  onHeaders: () => void,
): Promise<HttpResponse> => {
  const { statusCode, headers, body } = await dispatch(request.url, {
    dispatcher: agent,
    method: request.method,
    headers: { ...request.headers, accept: ACCEPT[request.accept], "accept-encoding": "identity" },
    signal: request.signal,
    ...(request.body === undefined ? {} : { body: request.body }),
  });
  onHeaders();
  const encoding = String(headers["content-encoding"] ?? "").trim();
  if (!["", "identity"].includes(encoding.toLowerCase())) {
    body.on("error", () => undefined).destroy();
    throw unreadable(
      request,
      statusCode,
      `${request.url.origin} sends a compressed answer although none was asked for`,
    );
  }
  const bytes = await body.bytes();
  try {
    return {
      status: statusCode,
      headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value ?? []].flat()])),
      // An error page of a gateway may be in any charset; it counts by its status.
      body: new TextDecoder("utf-8", { fatal: statusCode < 300 }).decode(bytes),
    };
  } catch {
    const message = `the answer of ${request.url.origin} is not UTF-8 text, or was cut short`;
    throw unreadable(request, statusCode, message, new UnreadableBody());
  }
};

/**
 * Sends requests over the network: no redirects followed, nothing decompressed, everything bounded. The HTTP library is
 * loaded on the first request. `close` ends what is running and closes every socket.
 */
export const createTransport = (options: TransportOptions): { send: Send; close(): Promise<void> } => {
  const { observe, clock, certificates, proxies } = options;
  const answered = new Set<string>();
  let opened: Promise<Undici> | undefined;
  const closing = new AbortController();

  const attempt = async (request: HttpRequest): Promise<HttpResponse> => {
    const { origin } = request.url;
    try {
      if (closing.signal.aborted) throw new OperateError("INTERNAL", "the connection to the cluster is closed already");
      request.signal.throwIfAborted();
      opened ??= open(options, closing.signal);
      const undici = await opened;
      request.goesOut?.(true);
      return await exchange(undici, request, () => answered.add(origin));
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      if (error instanceof OperateError) throw error;
      const clientCertificate = certificates.cert !== undefined;
      const proxy = proxyFor(request.url, proxies)?.variable;
      throw networkFailure(error, {
        request: named(request),
        origin,
        answered: answered.has(origin),
        clientCertificate,
        ...(proxy === undefined ? {} : { proxy }),
      });
    }
  };

  return {
    async send(request) {
      const started = clock.mono();
      const proxy = proxyFor(request.url, proxies)?.variable;
      const event = () => ({
        request: named(request),
        origin: request.url.origin,
        ...(proxy === undefined ? {} : { proxy }),
        ms: clock.mono() - started,
      });
      try {
        const response = await attempt(request);
        observe({ ...event(), status: response.status });
        return response;
      } catch (error) {
        observe({ ...event(), failure: error instanceof OperateError ? error.code : "ABORTED" });
        throw error;
      }
    },
    async close() {
      closing.abort();
      await opened?.then(({ agent }) => agent.destroy()).catch(() => undefined);
    },
  };
};
