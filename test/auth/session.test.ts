import { describe, expect, it } from "vitest";
import { type AuthEvent, createSession, type Fetched } from "../../src/auth/session.ts";
import { OperateError } from "../../src/errors.ts";
import type { Facts } from "../../src/log.ts";
import { manualClock } from "../support/manual-clock.ts";
import { eagerClock, failureOf } from "./rig.ts";

const never = new AbortController().signal;
const rejected = () => new OperateError("AUTH_REJECTED", "wrong secret");
const down = (facts = {}) => new OperateError("AUTH_UNAVAILABLE", "down", { facts });

/** A session whose logins are answered by `script`: `logins` counts them. */
const watched = (script: (login: number) => Fetched<string> | Promise<Fetched<string>>) => {
  const clock = eagerClock();
  const events: { event: AuthEvent; facts: Facts }[] = [];
  const state = { logins: 0 };
  const session = createSession<string>({
    login: async () => script(++state.logins),
    same: (one, other) => one === other,
    clock,
    observe: (event, facts) => events.push({ event, facts }),
  });
  const value = async () => (await session.get(never)).value;
  const named = (event: AuthEvent) => events.filter((seen) => seen.event === event).length;
  return { session, clock, state, events, named, value };
};

/** Lets background work happen. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe("one login for all", () => {
  it("answers a thousand callers with one login", async () => {
    const { session, state } = watched((login) => ({ value: `token ${login}`, lifeMs: 60_000 }));
    const held = await Promise.all(Array.from({ length: 1000 }, () => session.get(never)));
    expect(state.logins).toBe(1);
    expect(new Set(held.map(({ value }) => value))).toEqual(new Set(["token 1"]));
  });

  it("shares a failure, too, and then tries anew", async () => {
    const { session, state, value, named } = watched((login) => {
      if (login === 1) throw down();
      return { value: "token" };
    });
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => failureOf(session.get(never))));
    expect(new Set(outcomes.map(({ code }) => code))).toEqual(new Set(["AUTH_UNAVAILABLE"]));
    expect(state.logins).toBe(1);
    expect(named("login_failed")).toBe(1);
    expect(await value()).toBe("token");
  });

  it("lets a caller leave without ending the login for the others", async () => {
    const pending: ((fetched: Fetched<string>) => void)[] = [];
    const { session, state } = watched(() => new Promise((resolve) => pending.push(resolve)));
    const leaving = new AbortController();
    const left = session.get(leaving.signal);
    const stayed = session.get(never);
    leaving.abort(new Error("cancelled by the user"));
    await expect(left).rejects.toThrow("cancelled by the user");
    pending[0]?.({ value: "token" });
    expect((await stayed).value).toBe("token");
    expect((await session.get(never)).value).toBe("token");
    expect(state.logins).toBe(1);
  });

  it("does not take a bug for a refusal", async () => {
    const { session, state } = watched((login) => {
      if (login === 1) throw new TypeError("a bug");
      return { value: "token" };
    });
    await expect(session.get(never)).rejects.toThrow(TypeError);
    expect((await session.get(never)).value).toBe("token");
    expect(state.logins).toBe(2);
  });

  it("recovers when login throws before it returns a promise", async () => {
    let calls = 0;
    const session = createSession<string>({
      login: () => {
        calls++;
        if (calls === 1) throw down();
        return Promise.resolve({ value: "token" });
      },
      same: (one, other) => one === other,
      clock: eagerClock(),
      observe: () => undefined,
    });
    await failureOf(session.get(never));
    expect((await session.get(never)).value).toBe("token");
  });
});

describe("renewal by the clock", () => {
  it("never lets a call fail and asks at most once in 45 s when tokens live 60 s", async () => {
    const { clock, state, value } = watched((login) => ({ value: `token ${login}`, lifeMs: 60_000 }));
    for (let second = 0; second < 300; second++) {
      await value();
      await settled();
      clock.pass(1000);
    }
    expect(state.logins).toBe(1 + Math.floor(300 / 46));
  });

  it("serves the old token while the next one is fetched in the background", async () => {
    const pending: ((fetched: Fetched<string>) => void)[] = [];
    const { clock, state, value } = watched((login) =>
      login === 1 ? { value: "token 1", lifeMs: 300_000 } : new Promise((resolve) => pending.push(resolve)),
    );
    await value();
    clock.pass(224_000);
    expect(await value()).toBe("token 1");
    expect(state.logins).toBe(1);
    clock.pass(2_000);
    expect([await value(), await value()]).toEqual(["token 1", "token 1"]);
    expect(state.logins).toBe(2);
    pending[0]?.({ value: "token 2", lifeMs: 300_000 });
    await settled();
    expect(await value()).toBe("token 2");
  });

  it("waits for the next token in the last 10 s", async () => {
    const { clock, value } = watched((login) => ({ value: `token ${login}`, lifeMs: 300_000 }));
    await value();
    clock.pass(291_000);
    expect(await value()).toBe("token 2");
  });

  it("keeps a token without an end until it is refused", async () => {
    const { clock, state, value } = watched(() => ({ value: "session" }));
    await value();
    clock.pass(30 * 24 * 3600_000);
    expect(await value()).toBe("session");
    expect(state.logins).toBe(1);
  });

  it("uses a token that lives no time at all, and asks at most once a second", async () => {
    const { clock, state, value } = watched((login) => ({ value: `token ${login}`, lifeMs: 0 }));
    for (let call = 0; call < 100; call++) {
      expect(await value()).toMatch(/^token/);
      clock.pass(50);
    }
    expect(state.logins).toBeLessThanOrEqual(5);
    expect(state.logins).toBeGreaterThan(1);
  });

  it("waits 10 s before it asks again when it was given the same token", async () => {
    const { clock, state, value, session } = watched((login) => ({
      value: login < 4 ? "same" : "other",
      lifeMs: 60_000,
    }));
    await value();
    clock.pass(46_000);
    await value();
    await settled();
    expect(state.logins).toBe(2);
    clock.pass(9_900);
    await value();
    await settled();
    expect(state.logins).toBe(2);
    clock.pass(1_000);
    await value();
    await settled();
    expect(state.logins).toBe(3);
    clock.pass(10_100);
    expect(await value()).toBe("other");
    expect((await session.get(never)).generation).toBe(2);
  });

  it("waits 10 s as well when a new token ends with the old one", async () => {
    const { clock, state, value } = watched((login) => ({
      value: `token ${login}`,
      lifeMs: login === 1 ? 60_000 : 14_000,
    }));
    await value();
    clock.pass(46_000);
    await value();
    await settled();
    clock.pass(9_900);
    await value();
    await settled();
    expect(state.logins).toBe(2);
  });

  it("serves the old token while renewal fails, warning once a minute, and fails when it has ended", async () => {
    const { clock, state, value, named } = watched((login) => {
      if (login > 1) throw down();
      return { value: "token", lifeMs: 480_000 };
    });
    await value();
    clock.pass(361_000);
    for (let second = 0; second < 108; second++) {
      expect(await value()).toBe("token");
      await settled();
      clock.pass(1000);
    }
    expect(named("renewal_failed")).toBe(2);
    expect(state.logins).toBeLessThanOrEqual(1 + 11);
    clock.pass(10_000);
    expect((await failureOf(value())).code).toBe("AUTH_UNAVAILABLE");
    expect(named("login_failed")).toBe(1);
  });
});

describe("clocks that jump", () => {
  const hourly = () => watched((login) => ({ value: `token ${login}`, lifeMs: 3600_000 }));

  it.each([
    ["the wall clock goes on by 2 h", 2 * 3600_000, 2],
    ["a laptop sleeps for 8 h", 8 * 3600_000, 2],
    ["the wall clock goes back by 2 h", -2 * 3600_000, 1],
  ])("renews at most once when %s", async (_, ms, logins) => {
    const { clock, state, value } = hourly();
    await value();
    clock.jump(ms);
    for (let call = 0; call < 10; call++) {
      await value();
      await settled();
      clock.pass(1000);
    }
    expect(state.logins).toBe(logins);
  });

  it("renews by the monotonic clock after the wall clock was set back", async () => {
    const { clock, value } = hourly();
    await value();
    clock.jump(-24 * 3600_000);
    clock.pass(3600_000);
    expect(await value()).toBe("token 2");
  });
});

describe("failures that will not pass", () => {
  it("is asked again after 30, 60, 120, 240, 300 and 300 s, naming the seconds left", async () => {
    const { clock, state, value, named } = watched(() => {
      throw rejected();
    });
    const gaps: number[] = [];
    for (let round = 1; round <= 6; round++) {
      const first = await failureOf(value());
      expect(state.logins).toBe(round);
      const seconds = first.facts.retryAfterSeconds ?? 0;
      gaps.push(seconds);
      expect(first.message).toContain(`${seconds} s`);
      clock.pass(seconds * 1000 - 1);
      const last = await failureOf(value());
      expect(last).toMatchObject({ code: "AUTH_REJECTED", facts: { retryAfterSeconds: 1 } });
      expect(state.logins).toBe(round);
      clock.pass(1);
    }
    expect(gaps).toEqual([30, 60, 120, 240, 300, 300]);
    expect(named("login_failed")).toBe(6);
  });

  it("begins anew with 30 s after a success", async () => {
    const { clock, session, value } = watched((login) => {
      if (login === 3) return { value: "token", lifeMs: 60_000 };
      throw rejected();
    });
    await failureOf(value());
    clock.pass(30_000);
    expect((await failureOf(value())).facts.retryAfterSeconds).toBe(60);
    clock.pass(60_000);
    expect(await value()).toBe("token");
    clock.pass(60_000);
    expect((await failureOf(session.get(never))).facts.retryAfterSeconds).toBe(30);
  });

  it("ends the wait by the wall clock when the laptop slept", async () => {
    const { clock, state, value } = watched(() => {
      throw rejected();
    });
    await failureOf(value());
    clock.jump(31_000);
    await failureOf(value());
    expect(state.logins).toBe(2);
  });

  it("keeps a token that is still good in use although its renewal is refused", async () => {
    const { clock, value } = watched((login) => {
      if (login > 1) throw rejected();
      return { value: "token", lifeMs: 100_000 };
    });
    await value();
    clock.pass(80_000);
    await value();
    await settled();
    expect(await value()).toBe("token");
    clock.pass(16_000);
    expect((await failureOf(value())).code).toBe("AUTH_REJECTED");
  });
});

describe("failures that may pass", () => {
  it("does not lock out beyond the failure itself", async () => {
    const { state, value } = watched((login) => {
      if (login < 4) throw down();
      return { value: "token" };
    });
    for (let call = 0; call < 3; call++) await failureOf(value());
    expect(await value()).toBe("token");
    expect(state.logins).toBe(4);
  });

  it.each([
    [20, 20],
    [3600, 300],
  ])("waits as long as the other side asks for (%i s), 5 min at most", async (asked, waited) => {
    const { clock, state, value } = watched(() => {
      throw down({ retryAfterSeconds: asked });
    });
    expect((await failureOf(value())).facts.retryAfterSeconds).toBe(waited);
    clock.pass(waited * 1000 - 1);
    await failureOf(value());
    expect(state.logins).toBe(1);
    clock.pass(1);
    await failureOf(value());
    expect(state.logins).toBe(2);
  });
});

describe("refused credentials", () => {
  const refusal = (error = rejected()) => ({ kind: "unauthorized", quietMs: 10_000, error }) as const;

  it("renews a refused credential once for all that carried it", async () => {
    const { session, state, named } = watched((login) => ({ value: `token ${login}` }));
    const { generation } = await session.get(never);
    const next = await Promise.all(Array.from({ length: 200 }, () => session.renew(generation, "unauthorized", never)));
    expect(state.logins).toBe(2);
    expect(new Set(next.map((held) => held?.value))).toEqual(new Set(["token 2"]));
    expect(named("credential_refused")).toBe(1);
  });

  it("does not throw away the new credential for a late refusal of the old one", async () => {
    const { session, state } = watched((login) => ({ value: `token ${login}` }));
    const { generation } = await session.get(never);
    await session.renew(generation, "unauthorized", never);
    expect((await session.renew(generation, "unauthorized", never))?.value).toBe("token 2");
    expect(state.logins).toBe(2);
    expect(session.held(generation)).toBeUndefined();
    expect(session.held(generation + 1)).toBe("token 2");
  });

  it("offers no next credential when the login brings the same, and then waits 30 s, growing", async () => {
    const { session, clock, state } = watched(() => ({ value: "same" }));
    const { generation } = await session.get(never);
    for (const seconds of [30, 60]) {
      expect(await session.renew(generation, "unauthorized", never)).toBeUndefined();
      expect(session.conclude(generation, refusal())?.facts.retryAfterSeconds).toBe(seconds);
      expect((await failureOf(session.get(never))).code).toBe("AUTH_REJECTED");
      clock.pass(seconds * 1000);
      expect((await session.get(never)).value).toBe("same");
    }
    expect(state.logins).toBe(3);
  });

  it("answers at once for 10 s after a fresh credential was refused, then tries once more", async () => {
    const { session, clock, state, named } = watched((login) => ({ value: `token ${login}` }));
    const first = await session.get(never);
    const second = await session.renew(first.generation, "unauthorized", never);
    expect(session.conclude(second?.generation ?? 0, refusal())).toMatchObject({ facts: { retryAfterSeconds: 10 } });
    clock.pass(9_999);
    expect((await failureOf(session.get(never))).code).toBe("AUTH_REJECTED");
    await failureOf(session.renew(first.generation, "unauthorized", never));
    expect(state.logins).toBe(2);
    expect(named("credential_rejected")).toBe(1);
    clock.pass(1);
    expect((await session.get(never)).value).toBe("token 2");
    expect((await session.renew(2, "unauthorized", never))?.value).toBe("token 3");
  });

  it("goes on serving others when the credential was accepted just before, without a login for each refusal", async () => {
    const { session, clock, state } = watched((login) => ({ value: `token ${login}` }));
    const first = await session.get(never);
    session.accepted();
    await session.renew(first.generation, "unauthorized", never);
    expect(session.conclude(2, refusal())?.facts.retryAfterSeconds).toBeUndefined();
    expect((await session.get(never)).value).toBe("token 2");
    expect(await session.renew(2, "unauthorized", never)).toBeUndefined();
    expect(state.logins).toBe(2);
    clock.pass(10_000);
    expect((await session.renew(2, "unauthorized", never))?.value).toBe("token 3");
  });

  it("holds back only for refusals of the same kind", async () => {
    const { session } = watched((login) => ({ value: `token ${login}` }));
    await session.get(never);
    await session.renew(1, "forbidden", never);
    expect(session.conclude(2, { kind: "forbidden", quietMs: 60_000 })).toBeUndefined();
    expect(await session.renew(2, "forbidden", never)).toBeUndefined();
    expect((await session.renew(2, "unauthorized", never))?.value).toBe("token 3");
  });

  it("hands out no refused credential while the login is away", async () => {
    const { session } = watched((login) => {
      if (login > 1) throw down();
      return { value: "token" };
    });
    await session.get(never);
    expect((await failureOf(session.renew(1, "unauthorized", never))).code).toBe("AUTH_UNAVAILABLE");
    expect((await failureOf(session.get(never))).code).toBe("AUTH_UNAVAILABLE");
  });
});

describe("with a clock that is moved by hand", () => {
  it("is up again without a restart when the login comes up after 20 s", async () => {
    const clock = manualClock();
    const session = createSession<string>({
      login: async () => {
        if (clock.mono() < 20_000) throw down();
        return { value: "token" };
      },
      same: (one, other) => one === other,
      clock,
      observe: () => undefined,
    });
    await failureOf(session.get(never));
    await clock.advance(20_000);
    expect((await session.get(never)).value).toBe("token");
    expect(clock.pending()).toEqual([]);
  });
});
