import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bounded } from "../../src/bounded.ts";
import { OperateError } from "../../src/errors.ts";
import type { HttpRequest } from "../../src/http/http.ts";
import { through, twoKinds } from "./refusals-rig.ts";
import { reply } from "./rig.ts";
import { settled } from "./watched-session.ts";

describe("whatever happens", () => {
  const refusals = fc.constantFrom(401, 403);
  const happening = fc.record({
    /** What each of eight requests at once is for, and whether its caller leaves. */
    asked: fc.array(fc.record({ path: fc.constantFrom("a", "b", "c"), leaves: fc.boolean() }), {
      minLength: 1,
      maxLength: 8,
    }),
    ends: fc.boolean(),
    isOdd: fc.boolean(),
    forbidden: fc.option(fc.record({ path: fc.constantFrom("a", "b", "c"), status: refusals }), { nil: undefined }),
    refuseEnded: refusals,
    /** Chances, in the order of their use. */
    lost: fc.array(fc.boolean(), { maxLength: 6 }),
    /** Whether all is lost on the other paths. */
    isAlone: fc.boolean(),
    loginFails: fc.boolean(),
    pauseMs: fc.constantFrom(0, 1_000, 10_000, 60_000),
  });

  it.each([false, true])("each call ends, and later calls succeed (one credential only: %s)", async (isFixed) => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 6 }), async (story) => {
        const state = {
          ended: 0,
          refuseEnded: 401,
          forbidden: "",
          status: 401,
          lost: [false],
          isAlone: false,
          isDown: false,
          logins: 0,
        };
        state.lost = [];
        const send = async ({ headers, url }: HttpRequest) => {
          await settled();
          const isLost = state.lost.shift() === true || (state.isAlone && url.pathname !== state.forbidden);
          if (isLost) throw new OperateError("UNREACHABLE", "gone");
          const generation = Number(headers["authorization"]?.split(" ")[1]);
          if (generation <= state.ended) return reply(state.refuseEnded, "{}");
          return reply(url.pathname === state.forbidden ? state.status : 200, "{}");
        };
        const { ask, clock } = through(
          send,
          async (count) => {
            await settled();
            if (state.isDown) throw new OperateError("AUTH_UNAVAILABLE", "down");
            state.logins = isFixed ? 1 : count;
            return { value: `token ${state.logins}` };
          },
          {
            strategy: isFixed ? { ...twoKinds, needsPart: () => false, isFixed } : twoKinds,
            turns: bounded({ what: "requests", atOnce: 3, waiting: 100 }),
          },
        );
        for (const { asked, ends, isOdd, forbidden, refuseEnded, lost, isAlone, loginFails, pauseMs } of story) {
          Object.assign(state, { lost: [...lost], isAlone, isDown: loginFails, refuseEnded });
          state.forbidden = forbidden === undefined ? "" : `/v1/${forbidden.path}`;
          state.status = forbidden?.status ?? 401;
          if (ends) state.ended = isOdd ? state.logins + 1 : state.logins;
          const leaving = new AbortController();
          const all = asked.map(({ path, leaves }) =>
            ask(`/v1/${path}`, leaves ? { signal: leaving.signal } : {}).catch((error: unknown) => error),
          );
          for (let round = 0; round < asked.length; round++) await settled();
          leaving.abort(new Error("cancelled by the user"));
          await Promise.all(all);
          clock.pass(pauseMs);
        }
        Object.assign(state, { ended: 0, forbidden: "", lost: [], isAlone: false, isDown: false });
        // Longest time for which a refusal is remembered.
        clock.pass(300_000);
        expect(await Promise.all([ask("/v1/a"), ask("/v1/b")])).toEqual([200, 200]);
      }),
      { numRuns: 300 },
    );
  });
});
