import { isDeepStrictEqual } from "node:util";
import { untilAborted } from "../abort.ts";
import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import type { Auth, Authorized, Exchanged } from "../http/credentials.ts";
import type { HttpRequest, HttpResponse, Send } from "../http/http.ts";
import { createExaminer } from "./examination.ts";
import { createGate } from "./gate.ts";
import { createOrder } from "./order.ts";
import { DOUBTFUL_QUIET_MS, denied, isWebPage } from "./refusal.ts";
import { type Held, type ObserveAuth, PAUSE_MS, type Session } from "./session.ts";
import type { Strategy } from "./strategy.ts";
import { type Refusal, verdicts } from "./verdicts.ts";
import { createWitnesses, placeOf } from "./witnesses.ts";

/** A refused request leads to no more logins than this, however often its sessions end. */
const MOST_LOGINS = 5;

/** Logins in a row that bring a credential which is refused before it was ever accepted. */
const MOST_IN_VAIN = 3;
/** So long after an accepted request the API counts as one that works. */
const LATELY_MS = 60_000;

const nothing = (): void => undefined;
/** When its caller has left, others wait so long for what a password came to. */
const HEARD_MS = 3_000;
/** The signal of one who stays. */
const STAYS = new AbortController().signal;

/** A request with its answer and what that says at once. */
interface Tried {
  readonly sent: Authorized;
  readonly answer: HttpResponse;
  /** Absent where the credential was not refused. */
  readonly refusal: Refusal | undefined;
  /** The credential was taken by the API itself. */
  readonly isGood: boolean;
  /** It went out alone, with what was newest. */
  readonly isNewest: boolean;
}

/** A request is sent alone at most so often, in case it had to go out beside others. */
const MOST_OUTDATED = 3;
const FRESH = { logins: 0, outdated: 0 } as const;

/**
 * The `Auth` of a strategy whose credential is in `session` and goes to the origin of `base` only.
 *
 * A refusal may mean that the credential has ended, or that this request is not permitted; the answers are alike. The first one leads
 * to a new login. When that does not help, a witness tells which it is: a question that was answered before is asked once more.
 *
 * Answers may renew a part of the credential (a CSRF token), and an API may take nothing but the newest. So where they do, a refused
 * request is first repeated alone, with what is newest then. When that helps, each waits for the answer to the one before, for a while.
 */
export const authenticate = <T>(
  strategy: Strategy<T>,
  session: Session<T>,
  world: {
    readonly base: URL;
    readonly clock: Clock;
    /** 0 to below 1. */
    readonly random: () => number;
    readonly observe: ObserveAuth;
  },
): Auth => {
  const { base, clock, random, observe } = world;
  const { isFixed = false } = strategy;
  const said = verdicts(clock);
  const witnesses = createWitnesses();
  const gate = createGate();
  /** The last generation that was accepted, unless it was refused for good since. */
  let tested: number | undefined;
  /** The generations since then that were refused at once. */
  const inVain = new Set<number>();
  const order = createOrder(clock);
  /** An answer has renewed a part of the credential. */
  let renews = false;

  const place = (request: HttpRequest) => placeOf(request, strategy.needsPart?.(request) === true ? "part" : "whole");
  const isUntested = (generation: number): boolean => isFixed && tested !== generation;
  const authorized = (
    plain: HttpRequest,
    { value, generation }: Held<T>,
    { logins, outdated }: Pick<Authorized, "logins" | "outdated"> = FRESH,
  ): Authorized => ({ plain, logins, outdated, generation, request: strategy.put(value, plain) });
  /** Whether the same credential would go out in another form by now. */
  const isOutdated = ({ plain, request, generation }: Authorized): boolean => {
    const value = session.held(generation);
    return value !== undefined && !isDeepStrictEqual(strategy.put(value, plain).headers, request.headers);
  };
  /** Whether no login brings another one than this. */
  const isOnlyOne = ({ generation, logins }: Authorized): boolean =>
    isFixed || (logins > 0 && session.isOfferedAgain(generation));
  const unlessRefused = (plain: HttpRequest): void => {
    const refusal = said.active(place(plain).needs);
    if (refusal !== undefined) throw refusal;
  };

  /** Takes note of an answer that does not refuse the credential; whether that shows it to be good. */
  const learn = (sent: Authorized, answer: HttpResponse): boolean => {
    const value = session.held(sent.generation);
    if (value === undefined) return false;
    const before = renews || strategy.put(value, sent.plain);
    strategy.learn?.(value, sent.request, answer);
    renews ||= !isDeepStrictEqual(before, strategy.put(value, sent.plain));
    // Other statuses, and pages, may come from something before the API.
    if (answer.status >= 300 || isWebPage(answer)) return false;
    if (sent.outdated > 0) order.beStrict();
    said.accept(place(sent.plain), sent.generation);
    witnesses.keep(place(sent.plain), sent.plain);
    tested = sent.generation;
    inVain.clear();
    return true;
  };

  /** Sends it and takes over what the answer renews, before another one may go out. */
  const sendOnce = async (sent: Authorized, send: Send, isAlone: boolean): Promise<Tried> => {
    const answer = await send(sent.request);
    const refusal = strategy.refusal(sent.request, answer);
    const isNewest = isAlone && !isOutdated(sent);
    const value = session.held(sent.generation);
    if (refusal !== undefined && value !== undefined) strategy.learnRefused?.(value, sent.request, answer);
    return { sent, answer, refusal, isGood: refusal === undefined && learn(sent, answer), isNewest };
  };
  /** Whether a refusal may only mean that the answer to another request had renewed something. */
  const isWorthRepeat = ({ sent, refusal, isNewest }: Tried): boolean =>
    renews && refusal !== undefined && refusal.kind !== "login page" && !isNewest && sent.outdated < MOST_OUTDATED;

  const examiner = createExaminer({
    // Whatever else is refused meanwhile does no harm where there is another credential to be had.
    gate: isFixed ? gate : createGate(),
    clock,
    random,
    async ask(generation, witness, send) {
      for (let outdated = 0; ; outdated++) {
        const tried = await order.begin(witness.signal, outdated > 0, async (isAlone) => {
          const value = session.held(generation);
          if (value === undefined) return undefined;
          return sendOnce(authorized(witness, { value, generation }, { logins: 0, outdated }), send, isAlone);
        });
        if (tried === undefined) return false;
        if (tried.refusal === undefined) return tried.isGood || undefined;
        if (!isWorthRepeat(tried)) return false;
      }
    },
  });

  const judge = async (tried: Tried, send: Send): Promise<Pick<Exchanged, "judgement" | "release">> => {
    const { sent, refusal } = tried;
    if (refusal === undefined) return { judgement: "accepted", release: nothing };
    const { generation, plain, logins } = sent;
    const { kind } = refusal;
    const { needs, route } = place(plain);
    if (session.newest()?.generation !== generation || said.active(needs) !== undefined)
      return { judgement: "ended", release: nothing };
    const denial = said.denial(route, kind);
    if (denial !== "all" && isWorthRepeat(tried)) return { judgement: "outdated", release: nothing };
    const wasTaken = said.hasAccepted(needs, generation);
    const isHopeless = !wasTaken && said.isQuiet(kind, needs);
    const isUnanswered = wasTaken || session.answers(generation) !== kind;
    const witness = isHopeless || isUntested(generation) ? undefined : witnesses.find({ needs, route });
    const isFirst = logins === 0 || witness === undefined;
    if (!isOnlyOne(sent) && isFirst && isUnanswered && denial === undefined && !isHopeless)
      return { judgement: "ended", release: nothing };
    if (witness === undefined) return { judgement: "refused", release: nothing };
    if (denial === "all" && !isFixed && examiner.wasGood(generation)) return { judgement: "denied", release: nothing };
    const { isGood, release } = examiner.examine(generation, witness, send);
    const answered = await isGood(plain.signal);
    if (answered === true || (answered === undefined && denial === "all")) return { judgement: "denied", release };
    if (isUnanswered && !isOnlyOne(sent)) return { judgement: "ended", release };
    if (answered === undefined) return { judgement: "unclear", release };
    if (isOnlyOne(sent)) return { judgement: "refused", release };
    inVain.add(generation);
    // It may have ended before anything came to be accepted.
    return { judgement: inVain.size < MOST_IN_VAIN ? "ended" : "refused", release };
  };

  /** `closed` gets what opens the gate, where it had to be closed. */
  const exchange = async (ready: Authorized, send: Send, closed: (open: () => void) => void = nothing) => {
    let open = nothing;
    try {
      const tried = await order.begin(ready.plain.signal, ready.outdated > 0, async (isAlone) => {
        const held = session.newest();
        const isHeld = gate.isClosed() || said.active(place(ready.plain).needs) !== undefined;
        if (held === undefined || isHeld) return undefined;
        if (isUntested(held.generation)) {
          open = gate.close();
          closed(open);
        }
        return sendOnce(authorized(ready.plain, held, ready), send, isAlone);
      });
      if (tried === undefined) return undefined;
      const { sent, answer } = tried;
      const { judgement, release } = await judge(tried, send);
      if (judgement === "accepted" || judgement === "denied" || judgement === "outdated") open();
      if (judgement === "outdated")
        return { sent: { ...sent, outdated: sent.outdated + 1 }, answer, judgement, release };
      const both = () => {
        open();
        release();
      };
      return { sent, answer, judgement, release: both };
    } catch (error) {
      open();
      throw error;
    }
  };

  /** What to raise in the end, if the answer does not speak for itself. */
  const conclusion = ({ sent, answer, judgement }: Exchanged): OperateError | undefined => {
    const { plain, generation } = sent;
    const refusal = strategy.refusal(sent.request, answer);
    if (refusal === undefined) return undefined;
    const { kind, quietMs, error } = refusal;
    const { needs, route } = place(plain);
    if (judgement === "denied") {
      said.deny(route, kind);
      return denied(plain, answer, kind);
    }
    if (judgement === "unclear") tested = undefined;
    if (judgement === "unclear" || session.held(generation) === undefined) return error;
    if (!isOnlyOne(sent) && said.hasAccepted(needs, generation)) return error;
    const hasWitness = witnesses.find({ needs, route }) !== undefined;
    const isWorking = said.hasAcceptedWithin(LATELY_MS);
    // What was accepted needed a part only, or sessions end again and again.
    const shortMs = hasWitness ? PAUSE_MS : DOUBTFUL_QUIET_MS;
    const quietFor = said.quiet(kind, needs, isWorking ? shortMs : quietMs);
    if (quietFor !== undefined) observe("credential_rejected", { kind, generation });
    if (error === undefined || (isWorking && !hasWitness && !isOnlyOne(sent))) return error;
    tested = undefined;
    return said.refuse(error, needs, isOnlyOne(sent) ? "growing" : (quietFor ?? quietMs));
  };

  const conclude: Auth["conclude"] = (refused) => {
    const error = conclusion(refused);
    refused.release();
    if (error !== undefined) throw error;
    return refused.answer;
  };

  return {
    strategy: strategy.strategy,
    ...(strategy.principal === undefined ? {} : { principal: strategy.principal }),
    claims() {
      const value = session.current();
      return value === undefined ? undefined : strategy.claims?.(value);
    },
    async authorize(plain, before) {
      if (plain.url.origin !== base.origin)
        throw new OperateError("INTERNAL", "a request to another address than the cluster's must not carry its login");
      await gate.opened(plain.signal);
      unlessRefused(plain);
      return authorized(plain, await session.get(plain.signal), before);
    },
    exchange(ready, send) {
      const { signal } = ready.plain;
      const generation = session.newest()?.generation;
      if (generation === undefined || !isUntested(generation)) return exchange(ready, send);
      // Who leaves before the answer leaves it to be heard all the same: a password that is wrong is not to be sent with each call.
      let open = nothing;
      const stays = { ...ready, plain: { ...ready.plain, signal: STAYS } };
      const heard = exchange(stays, send, (opens) => {
        open = opens;
      });
      return untilAborted(heard, signal).catch((error: unknown) => {
        if (!signal.aborted) throw error;
        const callOff = clock.after(HEARD_MS, open);
        heard
          .then((exchanged) => exchanged && conclude(exchanged))
          .catch(nothing)
          .finally(callOff);
        throw error;
      });
    },
    async renew({ sent, answer, release }) {
      const { plain, generation, logins } = sent;
      const kind = strategy.refusal(sent.request, answer)?.kind;
      if (kind === undefined || logins >= MOST_LOGINS) return undefined;
      try {
        unlessRefused(plain);
        const next = await session.renew(generation, kind, plain.signal);
        release();
        return authorized(plain, next, { logins: logins + 1, outdated: 0 });
      } catch (error) {
        release();
        throw error;
      }
    },
    conclude,
  };
};
