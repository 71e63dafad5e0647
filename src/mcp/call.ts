import { setMaxListeners } from "node:events";
import type { Turns } from "../bounded.ts";
import type { Call, Value } from "../camunda/engine.ts";
import type { Clock } from "../clock.ts";
import { type Code, OperateError } from "../errors.ts";
import type { Answer, RawAnswer } from "../tools/answer.ts";
import { checkArguments } from "../tools/arguments.ts";
import { leadingOnlyToOffered } from "../tools/offered.ts";
import type { Context, Tool } from "../tools/tool.ts";
import { oneLine, visible } from "../visible.ts";
import { withoutBinary } from "./binary.ts";
import type { Channels } from "./channels.ts";
import { type FailureOptions, failureText } from "./failure.ts";
import { redacted } from "./redacted.ts";
import { shapeList } from "./shape-list.ts";
import { type Clean, shapeRecord } from "./shape-record.ts";

/** The share of a call's time after which a scan stops and answers what it has. */
const HURRY_AFTER = 0.75;

/** What a call needs that does not change from call to call; read anew for each, because settings may be wrong. */
export interface Surroundings extends FailureOptions {
  readonly clock: Clock;
  /** All that works for a client waits here for its turn; the waiting counts as a part of its time. */
  readonly turns: Turns;
  readonly timeoutMs: number;
  readonly maxResultBytes: number;
  readonly maxScanRows: number;
  /** A context for one call. */
  context(call: Call): Context;
}

/** One call of a tool as the protocol layer hands it over. */
export interface Request {
  readonly tool: Tool;
  readonly args: unknown;
  /** Aborted when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** Told how much has been looked at, a number that only grows, and of how much, where that is known. */
  progress(seen: number, total?: number): void;
  /** Asks the person at the client; absent where the client cannot. */
  readonly agreed?: (question: string) => boolean;
}

/** What became of a call: what is shown of its answer, or the text of an error. */
export type Outcome<Shown = Channels> =
  | { readonly ok: Shown }
  | { readonly error: string; readonly code: Code | "CANCELLED" };

/** Makes of an answer what is shown of it; it has no secrets any more. `budget` is in bytes. */
export type Shape<Shown> = (answer: Answer, clean: Clean, budget: number) => Shown | Promise<Shown>;

/** Long base64 is cut, and hidden characters are shown. */
const clean: Clean = (row) => {
  const cleaned: Record<string, Value> = {};
  for (const [name, value] of Object.entries(row)) {
    cleaned[name] = typeof value === "string" ? visible(withoutBinary(value)) : value;
  }
  return cleaned;
};

/** What is to be shown of an answer: without the secrets of this server, and without those of the cluster's users. */
const discreet = (answer: RawAnswer, { secrets, mask }: FailureOptions): Answer =>
  mask.answer(redacted(answer, secrets, (sentence) => oneLine(mask.text(secrets.redact(sentence)))));

/** An answer as a tool result: text and structure, each within the budget. */
export const inChannels: Shape<Channels> = (answer, clean, budget) =>
  answer.kind === "list" ? shapeList(answer, clean, budget) : shapeRecord(answer, clean, budget);

const outOfTime = (ms: number): OperateError =>
  new OperateError("TIMEOUT", `the call took longer than ${ms} ms and was ended`);

/** When our own clock ended a call, that is the reason, whatever the layers below made of the abort. */
const outOfTimeOf = ({ reason }: AbortSignal): OperateError | undefined =>
  reason instanceof OperateError ? reason : undefined;

/** Whoever reads that a change is of unknown outcome will not repeat it; that time was up says nothing like that. */
const isUndecided = (thrown: unknown): boolean => thrown instanceof OperateError && thrown.code === "OUTCOME_UNKNOWN";

/** Runs one call within its time. The only place that catches what a tool throws. */
export const runCall = async <Shown>(
  request: Request,
  around: Surroundings,
  shape: Shape<Shown>,
): Promise<Outcome<Shown>> => {
  const { clock, timeoutMs, log } = around;
  const { tool, signal } = request;
  const own = new AbortController();
  // A call may have many requests under way, and each of them listens.
  setMaxListeners(0, own.signal);
  const stop = () => own.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  const disarm = clock.after(timeoutMs, () => own.abort(outOfTime(timeoutMs)));
  const began = clock.mono();
  let [requests, seen] = [0, 0];
  const done = (code: string) =>
    log.info("tool call", { tool: tool.name, code, ms: Math.round(clock.mono() - began), requests });
  try {
    if (signal.aborted) stop();
    const args = checkArguments(tool.input, request.args);
    const hurriesInMs = () => Math.max(0, timeoutMs * HURRY_AFTER - (clock.mono() - began));
    const plain = around.context({
      signal: own.signal,
      hurry: () => hurriesInMs() === 0,
      hurriesInMs,
      progress: (more, left) => {
        seen += more;
        // With nothing left of one reading others may follow: that all is done, only the answer says.
        request.progress(seen, left === undefined || left <= 0 ? undefined : seen + left);
      },
      maxScanRows: around.maxScanRows,
      asked: () => {
        requests += 1;
      },
    });
    const context = request.agreed === undefined ? plain : { ...plain, agreed: request.agreed };
    const ok = await around.turns.take(own.signal, async () => {
      const answer = leadingOnlyToOffered(await tool.handler(context, args), around.missing);
      return shape(discreet(answer, around), clean, around.maxResultBytes);
    });
    done("OK");
    return { ok };
  } catch (thrown) {
    const cause = isUndecided(thrown) ? thrown : (outOfTimeOf(own.signal) ?? thrown);
    const code = signal.aborted ? "CANCELLED" : cause instanceof OperateError ? cause.code : "INTERNAL";
    done(code);
    return { code, error: signal.aborted ? code : failureText(cause, around) };
  } finally {
    disarm();
    signal.removeEventListener("abort", stop);
  }
};
