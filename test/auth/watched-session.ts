import { type AuthEvent, createSession, type Fetched, type ObserveAuth } from "../../src/auth/session.ts";
import { OperateError } from "../../src/errors.ts";
import type { Facts } from "../../src/log.ts";
import { eagerClock } from "./rig.ts";

/** The signal of a caller who stays. */
export const never = new AbortController().signal;
/** A failure that will not pass, and one that may. */
export const rejected = () => new OperateError("AUTH_REJECTED", "wrong secret");
export const down = (facts = {}) => new OperateError("AUTH_UNAVAILABLE", "down", { facts });

/** A session whose logins are answered by `script`: `logins` counts them. */
export const watched = (script: (login: number) => Fetched<string> | Promise<Fetched<string>>) => {
  const clock = eagerClock();
  const events: { event: AuthEvent; facts: Facts }[] = [];
  const state = { logins: 0 };
  const observe: ObserveAuth = (event, facts) => events.push({ event, facts });
  const session = createSession<string>({
    login: async () => script(++state.logins),
    same: (one, other) => one === other,
    clock,
    observe,
  });
  const value = async () => (await session.get(never)).value;
  const named = (event: AuthEvent) => events.filter((seen) => seen.event === event).length;
  return { session, clock, state, events, observe, named, value };
};

/** Lets background work happen. */
export const settled = () => new Promise((resolve) => setImmediate(resolve));
