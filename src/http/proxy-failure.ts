import type { ProxyServer } from "../config/config.ts";
import { OperateError } from "../errors.ts";

/** What a proxy did instead of giving the way: could not be reached, was silent, answered as no proxy does, or with a status. */
export type Refusal = "unreachable" | "silent" | "no proxy" | number;

/** A proxy did not give the way to a server. When it could not be reached, `cause` is why. */
export class ProxyFailure extends Error {
  readonly proxy: ProxyServer;
  readonly refusal: Refusal;

  constructor(proxy: ProxyServer, refusal: Refusal, cause?: unknown) {
    super(`the proxy in ${proxy.variable} did not give the way`, cause === undefined ? {} : { cause });
    this.name = "ProxyFailure";
    this.proxy = proxy;
    this.refusal = refusal;
  }
}

const failureIn = (error: unknown): ProxyFailure | undefined =>
  error instanceof OperateError && error.cause instanceof ProxyFailure ? error.cause : undefined;

/** Whether a failure is that of a proxy, so that it tells nothing about the server behind. */
export const isOfProxy = (error: unknown): boolean => failureIn(error) !== undefined;

/** Whether a proxy refuses for good what it is asked for: of its answers only a status from 500 on may pass. */
export const isRefusedForGood = (error: unknown): boolean => {
  const refusal = failureIn(error)?.refusal;
  return refusal === "no proxy" || (typeof refusal === "number" && refusal < 500);
};

/** What a proxy's failure means, and what to do. `direct` puts a failure to reach an origin into words. */
export const proxyFailure = (
  failure: ProxyFailure,
  { request, origin }: { readonly request: string; readonly origin: string },
  direct: (cause: unknown, origin: string) => OperateError,
): OperateError => {
  const { proxy, refusal, cause } = failure;
  const { variable } = proxy;
  const { hostname } = new URL(origin);
  const status = typeof refusal === "number" ? { status: refusal } : {};
  const options = { facts: { request, origin, ...status }, cause: failure };
  const otherwise = `where ${origin} is reached without a proxy, add ${hostname} to NO_PROXY`;
  if (refusal === 407) {
    const what =
      proxy.authorization === undefined ? "wants a user and a password" : "does not accept its user and password";
    return new OperateError("CONFIG", `the proxy in ${variable} ${what} (407)`, {
      ...options,
      next: `write them into ${variable}, as http://user:password@host:port, percent-encoded, and restart the server`,
    });
  }
  if (typeof refusal === "number") {
    return new OperateError("UNREACHABLE", `the proxy in ${variable} refuses the way to ${origin} (${refusal})`, {
      ...options,
      next: `have CONNECT to ${origin} allowed at the proxy; or ${otherwise}`,
    });
  }
  if (refusal === "silent") {
    return new OperateError("TIMEOUT", `the proxy in ${variable} was asked for the way to ${origin} and is silent`, {
      ...options,
      next: `check that the proxy can reach ${origin}; or ${otherwise}`,
    });
  }
  if (refusal === "no proxy") {
    return new OperateError("UNREACHABLE", `what the proxy in ${variable} answers is not the answer of a proxy`, {
      ...options,
      next: `check scheme, host and port in ${variable}; or ${otherwise}`,
    });
  }
  const { code, message } = direct(cause, proxy.url.origin);
  const tls =
    code === "TLS"
      ? "; its authority goes into CAMUNDA_CUSTOM_ROOT_CERT_PATH, and a proxy without TLS begins with http://"
      : "";
  return new OperateError(code, `the proxy in ${variable}, which is on the way to ${origin}, fails: ${message}`, {
    ...options,
    next: `check scheme, host and port in ${variable}${tls}; or ${otherwise}`,
  });
};
