import { describe, expect, it } from "vitest";
import type { Strategy } from "../../src/auth/strategy.ts";
import { bounded } from "../../src/bounded.ts";
import { OperateError } from "../../src/errors.ts";
import { api, byHand, through, twoKinds } from "./refusals-rig.ts";
import { failureOf, reply } from "./rig.ts";
import { settled } from "./watched-session.ts";

describe("a credential that is refused", () => {
  it("is renewed once more for a call that met its end while a login begun before was under way", async () => {
    const { ask, state, login, answer } = byHand();
    const both = Promise.all([ask(), ask()]);
    await settled();
    await answer(0, 401);
    await answer(1, 403);
    // What this login brings has ended on the way.
    await login(0);
    await answer(3, 403);
    await answer(2, 403);
    await login(1);
    await answer(4, 200);
    await answer(5, 200);
    expect(await both).toEqual([200, 200]);
    expect(state.logins).toBe(3);
  });

  it("is renewed again for one request that meets two ends of sessions that others used", async () => {
    const { ask, state, sent, login, answer } = byHand();
    const first = ask("/v1/used");
    await settled();
    await answer(0, 200);
    await first;
    const slow = ask("/v1/slow");
    await settled();
    await answer(1, 403);
    await login(0);
    const other = ask("/v1/used");
    await settled();
    await answer(3, 200);
    // The second session has ended by now, in the same way.
    await answer(2, 403);
    expect(sent[4]).toMatchObject({ path: "/v1/used", credential: "token 2" });
    await answer(4, 403);
    await login(1);
    await answer(5, 200);
    expect(await Promise.all([other, slow])).toEqual([200, 200]);
    expect(state.logins).toBe(3);
  });

  it("goes out with others while it is found out whether it is good", async () => {
    const { ask, sent, login, answer } = byHand();
    const first = ask("/v1/used");
    await settled();
    await answer(0, 200);
    await first;
    const forbidden = ask("/v1/forbidden");
    await settled();
    await answer(1, 403);
    await login(0);
    await answer(2, 403);
    const other = ask("/v1/other");
    await settled();
    expect(sent.map(({ path }) => path).slice(3)).toEqual(["/v1/used", "/v1/other"]);
    await answer(4, 200);
    expect(await other).toBe(200);
    await answer(3, 200);
    expect(await forbidden).toBe(403);
  });

  it.each([401, 403])(
    "that ends after a permission was missing (%i) is renewed at once, however both are refused",
    async (missing) => {
      for (const refuseEnded of [401, 403]) {
        const { outcome, api: cluster, state } = api();
        cluster.refuseEnded = refuseEnded;
        cluster.forbidden = { "/v1/forbidden": missing };
        expect(await outcome("/v1/used")).toBe(200);
        for (let call = 0; call < 20; call++)
          expect(await outcome("/v1/forbidden")).toBe(missing === 401 ? "FORBIDDEN" : 403);
        expect(state.logins).toBe(2);
        cluster.ended = state.logins;
        expect(await outcome("/v1/used")).toBe(200);
        expect(state.logins).toBe(3);
        // Also where nothing else is asked for meanwhile.
        cluster.ended = state.logins;
        await outcome("/v1/forbidden");
        cluster.forbidden = {};
        expect(await outcome("/v1/forbidden")).toBe(200);
      }
    },
  );

  it("that ends is found out on a path that is refused now and then, too", async () => {
    const { outcome, api: cluster, state, clock } = api();
    expect(await outcome("/v1/used")).toBe(200);
    cluster.forbidden = { "/v1/process-instances/1": 401 };
    expect(await outcome("/v1/process-instances/1")).toBe("FORBIDDEN");
    expect(await outcome("/v1/process-instances/2")).toBe(200);
    clock.pass(1_000);
    cluster.ended = state.logins;
    expect(await outcome("/v1/process-instances/2")).toBe(200);
    expect(state.logins).toBe(3);
  });

  it("that ends right after it was shown to be good is found out on a path that takes some requests", async () => {
    const { outcome, api: cluster, state } = api();
    await outcome("/v1/used");
    cluster.forbidden = { "/v1/searches/1": 403 };
    expect(await outcome("/v1/searches/1")).toBe(403);
    expect(await outcome("/v1/searches/2")).toBe(200);
    cluster.ended = state.logins;
    cluster.refuseEnded = 403;
    expect(await outcome("/v1/searches/2")).toBe(200);
    expect(state.logins).toBe(3);
  });

  it("counts as taken as a part where the whole was taken", async () => {
    const { outcome, api: cluster, state } = api();
    const search = () => outcome("/v1/search", { method: "POST", body: "{}" });
    await search();
    for (const end of [1, 2, 3]) {
      cluster.ended = end;
      expect(await search()).toBe(200);
      // No login of its own for what needs less.
      expect(await outcome("/v1/used")).toBe(200);
      expect(state.logins).toBe(end + 1);
    }
    cluster.ended = state.logins;
    expect(await outcome("/v1/used")).toBe(200);
  });

  it.each([401, 403])(
    "on one path for good (%i) costs two logins for 400 calls at once, and one a minute",
    async (missing) => {
      const { outcome, api: cluster, state, clock } = api();
      cluster.forbidden = { "/v1/forbidden": missing };
      await outcome("/v1/used");
      const expected = missing === 401 ? "FORBIDDEN" : 403;
      const all = await Promise.all(Array.from({ length: 400 }, () => outcome("/v1/forbidden")));
      expect(new Set(all)).toEqual(new Set([expected]));
      expect(state.logins).toBe(2);
      expect(cluster.requests.length).toBeLessThan(400 + 30);
      for (let second = 0; second < 59; second++) {
        clock.pass(1_000);
        expect(await outcome("/v1/forbidden")).toBe(expected);
      }
      expect(state.logins).toBe(2);
      clock.pass(1_000);
      await outcome("/v1/forbidden");
      expect(state.logins).toBe(3);
    },
  );

  it("on all paths costs three logins more and then no more than one in ten seconds, or in a minute", async () => {
    const { outcome, api: cluster, state, clock } = api();
    await outcome("/v1/used");
    cluster.ended = Number.POSITIVE_INFINITY;
    cluster.refuseEnded = 403;
    const all = () => Promise.all(Array.from({ length: 50 }, (_, at) => outcome(`/v1/path${at % 5}`)));
    expect(new Set(await all())).toEqual(new Set([403]));
    expect(state.logins).toBe(1 + 3);
    const requests = cluster.requests.length;
    await all();
    expect(cluster.requests.length - requests).toBe(50);
    clock.pass(9_999);
    await all();
    expect(state.logins).toBe(1 + 3);
    clock.pass(1);
    await all();
    expect(state.logins).toBe(1 + 4);
    clock.pass(60_000);
    for (let second = 0; second < 60; second++) {
      await outcome();
      clock.pass(1_000);
    }
    expect(state.logins).toBe(1 + 5);
  });

  it("is held for 10 s when the next ones are refused, too, by all that was taken before", async () => {
    const { ask, outcome, api: cluster, state, clock, named } = api();
    await outcome("/v1/used");
    cluster.ended = Number.POSITIVE_INFINITY;
    expect((await failureOf(ask("/v1/other"))).facts.retryAfterSeconds).toBe(10);
    const sent = cluster.requests.length;
    clock.pass(9_999);
    expect(await outcome("/v1/used")).toBe("AUTH_REJECTED");
    expect(cluster.requests).toHaveLength(sent);
    expect(state.logins).toBe(1 + 3);
    expect(named("credential_rejected")).toBe(1);
    clock.pass(1);
    cluster.ended = state.logins;
    expect(await outcome("/v1/used")).toBe(200);
  });

  it("is renewed again when the next ones have ended before they were taken", async () => {
    const { outcome, api: cluster, state } = api();
    await outcome("/v1/used");
    cluster.ended = 3;
    expect(await outcome("/v1/other")).toBe(200);
    expect(state.logins).toBe(4);
  });

  it("is not held against all because nothing answered the question whether it is good", async () => {
    const { outcome, api: cluster, state } = api();
    await outcome("/v1/used");
    cluster.forbidden = { "/v1/forbidden": 401, "/v1/used": 503 };
    expect(await outcome("/v1/forbidden")).toBe("AUTH_REJECTED");
    expect(cluster.requests.filter((request) => request.endsWith("used 2"))).toHaveLength(3);
    expect(await outcome("/v1/forbidden")).toBe("AUTH_REJECTED");
    expect(await outcome("/v1/other")).toBe(200);
    expect(state.logins).toBe(2);
  });

  it("for what needs the whole credential only does not hold the others, and costs one login a minute", async () => {
    const { outcome, api: cluster, state, clock } = api();
    cluster.forbidden = { "/v1/search": 401 };
    await outcome("/v1/used");
    const search = () => outcome("/v1/search", { method: "POST", body: "{}" });
    for (let call = 0; call < 6; call++) {
      expect(await search()).toBe("AUTH_REJECTED");
      expect(await outcome("/v1/used")).toBe(200);
      clock.pass(9_000);
    }
    expect(state.logins).toBe(2);
    // It is the last word only until such a request is taken.
    cluster.forbidden = {};
    expect(await search()).toBe(200);
    cluster.ended = state.logins;
    expect(await search()).toBe(200);
    expect(state.logins).toBe(3);
  });

  it("for what needs the whole credential, when nothing was taken before, holds that alone: for 10, 20, 40, 60, 60 s", async () => {
    const { outcome, api: cluster, state, clock } = api();
    cluster.forbidden = { "/v1/search": 401 };
    const search = () => outcome("/v1/search", { method: "POST", body: "{}" });
    expect(await search()).toBe("AUTH_REJECTED");
    const seconds = [10, 20, 40, 60, 60];
    for (const [at, length] of seconds.entries()) {
      clock.pass(length * 1000 - 1);
      const sent = cluster.requests.length;
      expect(await search()).toBe("AUTH_REJECTED");
      expect(cluster.requests).toHaveLength(sent);
      expect(state.logins).toBe(at + 2);
      clock.pass(1);
      expect(await search()).toBe("AUTH_REJECTED");
      expect(cluster.requests.length).toBeGreaterThan(sent);
    }
    expect(await outcome("/v1/used")).toBe(200);
    expect(await search()).toBe("AUTH_REJECTED");
  });

  it("leads to five logins for one request at most, whatever others get", async () => {
    const used = new Set<number>();
    const { ask, state } = through(
      async ({ url }) => {
        const generation = state.logins;
        if (url.pathname === "/v1/used") {
          const isTaken = !used.has(generation) || generation > 20;
          used.add(generation);
          return reply(isTaken ? 200 : 401, "{}");
        }
        // Something else is taken with each session, which has ended then.
        await ask("/v1/used");
        return reply(401, "{}");
      },
      (count) => ({ value: `token ${count}` }),
    );
    expect((await failureOf(ask("/v1/x"))).code).toBe("AUTH_REJECTED");
    expect(state.logins).toBe(1 + 5);
  });

  it("on one path for good costs one login a minute, whatever key is in the path and whatever way it is refused in turn", async () => {
    const { ask, state } = through(
      async ({ url }) => {
        if (url.pathname === "/v1/used") return reply(200, "{}");
        return reply(++refused % 3 === 0 ? 401 : 403, "{}");
      },
      (count) => ({ value: `token ${count}` }),
    );
    let refused = 0;
    await ask("/v1/used");
    for (let key = 0; key < 60; key++) await ask(`/v1/decision-instances/${2n ** 51n}-${key}`).catch(() => undefined);
    // One for each way of refusing.
    expect(state.logins).toBeLessThanOrEqual(1 + 2);
  });

  it("on one path for good does not stop the others where logins bring the same credential until it ends", async () => {
    const { outcome, api: cluster, state, clock } = api(undefined, () => ({ value: "token 1" }));
    await outcome("/v1/used");
    cluster.forbidden = { "/v1/forbidden": 401 };
    for (let call = 0; call < 5; call++) {
      expect(await outcome("/v1/forbidden")).toBe("FORBIDDEN");
      expect(await outcome("/v1/used")).toBe(200);
      clock.pass(5_000);
    }
    expect(state.logins).toBe(2);
    cluster.ended = 1;
    expect(await outcome("/v1/used")).toBe("AUTH_REJECTED");
    expect(state.logins).toBe(3);
    const sent = cluster.requests.length;
    expect(await outcome("/v1/used")).toBe("AUTH_REJECTED");
    expect(cluster.requests).toHaveLength(sent);
    clock.pass(30_000);
    cluster.ended = 0;
    expect(await outcome("/v1/used")).toBe(200);
  });

  it("is not shown to be good by what is answered to everybody, nor by a page", async () => {
    for (const open of [reply(200, "{}"), reply(200, "<p>", { "content-type": "text/html" })]) {
      const isPage = open.body === "<p>";
      const sent: string[] = [];
      const { ask, state } = through(
        async ({ url }) => {
          sent.push(url.pathname);
          return sent.length === 1 ? open : reply(401, "{}");
        },
        (count) => ({ value: `token ${count}` }),
      );
      await ask(isPage ? "/v1/page" : "/v2/license");
      expect((await failureOf(ask())).code).toBe("AUTH_REJECTED");
      expect(sent.slice(1)).toEqual(["/v1/x", "/v1/x"]);
      expect(state.logins).toBe(2);
    }
  });
});

/** Each answer tells the part of the credential that the next request has to carry. */
const renewed = (): Strategy<string> => {
  const held = { part: 0 };
  return {
    ...twoKinds,
    put: (token, request) => ({ ...request, headers: { authorization: `${token} ${held.part}` } }),
    learn: (_, __, { body }) => {
      held.part = Math.max(held.part, Number(body));
    },
  };
};

describe("a credential that answers renew", () => {
  /** Each answer renews a part; nothing but the newest is taken, unless the API is lenient. */
  const renewing = ({
    accepts = (_part: number, _path: string): boolean => true,
    isLenient = false,
    /** Takes so many of the newest. */
    window = 1,
  } = {}) => {
    const cluster = { newest: 0, requests: 0, refusals: 0, atOnce: 0, most: 0 };
    const strategy = renewed();
    const made = through(
      async ({ headers, url }) => {
        cluster.requests += 1;
        cluster.atOnce += 1;
        cluster.most = Math.max(cluster.most, cluster.atOnce);
        await settled();
        cluster.atOnce -= 1;
        const part = Number(headers["authorization"]?.split(" ").at(-1));
        if ((part <= cluster.newest - window && !isLenient) || !accepts(part, url.pathname)) {
          cluster.refusals += 1;
          return reply(403, "{}");
        }
        cluster.newest += 1;
        return reply(200, String(cluster.newest));
      },
      (count) => ({ value: `token ${count}` }),
      { strategy, turns: bounded({ what: "requests", atOnce: 8, waiting: 1000 }) },
    );
    return { ...made, cluster };
  };

  it("is sent again as it is by now, without a login; then one request waits for the other for a minute", async () => {
    const { ask, state, cluster, clock } = renewing();
    const all = (count: number) => Promise.all(Array.from({ length: count }, (_, at) => ask(`/v1/path${at}`)));
    expect(new Set(await all(100))).toEqual(new Set([200]));
    expect(state.logins).toBe(1);
    expect(cluster.refusals).toBeLessThanOrEqual(8 * 3);
    cluster.most = 0;
    cluster.refusals = 0;
    await all(100);
    expect(cluster).toMatchObject({ most: 1, refusals: 0 });
    clock.pass(60_000);
    await all(8);
    expect(cluster.most).toBe(8);
    expect(state.logins).toBe(1);
  });

  it("costs one repeat a minute for what is forbidden, and no order, where older parts are taken, too", async () => {
    const accepts = (_: number, path: string) => path !== "/v1/forbidden";
    const { ask, state, cluster, clock } = renewing({ isLenient: true, accepts });
    const all = () => Promise.all([..."abcdefgh"].map((name) => ask(`/v1/${name}`)));
    await all();
    for (const _ of [1, 2]) {
      expect(await ask("/v1/forbidden")).toBe(403);
      const { requests } = cluster;
      cluster.most = 0;
      for (let call = 0; call < 10; call++) {
        expect(new Set(await all())).toEqual(new Set([200]));
        expect(await ask("/v1/forbidden")).toBe(403);
      }
      expect(cluster.most).toBe(8);
      // The request, and now and then the question whether the credential is good.
      expect(cluster.requests - requests).toBeLessThanOrEqual(10 * (8 + 2));
      clock.pass(60_000);
    }
    expect(state.logins).toBeLessThanOrEqual(1 + 2);
  });

  it("is sent in order as well where the newest few parts are taken", async () => {
    const { ask, state, cluster } = renewing({ window: 2 });
    for (let burst = 0; burst < 4; burst++) {
      const all = await Promise.all(Array.from({ length: 16 }, (_, at) => ask(`/v1/path${at}`)));
      expect(new Set(all)).toEqual(new Set([200]));
    }
    expect(state.logins).toBe(1);
    expect(cluster.refusals).toBeLessThan(8 * 3);
  });

  it("is sent again although its refusal comes before the answer that has renewed it", async () => {
    const { ask, sent, answer, state } = byHand(undefined, renewed());
    const first = ask("/v1/used");
    await settled();
    await answer(0, 200, "1");
    await first;
    const both = Promise.all([ask("/v1/a"), ask("/v1/b")]);
    await settled();
    expect(sent.slice(1).map(({ credential }) => credential)).toEqual(["token 1 1", "token 1 1"]);
    await answer(2, 403);
    // It waits for the other one.
    expect(sent).toHaveLength(3);
    await answer(1, 200, "2");
    expect(sent[3]).toMatchObject({ path: "/v1/b", credential: "token 1 2" });
    await answer(3, 200, "3");
    expect(await both).toEqual([200, 200]);
    expect(state.logins).toBe(1);
  });

  it("and is refused all the same leads to a login after three repeats at most", async () => {
    const { ask, state, cluster } = renewing({ accepts: (part) => part === 0 });
    const [first, ...others] = await Promise.all(Array.from({ length: 5 }, () => ask()));
    expect(first).toBe(200);
    expect(new Set(others)).toEqual(new Set([403]));
    expect(state.logins).toBeGreaterThan(1);
    expect(cluster.refusals).toBeLessThan(4 * 10);
  });
});

describe("the only credential there is", () => {
  const password: Strategy<string> = { ...twoKinds, strategy: "BASIC", needsPart: () => false, isFixed: true };

  it("goes out once while it has not been taken, and once in each window after", async () => {
    const { outcome, api: cluster, clock } = api(password);
    cluster.ended = Number.POSITIVE_INFINITY;
    const all = () => Promise.all(Array.from({ length: 50 }, (_, at) => outcome(`/v2/path${at}`)));
    const sent = async () => {
      const before = cluster.requests.length;
      expect(new Set(await all())).toEqual(new Set(["AUTH_REJECTED"]));
      return cluster.requests.length - before;
    };
    expect(await sent()).toBe(1);
    expect(await sent()).toBe(0);
    for (const seconds of [30, 60, 120]) {
      clock.pass(seconds * 1000 - 1);
      expect(await sent()).toBe(0);
      clock.pass(1);
      expect(await sent()).toBe(1);
    }
  });

  it("goes out once although those who send it leave before the answer, which is heard all the same", async () => {
    const answers: ((status: number) => void)[] = [];
    const { ask, clock } = through(
      () => new Promise((resolve) => answers.push((status) => resolve(reply(status, "{}")))),
      () => ({ value: "password" }),
      { strategy: password },
    );
    for (let call = 0; call < 8; call++) {
      const leaving = new AbortController();
      const left = ask("/v2/x", { signal: leaving.signal });
      await settled();
      leaving.abort(new Error("left"));
      await expect(left).rejects.toThrow("left");
    }
    expect(answers).toHaveLength(1);
    answers[0]?.(401);
    await settled();
    expect((await failureOf(ask("/v2/x"))).facts.retryAfterSeconds).toBe(30);
    expect(answers).toHaveLength(1);
    clock.pass(30_000);
    const last = ask("/v2/x");
    await settled();
    answers[1]?.(200);
    expect(await last).toBe(200);
  });

  it("lets the others go when the first was taken, or came to nothing", async () => {
    let trouble = true;
    const sent: string[] = [];
    const { ask } = through(
      async ({ url }) => {
        sent.push(url.pathname);
        await settled();
        if (!trouble) return reply(200, "{}");
        trouble = false;
        throw new OperateError("UNREACHABLE", "gone");
      },
      () => ({ value: "password" }),
      { strategy: password },
    );
    const all = await Promise.allSettled(Array.from({ length: 5 }, (_, at) => ask(`/v2/path${at}`)));
    expect(all.map(({ status }) => status)).toEqual(["rejected", ...Array.from({ length: 4 }, () => "fulfilled")]);
    expect(sent).toHaveLength(5);
  });

  it("is asked about once more when it was taken before, and held then; what is under way is all that carries it", async () => {
    const { outcome, api: cluster } = api(password);
    await outcome("/v2/used");
    cluster.ended = Number.POSITIVE_INFINITY;
    const all = await Promise.all(Array.from({ length: 100 }, () => outcome("/v2/x")));
    expect(new Set(all)).toEqual(new Set(["AUTH_REJECTED"]));
    // Eight at once, and the question whether it is still good.
    expect(cluster.requests).toHaveLength(1 + 8 + 1);
  });

  it("is not held because nothing answered the question whether it is good, but the next one goes out alone", async () => {
    const { outcome, api: cluster, clock } = api(password);
    await outcome("/v2/used");
    cluster.forbidden = { "/v2/forbidden": 401, "/v2/used": 500 };
    expect(await outcome("/v2/forbidden")).toBe("AUTH_REJECTED");
    expect(await outcome("/v2/other")).toBe(200);
    expect(await outcome("/v2/forbidden")).toBe("FORBIDDEN");
    cluster.forbidden = { "/v2/forbidden": 401, "/v2/used": 500, "/v2/other": 500 };
    clock.pass(60_000);
    expect(await outcome("/v2/forbidden")).toBe("AUTH_REJECTED");
    cluster.ended = Number.POSITIVE_INFINITY;
    const sent = cluster.requests.length;
    await Promise.all(Array.from({ length: 50 }, () => outcome("/v2/x")));
    expect(cluster.requests).toHaveLength(sent + 1);
  });

  it("is not held where one path alone refuses it", async () => {
    const { outcome, api: cluster, clock } = api(password);
    cluster.forbidden = { "/v2/forbidden": 401 };
    await outcome("/v2/used");
    for (let call = 0; call < 5; call++) {
      expect(await outcome("/v2/forbidden")).toBe("FORBIDDEN");
      expect(await outcome("/v2/used")).toBe(200);
      clock.pass(500);
    }
  });
});
