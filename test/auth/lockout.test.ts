import { describe, expect, it } from "vitest";
import { createSession } from "../../src/auth/session.ts";
import { OperateError } from "../../src/errors.ts";
import { manualClock } from "../support/manual-clock.ts";
import { failureOf } from "./rig.ts";
import { down, never, rejected, settled, watched } from "./watched-session.ts";

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
  it("does not lock out for one failure, and for 1, 2, 4, 8, 15 and 15 s when others follow", async () => {
    const { clock, state, value } = watched((login) => {
      if (login < 8 || login === 9) throw down();
      return { value: "token", lifeMs: 1_000 };
    });
    expect((await failureOf(value())).facts.retryAfterSeconds).toBeUndefined();
    for (const [at, seconds] of [1, 2, 4, 8, 15, 15].entries()) {
      expect((await failureOf(value())).facts.retryAfterSeconds).toBe(seconds);
      clock.pass(seconds * 1000 - 1);
      expect(await failureOf(value())).toMatchObject({ code: "AUTH_UNAVAILABLE", facts: { retryAfterSeconds: 1 } });
      expect(state.logins).toBe(at + 2);
      clock.pass(1);
    }
    expect(await value()).toBe("token");
    clock.pass(1_000);
    // A new row.
    await failureOf(value());
    expect(await value()).toBe("token");
  });

  it("pauses where the other side asks for no time at all", async () => {
    const { state, value } = watched(() => {
      throw down({ retryAfterSeconds: 0 });
    });
    for (let call = 0; call < 50; call++) await failureOf(value());
    expect(state.logins).toBe(2);
  });

  it("pauses only where the login was there before and is not now", async () => {
    const missing = () => new OperateError("CONFIG", "no login there");
    const never_ = watched(() => {
      throw missing();
    });
    expect((await failureOf(never_.value())).facts.retryAfterSeconds).toBe(30);
    const { clock, session, value } = watched((login) => {
      if (login === 2) throw missing();
      return { value: `token ${login}` };
    });
    await value();
    expect((await failureOf(session.renew(1, "unauthorized", never))).facts.retryAfterSeconds).toBeUndefined();
    expect(await value()).toBe("token 3");
    clock.pass(1);
  });

  it("does not lock out where there was no connection to send anything on", async () => {
    const refused = Object.assign(new Error("nobody there"), { code: "ECONNREFUSED" });
    const { state, value } = watched((login) => {
      if (login > 20) return { value: "token" };
      const unreachable = new OperateError("UNREACHABLE", "nobody there", { cause: refused });
      throw login % 2 === 0 ? unreachable : new OperateError("AUTH_UNAVAILABLE", "away", { cause: unreachable });
    });
    for (let call = 0; call < 20; call++) await failureOf(value());
    expect(await value()).toBe("token");
    expect(state.logins).toBe(21);
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
