import { NEXT, OperateError } from "../errors.ts";
import type { Log } from "../log.ts";
import { cutAt } from "../preview.ts";
import type { Secrets } from "../secrets.ts";
import { firstWithout } from "../tools/offered.ts";
import { oneLine } from "../visible.ts";
import type { Masker } from "./mask.ts";

/** Longest text of the other side that an error shows, in characters. */
const MAX_DETAIL = 300;

/** What an error becomes on its way to the model and to the log. */
export interface FailureOptions {
  readonly secrets: Secrets;
  readonly log: Log;
  /** Masks what looks like a secret of the cluster's users. */
  readonly mask: Masker;
  /** Names of the tools that there are and that are not offered: no next step names one. */
  readonly missing: ReadonlySet<string>;
  /** Makes the reference that ties an `INTERNAL` error to its log line. */
  readonly reference: () => string;
}

const MAX_CAUSES = 5;

/** Stack of an error and of what caused it. */
const stackOf = (thrown: unknown): string => {
  const stacks: string[] = [];
  for (let error = thrown; error instanceof Error && stacks.length < MAX_CAUSES; error = error.cause) {
    stacks.push(error.stack ?? error.name);
  }
  return stacks.length === 0 ? typeof thrown : stacks.join("\ncaused by ");
};

/** A thrown value that is not ours is a bug: the model gets a reference, the log what is known about it. */
const asOwn = (thrown: unknown, { log, reference }: FailureOptions): OperateError => {
  if (thrown instanceof OperateError && thrown.code !== "INTERNAL") return thrown;
  const id = reference();
  log.error("internal error", { reference: id, stack: stackOf(thrown) });
  return new OperateError("INTERNAL", `something went wrong inside this server (reference ${id})`);
};

/**
 * An error as the text of a tool result: `CODE: sentence`, then what the other side said as a value of its own, then the next step.
 */
export const failureText = (thrown: unknown, options: FailureOptions): string => {
  const { code, message, next, facts } = asOwn(thrown, options);
  const { secrets, mask, missing } = options;
  const clean = (text: string): string => oneLine(mask.text(secrets.redact(text)));
  const { detail } = facts;
  return [
    `${code}: ${clean(message)}`,
    ...(detail === undefined ? [] : [`detail: ${JSON.stringify(cutAt(clean(detail), MAX_DETAIL))}`]),
    `next: ${clean(firstWithout([next, NEXT[code]], missing) ?? next)}`,
  ].join("\n");
};
