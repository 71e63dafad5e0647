import { describe, expect, it } from "vitest";
import { createSession, type Fetched } from "../../src/auth/session.ts";
import { eagerClock, failureOf } from "./rig.ts";
import { down, never, rejected, watched } from "./watched-session.ts";

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

  it("answers a caller who has left already with his reason", async () => {
    const { session } = watched(() => new Promise(() => undefined));
    await expect(session.get(AbortSignal.abort(new Error("gone")))).rejects.toThrow("gone");
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
    session.accepted(first.generation);
    await session.renew(first.generation, "unauthorized", never);
    expect(session.conclude(2, refusal())?.facts.retryAfterSeconds).toBeUndefined();
    expect((await session.get(never)).value).toBe("token 2");
    expect(await session.renew(2, "unauthorized", never)).toBeUndefined();
    expect(state.logins).toBe(2);
    clock.pass(10_000);
    expect((await session.renew(2, "unauthorized", never))?.value).toBe("token 3");
  });

  it("counts many refusals of one credential as one", async () => {
    const { session } = watched(() => ({ value: "same" }));
    const { generation } = await session.get(never);
    await session.renew(generation, "unauthorized", never);
    const seconds = [1, 2, 3].map(() => session.conclude(generation, refusal())?.facts.retryAfterSeconds);
    expect(seconds).toEqual([30, 30, 30]);
  });

  it("does not hold the refusal of an old credential against the new one", async () => {
    const { session } = watched((login) => ({ value: `token ${login}` }));
    await session.get(never);
    await session.renew(1, "unauthorized", never);
    expect(session.conclude(1, refusal())?.code).toBe("AUTH_REJECTED");
    expect((await session.get(never)).value).toBe("token 2");
    session.accepted(2);
    expect((await session.renew(2, "unauthorized", never))?.value).toBe("token 3");
  });

  it("renews one that has just taken the place of a refused one when it was accepted, or is refused in another way", async () => {
    const { session, clock, state } = watched((login) => ({ value: `token ${login}` }));
    await session.get(never);
    session.accepted(1);
    await session.renew(1, "unauthorized", never);
    expect(await session.renew(2, "unauthorized", never)).toBeUndefined();
    session.accepted(1);
    expect(await session.renew(2, "unauthorized", never)).toBeUndefined();
    expect(state.logins).toBe(2);
    expect((await session.renew(2, "forbidden", never))?.value).toBe("token 3");
    session.accepted(3);
    expect((await session.renew(3, "forbidden", never))?.value).toBe("token 4");
    clock.pass(10_000);
    expect((await session.renew(4, "forbidden", never))?.value).toBe("token 5");
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
