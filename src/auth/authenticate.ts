import { isDeepStrictEqual } from "node:util";
import { bounded } from "../bounded.ts";
import type { Clock } from "../clock.ts";
import { OperateError } from "../errors.ts";
import type { Auth, Authorized, Exchanged } from "../http/credentials.ts";
import { type HttpRequest, type HttpResponse, named, type Send } from "../http/http.ts";
import { createExaminer } from "./examination.ts";
import { createGate } from "./gate.ts";
import { DOUBTFUL_QUIET_MS, isWebPage } from "./refusal.ts";
import { type Held, type ObserveAuth, PAUSE_MS, type Session } from "./session.ts";
import type { Strategy } from "./strategy.ts";
import { createStrictness } from "./strictness.ts";
import { type Refusal, verdicts } from "./verdicts.ts";
import { createWitnesses, placeOf } from "./witnesses.ts";

/** A refused request leads to no more logins than this, however often its sessions end. */
const MOST_LOGINS = 5;

/** Logins in a row that bring a credential which is refused before it was ever accepted. */
const MOST_IN_VAIN = 3;
/** So long after an accepted request the API counts as one that works. */
const LATELY_MS = 60_000;

/** A refusal that is of the request alone; undefined where the answer says so itself. */
const denied = (request: HttpRequest, { status }: HttpResponse, kind: Refusal["kind"]): OperateError | undefined => {
  if (kind === "forbidden") return undefined;
  const how = kind === "login page" ? "its login page" : status;
  return new OperateError("FORBIDDEN", `Camunda refuses this request (${how}), but takes others with the same login`, {
    next: "ask an administrator to grant this user or client the permission (some versions answer 401 when one is missing)",
    facts: { status, request: named(request), origin: request.url.origin },
  });
};

const nothing = (): void => undefined;
const FRESH = { logins: 0, outdated: 0 } as const;

/**
 * The `Auth` of a strategy whose credential is in `session` and goes to the origin of `base` only.
 *
 * A refusal may mean that the credential has ended, or that this request is not permitted; the answers are alike. The first one leads
 * to a new login. When that does not help, a witness tells which it is: a question that was answered before is asked once more.
 *
 * Answers may renew a part of the credential (a CSRF token). Where the API takes nothing but the newest, what was on its way meanwhile
 * is repeated with that, and for a while each request waits for the answer to the one before.
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
  const oneByOne = bounded({ what: "requests", atOnce: 1, waiting: Number.POSITIVE_INFINITY });
  const strictness = createStrictness(clock);

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
    const wasOutdated = isOutdated(sent);
    strategy.learn?.(value, sent.request, answer);
    // Other statuses, and pages, may come from something before the API.
    if (answer.status >= 300 || isWebPage(answer)) return false;
    strictness.accepted({ wasOutdated, refusals: sent.outdated });
    said.accept(place(sent.plain), sent.generation);
    witnesses.keep(place(sent.plain), sent.plain);
    tested = sent.generation;
    inVain.clear();
    return true;
  };

  const examiner = createExaminer({
    // Whatever else is refused meanwhile does no harm where there is another credential to be had.
    gate: isFixed ? gate : createGate(),
    clock,
    random,
    async ask(generation, witness, send) {
      for (let outdated = 0; ; outdated++) {
        const value = session.held(generation);
        if (value === undefined) return false;
        const sent = authorized(witness, { value, generation }, { logins: 0, outdated });
        const answer = await send(sent.request);
        if (strategy.refusal(sent.request, answer) === undefined) return learn(sent, answer) || undefined;
        if (!isOutdated(sent) || !strictness.isWorthRepeat(outdated + 1)) return false;
      }
    },
  });

  const judge = async (
    sent: Authorized,
    answer: HttpResponse,
    send: Send,
  ): Promise<Pick<Exchanged, "judgement" | "release">> => {
    const refusal = strategy.refusal(sent.request, answer);
    if (refusal === undefined) {
      learn(sent, answer);
      return { judgement: "accepted", release: nothing };
    }
    const { generation, plain, logins } = sent;
    const { kind } = refusal;
    const { needs, route } = place(plain);
    if (session.newest()?.generation !== generation || said.active(needs) !== undefined)
      return { judgement: "ended", release: nothing };
    if (strictness.isWorthRepeat(sent.outdated + 1) && isOutdated(sent))
      return { judgement: "outdated", release: nothing };
    const denial = said.denial(route, kind);
    const wasTaken = said.hasAccepted(needs, generation);
    const isHopeless = !wasTaken && said.isQuiet(kind, needs);
    const isUnanswered = wasTaken || session.answers(generation) !== kind;
    const witness = isHopeless || isUntested(generation) ? undefined : witnesses.find({ needs, route });
    const isFirst = logins === 0 || witness === undefined;
    if (!isOnlyOne(sent) && isFirst && isUnanswered && denial === undefined && !isHopeless)
      return { judgement: "ended", release: nothing };
    if (witness === undefined) return { judgement: "refused", release: nothing };
    if (denial === "all" && examiner.wasGood(generation)) return { judgement: "denied", release: nothing };
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

  const exchange: Auth["exchange"] = async (ready, send) => {
    const held = session.newest();
    if (held === undefined || gate.isClosed() || said.active(place(ready.plain).needs) !== undefined) return undefined;
    const sent = authorized(ready.plain, held, ready);
    const open = isUntested(held.generation) ? gate.close() : nothing;
    try {
      const answer = await send(sent.request);
      const { judgement, release } = await judge(sent, answer, send);
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
      if (!strictness.isStrict()) return exchange(ready, send);
      return oneByOne.take(ready.plain.signal, () => exchange(ready, send));
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
    conclude(refused) {
      const error = conclusion(refused);
      refused.release();
      if (error !== undefined) throw error;
      return refused.answer;
    },
  };
};
