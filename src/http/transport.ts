import type { Clock } from "../clock.ts";
import type { Certificates } from "../config/config.ts";
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
  /** Called once per try, when it is over. */
  readonly observe: Observe;
  readonly clock: Clock;
  /** Most connections to one origin (8); further requests wait. */
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

/** The public authorities stay trusted beside the given one: a login often lives elsewhere than the cluster. */
const secureContext = async ({ certificates, publicAuthorities }: TransportOptions) => {
  const { createSecureContext, rootCertificates } = await import("node:tls");
  const { ca, cert, key, passphrase } = certificates;
  try {
    return createSecureContext({
      ...(ca === undefined ? {} : { ca: [...(publicAuthorities ?? rootCertificates), ca] }),
      ...(cert === undefined ? {} : { cert }),
      ...(key === undefined ? {} : { key }),
      ...(passphrase === undefined ? {} : { passphrase }),
    });
  } catch (cause) {
    throw new OperateError("CONFIG", "the configured certificates or the private key cannot be used", {
      next: "check the files and the passphrase named by the CAMUNDA_CUSTOM_... variables: PEM text, and a key that fits its certificate",
      cause,
    });
  }
};

const open = async (options: TransportOptions): Promise<Undici> => {
  const { Agent, request } = await import("./undici.ts");
  const { certificates, connections = 8, connectTimeoutMs = 5000, headersTimeoutMs = 15_000 } = options;
  const custom = Object.values(certificates).some((value) => value !== undefined);
  const agent = new Agent({
    connections,
    connect: { timeout: connectTimeoutMs, ...(custom ? { secureContext: await secureContext(options) } : {}) },
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
  const encoding = String(headers["content-encoding"] ?? "identity").trim();
  if (encoding.toLowerCase() !== "identity") {
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
  const { observe, clock, certificates } = options;
  const answered = new Set<string>();
  let opened: Promise<Undici> | undefined;
  let closed = false;

  const attempt = async (request: HttpRequest): Promise<HttpResponse> => {
    const { origin } = request.url;
    try {
      if (closed) throw new OperateError("INTERNAL", "the connection to the cluster is closed already");
      request.signal.throwIfAborted();
      opened ??= open(options);
      return await exchange(await opened, request, () => answered.add(origin));
    } catch (error) {
      if (request.signal.aborted) throw request.signal.reason;
      if (error instanceof OperateError) throw error;
      const clientCertificate = certificates.cert !== undefined;
      throw networkFailure(error, {
        request: named(request),
        origin,
        answered: answered.has(origin),
        clientCertificate,
      });
    }
  };

  return {
    async send(request) {
      const started = clock.mono();
      const event = () => ({ request: named(request), origin: request.url.origin, ms: clock.mono() - started });
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
      closed = true;
      await opened?.then(({ agent }) => agent.destroy()).catch(() => undefined);
    },
  };
};
