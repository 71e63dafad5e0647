import type { Clock } from "../clock.ts";
import { type Code, type Facts, OperateError } from "../errors.ts";
import { urlOf } from "../url-of.ts";
import { errorBody } from "./error-body.ts";
import { type HttpRequest, type HttpResponse, header, type Layer, named } from "./http.ts";
import { mediaType, spoken } from "./media-type.ts";
import { isOverload } from "./overload.ts";
import { retryAfterMs } from "./retry.ts";

/** What `failure` works with. */
interface FailureOptions {
  readonly clock: Clock;
  /** The setting that the address comes from, for errors to name. */
  readonly variable: string;
}

interface Meaning {
  readonly code: Code;
  readonly message: string;
  readonly next?: string;
  readonly facts?: Facts;
}

const redirectTarget = (request: HttpRequest, response: HttpResponse): URL | undefined => {
  const location = header(response, "location");
  return location !== undefined && urlOf(location, request.url.href) !== undefined
    ? new URL(location, request.url)
    : undefined;
};

/** Redirects are never followed. Only the target's origin is told, as its path and query may carry anything. */
const redirected = (request: HttpRequest, response: HttpResponse, variable: string): Meaning => {
  const { origin, protocol, hostname } = request.url;
  const target = redirectTarget(request, response);
  const next = `set ${variable} to the address of the API itself, and check the credentials`;
  if (target === undefined) return { code: "CONFIG", message: `${origin} answers with a redirect`, next };
  const facts = { detail: target.origin };
  if (/login\/?$/i.test(target.pathname))
    return { code: "CONFIG", message: `${origin} answers with a login page instead of the API`, next, facts };
  if (target.protocol === "https:" && protocol === "http:" && target.hostname === hostname)
    return {
      code: "CONFIG",
      message: `${origin} wants to be addressed over TLS`,
      next: `write https:// in ${variable}`,
      facts,
    };
  return { code: "CONFIG", message: `${origin} redirects to another place`, next, facts };
};

/** What a refusal by the API means; undefined for a status that says nothing by itself. */
const refused = (request: HttpRequest, response: HttpResponse): Meaning | undefined => {
  const { origin } = request.url;
  switch (response.status) {
    case 400:
    case 422:
      return { code: "INVALID_ARGUMENT", message: "the cluster refuses the request as invalid" };
    case 403:
      return { code: "FORBIDDEN", message: "this user or client may not do that on the cluster" };
    case 404:
      return { code: "NOT_FOUND", message: "the cluster has nothing with this key" };
    case 409:
      return { code: "INVALID_ARGUMENT", message: "that is not possible in the state it is in" };
    case 413:
      return { code: "TOO_LARGE", message: "the request is larger than the cluster takes", next: "send less at once" };
    default:
      return response.status >= 500
        ? { code: "UPSTREAM_ERROR", message: `${origin} answers with error ${response.status}` }
        : undefined;
  }
};

/** What an error means that did not come from the API but from something before it. */
const intercepted = (request: HttpRequest, response: HttpResponse, variable: string): Meaning => {
  const { status } = response;
  const { origin } = request.url;
  const answer = `${status}, ${spoken(mediaType(response))}`;
  if (status === 404 || status === 405)
    return {
      code: "CONFIG",
      message: `there is no Camunda API at this path of ${origin}`,
      next: `check the path in ${variable}: without /v1 or /v2, and with a context path such as /operate only where the cluster has one`,
    };
  if (status === 403)
    return { code: "FORBIDDEN", message: `something before the API of ${origin} refuses access (gateway, ${answer})` };
  if (status === 413) return { code: "TOO_LARGE", message: `the gateway of ${origin} refuses so large a request` };
  if (status >= 500 || status === 408 || status === 425)
    return {
      code: "UPSTREAM_ERROR",
      message: `the API of ${origin} cannot be reached behind its gateway (gateway, ${answer})`,
    };
  return { code: "BAD_RESPONSE", message: `${origin} gives an answer that the API would not give (${answer})` };
};

const meaning = (request: HttpRequest, response: HttpResponse, { clock, variable }: FailureOptions): Meaning => {
  const { status } = response;
  const { origin } = request.url;
  if (status < 400) return redirected(request, response, variable);
  if (status === 401) return { code: "AUTH_REJECTED", message: `${origin} does not accept the credentials` };
  if (isOverload(response)) {
    const waitMs = retryAfterMs(header(response, "retry-after"), clock.wall());
    const message = `${origin} asks for fewer requests`;
    if (waitMs === undefined) return { code: "RATE_LIMITED", message };
    const seconds = Math.ceil(waitMs / 1000);
    return {
      code: "RATE_LIMITED",
      message: `${message}: wait ${seconds} s`,
      next: `call again after ${seconds} s`,
      facts: { retryAfterSeconds: seconds },
    };
  }
  const body = errorBody(response);
  const ofApi = body !== undefined && (status !== 404 || body.fromApi);
  return (ofApi ? refused(request, response) : undefined) ?? intercepted(request, response, variable);
};

/**
 * The outermost layer: every answer that is no success leaves as an `OperateError`. Text of the other side is in
 * `facts.detail` only.
 */
export const failure =
  (options: FailureOptions): Layer =>
  (next) =>
  async (request) => {
    const response = await next(request);
    if (response.status >= 200 && response.status < 300) return response;
    const { code, message, next: step, facts } = meaning(request, response, options);
    const detail = errorBody(response)?.detail;
    throw new OperateError(code, message, {
      ...(step === undefined ? {} : { next: step }),
      facts: {
        status: response.status,
        request: named(request),
        origin: request.url.origin,
        ...(detail === undefined ? {} : { detail }),
        ...facts,
      },
    });
  };
