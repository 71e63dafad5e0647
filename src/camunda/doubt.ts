import { type Code, OperateError } from "../errors.ts";
import { wasNeverSent } from "../http/network-failure.ts";

/** Failures after which it is certain that nothing was done: the other side said no, or nothing was sent. */
const SAID_NO: readonly Code[] = [
  "CONFIG",
  "AUTH_REJECTED",
  "AUTH_UNAVAILABLE",
  "FORBIDDEN",
  "NOT_FOUND",
  "INVALID_ARGUMENT",
  "UNSUPPORTED",
  "RATE_LIMITED",
  "TLS",
  "WRITE_DISABLED",
];

const isCertain = (error: OperateError): boolean =>
  SAID_NO.includes(error.code) ||
  (error.code === "UNREACHABLE" && wasNeverSent(error)) ||
  (error.code === "TOO_LARGE" && error.facts.status === 413);

/** The failure of a change with the word whether it may have been made all the same; `isOut`: it was on its way, and not refused. */
export const withDoubt = (error: unknown, isOut: boolean): OperateError => {
  if (!(error instanceof OperateError)) {
    return new OperateError("UNREACHABLE", "the request was ended before its answer came", {
      facts: { mayBeMade: isOut },
      cause: error,
    });
  }
  const { code, message, next, facts } = error;
  return new OperateError(code, message, {
    next,
    facts: { ...facts, mayBeMade: isOut && !isCertain(error) },
    cause: error.cause,
  });
};
