import { describe, expect, it } from "vitest";
import type { Turns } from "../../src/bounded.ts";
import { OperateError } from "../../src/errors.ts";
import { type Auth, type Authorized, credentials, type Exchanged } from "../../src/http/credentials.ts";
import type { HttpRequest, HttpResponse } from "../../src/http/http.ts";

const request = (method: HttpRequest["method"] = "POST"): HttpRequest => ({
  method,
  url: new URL("http://127.0.0.1/v1/incidents/search"),
  headers: { "x-mine": "1" },
  body: "{}",
  accept: "json",
  repeatable: false,
  signal: new AbortController().signal,
});

const answer = (status: number): HttpResponse => ({ status, headers: new Map(), body: "" });

/** Credentials `generation 1`, `generation 2`, ...: as many as `successors` says, then no other one. */
const countingAuth = (successors: number) => {
  const concluded: Authorized[] = [];
  const authorized = (plain: HttpRequest, generation: number): Authorized => ({
    plain,
    generation,
    logins: generation - 1,
    outdated: 0,
    request: { ...plain, headers: { ...plain.headers, authorization: `generation ${generation}` } },
  });
  const auth: Auth = {
    strategy: "BEARER",
    claims: () => undefined,
    authorize: async (plain) => authorized(plain, 1),
    async exchange(sent, send) {
      const answer = await send(sent.request);
      const refusal = sent.logins === 0 ? "ended" : "refused";
      return { sent, answer, judgement: answer.status === 401 ? refusal : "accepted", release: () => undefined };
    },
    renew: async ({ sent: { plain, generation } }) =>
      generation > successors ? undefined : authorized(plain, generation + 1),
    conclude({ sent }) {
      concluded.push(sent);
      throw new OperateError("AUTH_REJECTED", "refused for good");
    },
  };
  return { auth, concluded };
};

/** A transport that answers these statuses in order, and keeps what it was sent. */
const scripted = (...statuses: number[]) => {
  const sent: HttpRequest[] = [];
  const send = async (one: HttpRequest) => {
    sent.push(one);
    return answer(statuses[sent.length - 1] ?? 500);
  };
  return { send, sent };
};

describe("the credentials layer", () => {
  it("begins anew, before all others, when nothing was sent in its turn, and keeps count of its logins", async () => {
    const { auth } = countingAuth(1);
    const { send, sent } = scripted(401, 200);
    const asked: (number | undefined)[] = [];
    let turn = 0;
    const held: Auth = {
      ...auth,
      authorize: async (plain, before) => {
        asked.push(before?.logins);
        return { ...(await auth.authorize(plain)), ...(before === undefined ? {} : { logins: before.logins }) };
      },
      exchange: async (ready, next) => (++turn % 2 === 1 ? undefined : auth.exchange(ready, next)),
    };
    const repeats: (boolean | undefined)[] = [];
    const turns: Turns = {
      take: (_, work, isAgain) => {
        repeats.push(isAgain);
        return work();
      },
    };
    expect((await credentials(held, turns)(send)(request())).status).toBe(200);
    expect(sent).toHaveLength(2);
    expect(asked).toEqual([undefined, 0, 1]);
    expect(repeats).toEqual([false, true, true, true]);
  });

  it("takes up no turn while it waits for a login, the first or the next; repeated, it comes before all others", async () => {
    const { auth } = countingAuth(1);
    const repeats: (boolean | undefined)[] = [];
    let taken = 0;
    const free = async () => expect(taken).toBe(0);
    const turns: Turns = {
      take: async (_, work, isAgain) => {
        repeats.push(isAgain);
        taken += 1;
        return work().finally(() => {
          taken -= 1;
        });
      },
    };
    const watched: Auth = {
      ...auth,
      authorize: async (plain) => free().then(() => auth.authorize(plain)),
      renew: async (...refused) => free().then(() => auth.renew(...refused)),
    };
    const { send, sent } = scripted(401, 200);
    await credentials(watched, turns)(send)(request());
    expect(sent).toHaveLength(2);
    expect(repeats).toEqual([false, true]);
  });

  it("puts the credential on and leaves the rest of the request as it is", async () => {
    const { send, sent } = scripted(200);
    const { status } = await credentials(countingAuth(0).auth)(send)(request());
    expect(status).toBe(200);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ method: "POST", body: "{}" });
    expect(sent[0]?.headers).toEqual({ "x-mine": "1", authorization: "generation 1" });
  });

  it.each(["GET", "POST", "DELETE"] as const)(
    "repeats a refused %s once with the next credential, reads and writes alike",
    async (method) => {
      const { send, sent } = scripted(401, 200);
      const { status } = await credentials(countingAuth(5).auth)(send)(request(method));
      expect(status).toBe(200);
      expect(sent.map(({ headers }) => headers["authorization"])).toEqual(["generation 1", "generation 2"]);
    },
  );

  it("does not repeat when there is no different credential", async () => {
    const { send, sent } = scripted(401, 200);
    const { auth, concluded } = countingAuth(0);
    await expect(credentials(auth)(send)(request())).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(sent).toHaveLength(1);
    expect(concluded.map(({ generation }) => generation)).toEqual([1]);
  });

  it("ends after the second refusal, which counts for the second credential", async () => {
    const { send, sent } = scripted(401, 401, 200);
    const { auth, concluded } = countingAuth(5);
    await expect(credentials(auth)(send)(request())).rejects.toMatchObject({ code: "AUTH_REJECTED" });
    expect(sent).toHaveLength(2);
    expect(concluded.map(({ generation }) => generation)).toEqual([2]);
  });

  it("returns a refusal that speaks for itself", async () => {
    const { send } = scripted(401, 401);
    const auth = { ...countingAuth(1).auth, conclude: ({ answer }: Exchanged) => answer };
    expect((await credentials(auth)(send)(request())).status).toBe(401);
  });

  it.each([403, 404, 500])("passes on %i untouched", async (status) => {
    const { send, sent } = scripted(status);
    expect((await credentials(countingAuth(5).auth)(send)(request())).status).toBe(status);
    expect(sent).toHaveLength(1);
  });

  it("sends nothing when there is no credential to be had", async () => {
    const { send, sent } = scripted(200);
    const auth: Auth = {
      ...countingAuth(0).auth,
      authorize: () => Promise.reject(new OperateError("AUTH_UNAVAILABLE", "down")),
    };
    await expect(credentials(auth)(send)(request())).rejects.toMatchObject({ code: "AUTH_UNAVAILABLE" });
    expect(sent).toEqual([]);
  });
});
