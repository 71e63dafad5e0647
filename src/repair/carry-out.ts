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
  /** A refusal that came after a part of it was done. */
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

/** What is on its way when the call ends gets this time to come to an end: longer than one request may take. */
const GRACE_MS = 35_000;

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
  // No change is cut off while it is on its way, so the requests do not hang on the call itself.
  const own = new AbortController();
  const acting: Call = { ...call, signal: own.signal };
  let disarm = (): void => undefined;
  const leave = (): void => {
    disarm = clock.after(GRACE_MS, () => own.abort(new OperateError("TIMEOUT", "the call had ended meanwhile")));
  };
  call.signal.addEventListener("abort", leave, { once: true });
  let stopped: OperateError | undefined;
  let because: string | undefined;

  const end = (state: State, deed: Deed): void => {
    state.deed = deed;
    state.settle?.(deed.outcome);
  };

  const send = async (target: T): Promise<void> => {
    const state = stateOf(target);
    if (call.signal.aborted || call.hurry()) because ??= "the call had no time left for it";
    if (because !== undefined) {
      end(state, { key: target.key, outcome: "notSent", because });
      return;
    }
    state.settle = begin(target.key);
    let made = 0;
    try {
      for (const change of operation.changes(target)) {
        await engine.change(change, acting);
        made += 1;
      }
      state.sentAt = new Date(clock.wall()).toISOString();
    } catch (thrown) {
      const error = asOwn(thrown);
      if (error.facts.mayBeMade === true || error.code === "INTERNAL") state.lost = error;
      else end(state, refusedDeed(target, error, made));
      if (isOfOne(error)) return;
      stopped ??= error;
      because ??= `nothing more was sent after a failure: ${error.code}`;
    }
  };

  const look = async (target: T): Promise<void> => {
    const state = stateOf(target);
    try {
      state.sight = await operation.look(target, engine, acting);
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
      await clock.sleep(wait, own.signal);
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
    disarm();
  }
  for (const target of targets) {
    const state = stateOf(target);
    if (state.deed === undefined) end(state, openDeed(target, state));
  }
  const deeds = targets.flatMap((target) => stateOf(target).deed ?? []);
  return { deeds, ...(stopped === undefined ? {} : { stopped }) };
};

const refusedDeed = (target: Target, error: OperateError, made: number): Deed => ({
  key: target.key,
  outcome: "refused",
  because: `${error.code}: ${error.message}${made === 0 ? "" : "; what comes before it was done: the retries are raised"}`,
  ...(made === 0 ? {} : { isPartly: true }),
  ...(error.facts.detail === undefined ? {} : { detail: error.facts.detail }),
});

/** What can be said of a target of which nothing final was seen. */
const openDeed = ({ key }: Target, { sentAt, lost, sight, unseen }: State): Deed => {
  const facts = sight?.facts === undefined ? {} : { facts: sight.facts };
  if (lost !== undefined && unseen !== undefined) {
    return {
      key,
      outcome: "unknown",
      because: `the answer was lost (${lost.code}) and it could not be read back (${unseen.code})`,
    };
  }
  if (lost !== undefined && sight?.isMade !== true) {
    const because = `the answer was lost (${lost.code}), and so far the change is not to be seen`;
    return { key, outcome: "pending", because, ...facts };
  }
  const because =
    unseen === undefined
      ? (sight?.because ?? "the cluster took it, and it is not to be seen yet")
      : `the cluster took it, and it could not be read back (${unseen.code})`;
  return { key, outcome: "pending", because, ...(sentAt === undefined ? {} : { since: sentAt }), ...facts };
};
