import type { Login } from "../config/config.ts";
import type { HttpRequest, HttpResponse } from "../http/http.ts";
import type { Refusal } from "./verdicts.ts";

/** What is particular about one way to log in: how its credential `T` is put on, and which answers refuse it. */
export interface Strategy<T> {
  readonly strategy: Login["strategy"];
  readonly principal?: string;
  /**
   * There is only one credential, and no login that brings another. Sent too often when it is wrong it may lock an account, so it
   * goes out with one request at a time until it has been accepted.
   */
  readonly isFixed?: boolean;
  /** The request with the credential on. */
  put(value: T, request: HttpRequest): HttpRequest;
  /** Whether the request needs a part of the credential only; by default each needs the whole. */
  needsPart?(request: HttpRequest): boolean;
  /** Why the answer refuses the credential; undefined when it does not. */
  refusal(request: HttpRequest, answer: HttpResponse): Refusal | undefined;
  /** Takes over what an accepted answer renews of the credential. */
  learn?(value: T, request: HttpRequest, answer: HttpResponse): void;
  /** The same of a refusal. */
  learnRefused?(value: T, request: HttpRequest, answer: HttpResponse): void;
  claims?(value: T): Readonly<Record<string, unknown>> | undefined;
}
