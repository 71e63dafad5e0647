import { describe, expect, it } from "vitest";
import type { Fetched } from "../../src/auth/session.ts";
import { authenticate, type Strategy } from "../../src/auth/strategy.ts";
import { credentials } from "../../src/http/credentials.ts";
import type { HttpRequest, HttpResponse } from "../../src/http/http.ts";
import { call, reply } from "./rig.ts";
import { settled, watched } from "./watched-session.ts";

const base = new URL("http://127.0.0.1");

const KINDS = { 401: "unauthorized", 403: "forbidden" } as const;

/** Refused as unauthorized by a 401, and as forbidden by a 403. */
const twoKinds: Strategy<string> = {
  strategy: "BEARER",
  put: (authorization, request) => ({ ...request, headers: { authorization } }),
  refusal: (_, { status }) => {
    const kind = status === 401 || status === 403 ? KINDS[status] : undefined;
    return kind === undefined ? undefined : { kind, quietMs: 60_000 };
  },
};

/** Calls with such a credential; each request and each login after the first is answered by hand, in the order of their coming. */
const setUp = () => {
  const logins: ((fetched: Fetched<string>) => void)[] = [];
  const sent: { credential: string | undefined; answer: (status: number) => void }[] = [];
  const { session, state } = watched((login) =>
    login === 1 ? { value: "token 1" } : new Promise((resolve) => logins.push(resolve)),
  );
  const send = (request: HttpRequest): Promise<HttpResponse> =>
    new Promise((resolve) =>
      sent.push({ credential: request.headers["authorization"], answer: (status) => resolve(reply(status)) }),
    );
  const through = credentials(authenticate(twoKinds, session, base))(send);
  const ask = async () => (await through(call(base, "/v1/x"))).status;
  return { ask, state, logins, sent };
};

describe("a credential that is refused", () => {
  it("is renewed once more for a call that met its end while a login begun before was under way", async () => {
    const { ask, state, logins, sent } = setUp();
    const both = Promise.all([ask(), ask()]);
    await settled();
    sent[0]?.answer(401);
    await settled();
    sent[1]?.answer(403);
    await settled();
    // What this login brings has ended on the way.
    logins[0]?.({ value: "token 2" });
    await settled();
    sent[3]?.answer(403);
    sent[2]?.answer(403);
    await settled();
    logins[1]?.({ value: "token 3" });
    await settled();
    sent[4]?.answer(200);
    sent[5]?.answer(200);
    expect(await both).toEqual([200, 200]);
    expect(state.logins).toBe(3);
  });

  it("is not renewed a second time for a refusal of the same kind, but the one that others got is tried", async () => {
    const { ask, state, logins, sent } = setUp();
    const one = ask();
    await settled();
    sent[0]?.answer(403);
    await settled();
    logins[0]?.({ value: "token 2" });
    await settled();
    const other = ask();
    await settled();
    sent[2]?.answer(401);
    await settled();
    logins[1]?.({ value: "token 3" });
    await settled();
    sent[1]?.answer(403);
    await settled();
    sent[3]?.answer(200);
    expect(sent[4]?.credential).toBe("token 3");
    sent[4]?.answer(403);
    expect(await Promise.all([one, other])).toEqual([403, 200]);
    expect(state.logins).toBe(3);
  });
});
