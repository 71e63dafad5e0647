import type { Answer } from "./answer.ts";
import type { Received } from "./received.ts";

/** What goes wrong with one request. Those in the second group take the place of the cluster's answer: nothing is done. */
export type Fault =
  /** The answer comes late. */
  | { readonly kind: "delay"; readonly ms: number }
  /** The body comes in pieces of so many bytes, so many milliseconds apart. */
  | { readonly kind: "drip"; readonly bytes: number; readonly ms: number }
  /** The connection is reset: before the answer, or in the middle of its body. */
  | { readonly kind: "reset"; readonly within?: "body" }
  /** Complete HTTP with only the first half of the body. */
  | { readonly kind: "truncated" }
  /** No answer until the other side gives up. */
  | { readonly kind: "silence" }
  /** Bytes that are not HTTP, then the end of the connection. */
  | { readonly kind: "garbage" }
  /** A web page, e.g. of a proxy in front (503) or of a wrong address (200). */
  | { readonly kind: "html"; readonly status: number }
  /** 302, to the login page when no address is given. */
  | { readonly kind: "redirect"; readonly location?: string }
  /** 401 as this version says it. */
  | { readonly kind: "unauthorized" }
  /** 403 for a missing permission, as this version says it. */
  | { readonly kind: "forbidden" }
  /** 429, with the given `Retry-After`. */
  | { readonly kind: "rate-limited"; readonly retryAfter?: string }
  /** The cluster has too much to do: 503 from 8.8.3 on, before 429, or 500 with the word in its detail only. */
  | { readonly kind: "exhausted"; readonly status: 429 | 500 | 503; readonly retryAfter?: string }
  /** 500 of the API that is asked, as when its search index is away. */
  | { readonly kind: "application-error" }
  /** Any other answer. */
  | { readonly kind: "answer"; readonly answer: Answer };

/** Which requests a fault is for: those that agree with all that is given. */
export interface Match {
  readonly method?: string;
  /** A part of the path, or a pattern for it. */
  readonly path?: string | RegExp;
}

/** The faults that wait for their requests. */
export interface Faults {
  /** The next `times` matching requests get this fault; what was asked for first comes first. */
  next(times: number, match: Match, fault: Fault): void;
  /** From now on each matching request that no fault waits for gets what `choose` gives it, if anything. */
  each(match: Match, choose: (request: Received) => Fault | undefined): void;
  /** Calls all faults off. */
  clear(): void;
  /** How many requests are still to get a fault. */
  readonly waiting: number;
}

/** Opens the list of faults; `take` gives the fault of a request and counts it. */
export const openFaults = (): { faults: Faults; take: (request: Received) => Fault | undefined } => {
  let rules: { left: number; readonly match: Match; readonly fault: Fault }[] = [];
  let lasting: { readonly match: Match; readonly choose: (request: Received) => Fault | undefined } | undefined;
  return {
    faults: {
      next: (times, match, fault) => {
        rules.push({ left: times, match, fault });
      },
      each: (match, choose) => {
        lasting = { match, choose };
      },
      clear: () => {
        rules = [];
        lasting = undefined;
      },
      get waiting() {
        return rules.reduce((sum, { left }) => sum + left, 0);
      },
    },
    take: (request) => {
      const rule = rules.find(({ match }) => matches(match, request));
      if (rule === undefined)
        return lasting !== undefined && matches(lasting.match, request) ? lasting.choose(request) : undefined;
      rule.left -= 1;
      rules = rules.filter(({ left }) => left > 0);
      return rule.fault;
    },
  };
};

const matches = ({ method, path }: Match, request: Received): boolean =>
  (method === undefined || method === request.method) &&
  (path === undefined || (typeof path === "string" ? request.path.includes(path) : path.test(request.path)));
