import { describe, expect, it } from "vitest";
import { createSession, type Fetched } from "../../src/auth/session.ts";
import { eagerClock, failureOf } from "./rig.ts";
import { down, never, settled, watched } from "./watched-session.ts";

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

  it("remembers when the login brought the same again", async () => {
    const { session } = watched((login) => ({ value: login < 3 ? "same" : "other" }));
    const { generation } = await session.get(never);
    expect(session.isOfferedAgain(generation)).toBe(false);
    expect(await session.renew(generation, "unauthorized", never)).toMatchObject({ generation });
    expect(session.isOfferedAgain(generation)).toBe(true);
    const next = await session.renew(generation, "unauthorized", never);
    expect(next.value).toBe("other");
    expect([generation, generation + 1].map(session.isOfferedAgain)).toEqual([false, false]);
  });

  it("tells for 10 s which refusal a credential answers", async () => {
    const { session, clock } = watched((login) => ({ value: `token ${login}` }));
    await session.get(never);
    expect(session.answers(1)).toBeUndefined();
    await session.renew(1, "forbidden", never);
    expect([1, 2, 3].map(session.answers)).toEqual([undefined, "forbidden", undefined]);
    clock.pass(9_999);
    expect(session.answers(2)).toBe("forbidden");
    clock.pass(1);
    expect(session.answers(2)).toBeUndefined();
  });

  it("is not to be sent from its refusal until the next one is there", async () => {
    const logins: ((fetched: Fetched<string>) => void)[] = [];
    const { session } = watched((login) =>
      login === 1 ? { value: "token 1" } : new Promise((resolve) => logins.push(resolve)),
    );
    await session.get(never);
    expect(session.newest()?.generation).toBe(1);
    const renewed = session.renew(1, "forbidden", never);
    expect(session.newest()).toBeUndefined();
    await settled();
    logins[0]?.({ value: "token 2" });
    await renewed;
    expect(session.newest()?.generation).toBe(2);
  });

  it("leads to twenty logins at once, and then to ten each second", async () => {
    const { session, state, clock } = watched((login) => ({ value: `token ${login}` }));
    await session.get(never);
    const renew = () => session.renew(state.logins, "unauthorized", never);
    for (let login = 2; login <= 20; login++) await renew();
    expect(clock.sleeps).toEqual([]);
    await renew();
    await renew();
    expect(clock.sleeps).toEqual([100, 100]);
    clock.pass(50);
    await renew();
    expect(clock.sleeps).toEqual([100, 100, 50]);
    clock.pass(2_000);
    for (let login = 0; login < 20; login++) await renew();
    expect(clock.sleeps).toHaveLength(3);
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
