import { describe, expect, it } from "vitest";
import type { Fetched } from "../../src/auth/session.ts";
import { failureOf } from "./rig.ts";
import { down, never, settled, watched } from "./watched-session.ts";

describe("a token that has ended before it came", () => {
  it("is used for a second all the same, so that a slow identity server does not keep all from the API", async () => {
    const made = watched(async (login) => {
      made.clock.pass(1_500);
      return { value: `token ${login}`, lifeMs: 1_000 };
    });
    expect(await made.value()).toBe("token 1");
    expect(made.session.newest()?.value).toBe("token 1");
    made.clock.pass(999);
    expect(made.session.newest()?.value).toBe("token 1");
    made.clock.pass(1);
    expect(made.session.newest()).toBeUndefined();
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

  it("uses the same token for 10 s even past its end, when there is no other", async () => {
    const { clock, state, value } = watched(() => ({ value: "same", lifeMs: 60_000 }));
    await value();
    clock.pass(61_000);
    await value();
    expect(state.logins).toBe(2);
    clock.pass(9_900);
    expect(await value()).toBe("same");
    expect(state.logins).toBe(2);
    clock.pass(200);
    await value();
    expect(state.logins).toBe(3);
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
