import type { Call, Engine, Value } from "../camunda/engine.ts";
import { AT_ONCE, inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import type { Desk, Settle } from "./desk.ts";
import type { Operation, Sight, Target } from "./plan.ts";

/** What became of one target. */
export type Outcome = "done" | "pending" | "failedAgain" | "refused" | "unknown" | "notSent";

/** One target, what became of it, and how that is known. */
export interface Deed {
  readonly key: string;
  readonly outcome: Outcome;
  /** In our own words. */
  readonly because?: string;
  /** What the cluster said, untrusted. */
  readonly detail?: string;
  /** A part of it was done, or may have been, and the rest was refused or not sent. */
  readonly isPartly?: true;
  /** When the cluster took the change that is still pending; RFC 3339. */
  readonly since?: string;
  readonly facts?: Readonly<Record<string, Value>>;
}

/** Everything that was done, and what ended it early. */
export interface Deeds {
  readonly deeds: readonly Deed[];
  /** The failure after which no more was sent. */
  readonly stopped?: OperateError;
}

/** Waits between looks: what the engine has done is readable a moment later, a worker may need a few seconds. */
const WAITS_MS = [250, 500, 1000, 2000, 4000];

/** More than this are tried with one first. */
const STAGED_FROM = 3;

/** What is on its way when the client goes away gets this time to come to an end: longer than one request may take. */
const GRACE_MS = 35_000;

const NO_TIME = "the call had no time left for it";

/** Failures that say something about this target and nothing about the others. */
const isOfOne = (error: OperateError): boolean => error.code === "NOT_FOUND" || error.code === "INVALID_ARGUMENT";

/** Who keeps time and takes down what is done. */
export interface Keeper extends Pick<Desk, "clock"> {
  /** Begins the entry of one key, before anything is sent. */
  begin(key: string): Settle;
}

/** What is known of a target while the work goes on. */
interface State {
  settle?: Settle;
  deed?: Deed;
  /** When the answer of the cluster came. */
  sentAt?: string;
  /** The answer got lost: how. */
  lost?: OperateError;
  /** Changes that were made before. */
  made?: number;
  sight?: Sight;
  /** Looking at it failed. */
  unseen?: OperateError;
}

const asOwn = (error: unknown): OperateError =>
  error instanceof OperateError
    ? error
    : new OperateError("INTERNAL", "the change could not be asked for", { cause: error });

/** Sends the changes, at most 8 at once and each once, and looks at what has become of every one. */
export const carryOut = async <T extends Target>(
  operation: Operation<T>,
  engine: Engine,
  { clock, begin }: Keeper,
  call: Call,
): Promise<Deeds> => {
  const { targets } = operation.plan;
  const states = new Map<T, State>(targets.map((target) => [target, {}]));
  const stateOf = (target: T): State => states.get(target) ?? {};
  // What becomes of a change on its way is worth knowing also when the client has gone, so the requests do not hang on the call itself.
  const own = new AbortController();
  const looking: Call = { ...call, signal: own.signal };
  const timers: (() => void)[] = [];
  const leave = (): void => {
    const { reason } = call.signal;
    // The time of the call is up, and somebody waits for its answer.
    if (reason instanceof OperateError) own.abort(reason);
    else timers.push(clock.after(GRACE_MS, () => own.abort(new OperateError("TIMEOUT", "the client has gone"))));
  };
  call.signal.addEventListener("abort", leave, { once: true });
  // The rest of the time is for looking at what has become of it.
  const late = new AbortController();
  const changing: Call = { ...call, signal: AbortSignal.any([own.signal, late.signal]) };
  if (call.hurriesInMs !== undefined) {
    const tooLate = () => late.abort(new OperateError("TIMEOUT", "the call had no more time to wait for it"));
    timers.push(clock.after(call.hurriesInMs(), tooLate));
  }
  let stopped: OperateError | undefined;
  let because: string | undefined;

  const end = (state: State, deed: Deed): void => {
    state.deed = deed;
    state.settle?.(deed.outcome);
  };

  const send = async (target: T): Promise<void> => {
    const state = stateOf(target);
    if (call.signal.aborted || call.hurry()) because ??= NO_TIME;
    if (because !== undefined) {
      end(state, { key: target.key, outcome: "notSent", because });
      return;
    }
    state.settle = begin(target.key);
    const changes = operation.changes(target);
    let made = 0;
    try {
      for (const change of changes) {
        await engine.change(change, changing);
        made += 1;
      }
      state.sentAt = new Date(clock.wall()).toISOString();
    } catch (thrown) {
      const error = asOwn(thrown);
      const isLost =
        error.facts.mayBeMade === true || (error.code === "INTERNAL" && error.facts.mayBeMade === undefined);
      const isTooLate = !isLost && made === 0 && (late.signal.aborted || own.signal.aborted);
      if (isLost && made + 1 < changes.length) {
        state.settle("unknown");
        end(state, halfDeed(target, error));
      } else if (isLost) Object.assign(state, { lost: error, made });
      else if (isTooLate) end(state, { key: target.key, outcome: "notSent", because: NO_TIME });
      else end(state, refusedDeed(target, error, made));
      if (isOfOne(error)) return;
      if (late.signal.aborted) because ??= NO_TIME;
      stopped ??= error;
      because ??= `nothing more was sent after a failure: ${error.code}`;
    }
  };

  const look = async (target: T): Promise<void> => {
    const state = stateOf(target);
    try {
      state.sight = await operation.look(target, engine, looking);
      delete state.unseen;
    } catch (thrown) {
      state.unseen = asOwn(thrown);
    }
    const { sight } = state;
    if (sight === undefined || sight.outcome === "pending" || state.unseen !== undefined) return;
    const { outcome, because: why, facts } = sight;
    end(state, { key: target.key, outcome, ...(why === undefined ? {} : { because: why }), ...(facts && { facts }) });
    if (sight.stops === true) because ??= "another one came back with the same error";
  };

  const unsettled = (among: readonly T[]): readonly T[] =>
    among.filter((target) => {
      const { deed, sentAt, lost } = stateOf(target);
      return deed === undefined && (sentAt !== undefined || lost !== undefined);
    });

  const watch = async (among: readonly T[]): Promise<void> => {
    await inParallel(unsettled(among), look);
    for (const wait of WAITS_MS) {
      if (unsettled(among).length === 0 || call.hurry() || call.signal.aborted) return;
      try {
        await clock.sleep(wait, own.signal);
      } catch {
        return;
      }
      await inParallel(unsettled(among), look);
    }
  };

  /** One first, and the others only when it is known what became of it; a handful at a time, each looked at before the next goes. */
  const inStages = async (): Promise<void> => {
    let tried = 0;
    for (const target of targets) {
      tried += 1;
      await send(target);
      await watch([target]);
      // One that is refused tells nothing about the others, so the next is the first then.
      if (stateOf(target).deed?.outcome !== "refused") break;
    }
    if (unsettled(targets).length > 0) because ??= "what becomes of the first one is not to be seen yet";
    for (let from = tried; from < targets.length; from += AT_ONCE) {
      const batch = targets.slice(from, from + AT_ONCE);
      await inParallel(batch, send);
      await inParallel(unsettled(batch), look);
    }
  };

  try {
    if (operation.isStaged === true && targets.length > STAGED_FROM) await inStages();
    else await inParallel(targets, send);
    await watch(targets);
  } finally {
    call.signal.removeEventListener("abort", leave);
    for (const callOff of timers) callOff();
  }
  for (const target of targets) {
    const state = stateOf(target);
    if (state.deed === undefined) end(state, openDeed(target, state));
  }
  const deeds = targets.flatMap((target) => stateOf(target).deed ?? []);
  return { deeds, ...(stopped === undefined ? {} : { stopped }) };
};

const RAISED = "; what comes before it was done: the retries are raised";

/** The first of two changes was lost, so the second was not sent. */
const halfDeed = ({ key }: Target, { code }: OperateError): Deed => ({
  key,
  outcome: "notSent",
  because: `the answer was lost when the retries were to be raised (${code}): they may be, and the incident was not resolved`,
  isPartly: true,
});

const refusedDeed = (target: Target, error: OperateError, made: number): Deed => ({
  key: target.key,
  outcome: "refused",
  because: `${error.code}: ${error.message}${made === 0 ? "" : RAISED}`,
  ...(made === 0 ? {} : { isPartly: true }),
  ...(error.facts.detail === undefined ? {} : { detail: error.facts.detail }),
});

/** What can be said of a target of which nothing final was seen. */
const openDeed = ({ key }: Target, { sentAt, lost, made, sight, unseen }: State): Deed => {
  const before = made === undefined || made === 0 ? "" : RAISED;
  const facts = sight?.facts === undefined ? {} : { facts: sight.facts };
  if (lost !== undefined && unseen !== undefined) {
    return {
      key,
      outcome: "unknown",
      because: `the answer was lost (${lost.code}) and it could not be read back (${unseen.code})${before}`,
    };
  }
  if (lost !== undefined && sight?.isMade !== true) {
    const because = `the answer was lost (${lost.code}), and so far the change is not to be seen${before}`;
    return { key, outcome: "pending", because, ...facts };
  }
  const because =
    unseen === undefined
      ? (sight?.because ?? "the cluster took it, and it is not to be seen yet")
      : `the cluster took it, and it could not be read back (${unseen.code})`;
  return { key, outcome: "pending", because, ...(sentAt === undefined ? {} : { since: sentAt }), ...facts };
};
