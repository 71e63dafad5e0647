/** The closed list of codes a tool error begins with; what each means for the reader is its entry in `NEXT`. */
export const CODES = [
  "CONFIG",
  "AUTH_REJECTED",
  "AUTH_UNAVAILABLE",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID_ARGUMENT",
  "UNSUPPORTED",
  "RATE_LIMITED",
  "UNREACHABLE",
  "TIMEOUT",
  "UPSTREAM_ERROR",
  "BAD_RESPONSE",
  "TOO_LARGE",
  "TLS",
  "BUSY",
  "WRITE_DISABLED",
  "CONFIRM_REQUIRED",
  "OUTCOME_UNKNOWN",
  "INTERNAL",
] as const;

export type Code = (typeof CODES)[number];

/** The next step when the place that raised the error has nothing more precise to say. */
export const NEXT: Readonly<Record<Code, string>> = {
  CONFIG: "set the variables named above and restart the server",
  AUTH_REJECTED: "check the credentials; retrying with the same ones will not help",
  AUTH_UNAVAILABLE: "wait a little and call again, or check the login address",
  FORBIDDEN: "ask an administrator to grant this user or client the permission",
  NOT_FOUND:
    "check the key (lookup tells what a key is); what happened in the last seconds may not be readable yet, so call again shortly",
  INVALID_ARGUMENT: "correct the argument and call again",
  UNSUPPORTED: "use what the sentence above offers instead",
  RATE_LIMITED: "wait, then call again",
  UNREACHABLE: "check that the address is right and that the cluster is running and reachable from this machine",
  TIMEOUT: "narrow the search, call again, or raise OPERATE_MCP_TIMEOUT_MS",
  UPSTREAM_ERROR: "call again later; when it persists, look at the log of the cluster",
  BAD_RESPONSE: "check that the base URL points at the API and not at a web page or a proxy in front of it",
  TOO_LARGE: "ask for fewer rows with limit, or narrow the filter",
  TLS: "set CAMUNDA_CUSTOM_ROOT_CERT_PATH to the certificate authority of the cluster",
  BUSY: "too many calls are waiting; call again in a moment",
  WRITE_DISABLED: "set OPERATE_MCP_ALLOW_WRITES=true and restart the server, if changes are wanted",
  CONFIRM_REQUIRED: "call the tool without confirmation and use the confirmation of that answer",
  OUTCOME_UNKNOWN: "read the state back before doing anything else",
  INTERNAL: "report it with the reference; the server's log on stderr has the details",
};

/** Facts about a failure, for the log and for code that decides on them. None of them may hold a secret. */
export interface Facts {
  /** HTTP status of the answer that caused it. */
  status?: number;
  /** HTTP method and path (no query) of the request. */
  request?: string;
  /** Scheme, host and port of the other side. */
  origin?: string;
  /** Seconds until another try makes sense. */
  retryAfterSeconds?: number;
  /** The setting that does not fit the cluster. */
  setting?: string;
  /** It has been tried as often as is worth while: nobody further out repeats it. */
  isExhausted?: boolean;
  /** Of a change that failed: whether it may have been made all the same. */
  mayBeMade?: boolean;
  /** Text of the other side, untrusted: it is shown only as a value of its own, cut and escaped. */
  detail?: string;
}

/**
 * The one error of this project: a code of the closed list, a plain sentence of ours, the next step, and facts.
 * Text that came from the cluster goes into `facts.detail`, never into the sentence.
 */
export class OperateError extends Error {
  readonly code: Code;
  readonly next: string;
  readonly facts: Facts;

  constructor(code: Code, message: string, options: { next?: string; facts?: Facts; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.name = "OperateError";
    this.code = code;
    this.next = options.next ?? NEXT[code];
    this.facts = options.facts ?? {};
  }
}
