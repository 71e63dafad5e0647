import { describe, expect, it } from "vitest";
import { openCookies } from "../../src/auth/cookie-jar.ts";
import { secretRegistry } from "../../src/secrets.ts";
import { json, serve, wire } from "./local-server.ts";
import { cookieSettings, setUpOperate } from "./operate-rig.ts";
import { call, failureOf, reply, rig } from "./rig.ts";

describe("the CSRF token", () => {
  it.each(["OPERATE-X-CSRF-TOKEN", "X-CSRF-TOKEN"])(
    "is echoed as %s when something is sent, not when it is read",
    async (csrf) => {
      const { get, search, asked } = await setUpOperate({ csrf });
      expect((await search()).status).toBe(200);
      expect((await get()).status).toBe(200);
      const [, posted, read] = asked;
      expect(posted?.headers[csrf.toLowerCase()]).toMatch(/^masked-/);
      expect(read?.headers[csrf.toLowerCase()]).toBeUndefined();
    },
  );

  it("is taken from an answer whose cookies are too large for a request, and the session goes on without those", async () => {
    const cookies = await openCookies(secretRegistry());
    const url = new URL("http://127.0.0.1/v1/x");
    cookies.take(reply(204, "", { "set-cookie": "OPERATE-SESSION=the-session; Path=/" }), url);
    for (let answer = 0; answer < 200; answer++) {
      const line = `name${answer}=${"v".repeat(80)}; Path=/`;
      cookies.renew(reply(200, "", { "set-cookie": line, "x-csrf-token": `token ${answer}` }), url);
    }
    expect(cookies.header(url)).toMatch(/^OPERATE-SESSION=the-session; name0=/);
    expect(Buffer.byteLength(cookies.header(url))).toBeLessThanOrEqual(8192);
    expect(Buffer.byteLength(cookies.header(url))).toBeGreaterThan(8000);
    expect(cookies.csrf(url)?.value).toBe("token 199");
  });

  it("is not missed where there is none", async () => {
    const { search, seen } = await setUpOperate({ csrf: undefined });
    expect((await search()).status).toBe(200);
    expect(seen.logins).toBe(1);
  });

  it("is renewed from every answer that brings a new one", async () => {
    const { get, search, seen } = await setUpOperate({ rotates: true });
    for (let round = 0; round < 3; round++) {
      expect((await get()).status).toBe(200);
      expect((await search()).status).toBe(200);
    }
    expect(seen).toMatchObject({ logins: 1, calls: 6 });
  });

  it("goes with deletions, too", async () => {
    const { send, url } = await setUpOperate();
    const gone = await send(call(url, "/v1/process-instances/1", { method: "DELETE", repeatable: false }));
    expect(gone.status).toBe(200);
  });

  it("is taken from its cookie where no header brings it", async () => {
    const { url, asked } = await serve(({ method, path }) =>
      path === "/api/login"
        ? { status: 204, headers: { "set-cookie": ["camunda-session=1; Path=/", "X-CSRF-TOKEN=raw-token; Path=/"] } }
        : json({ method }),
    );
    const { send } = rig(cookieSettings(), url, wire());
    await send(call(url, "/v1/x/search", { method: "POST", body: "{}" }));
    expect(asked[1]?.headers["x-csrf-token"]).toBe("raw-token");
  });
});

describe("cookies", () => {
  /** What becomes of a login at `base` that sets these cookies. */
  const loggedIn = async (base: string, cookies: string[]) => {
    const url = new URL(base);
    const sent: string[] = [];
    const send = rig(cookieSettings(), url, async (request) => {
      sent.push(`${request.method} ${request.headers["cookie"] ?? ""}`);
      return request.url.pathname.endsWith("login") ? reply(204, "", { "set-cookie": cookies }) : reply(200, "{}");
    }).send;
    return { sent, answer: send(call(new URL(`${base}/`), "v1/x")) };
  };

  it.each([
    ["none", "http://operate.example", [], "sets no cookie"],
    ["garbage", "http://operate.example", [";;;"], "sets no cookie"],
    ["one for https on plain http", "http://operate.example", ["s=12345678; Path=/; Secure"], "https only"],
    ["one for another host", "http://operate.example", ["s=12345678; Path=/; Domain=evil.example"], "another host"],
    ["one for a public suffix", "http://operate.co.uk", ["s=12345678; Path=/; Domain=co.uk"], "another host"],
    ["one for another path", "http://operate.example", ["s=12345678; Path=/tasklist"], "another path"],
    ["one without a path", "http://operate.example", ["s=12345678"], "another path"],
  ])("that will not reach the API are CONFIG, and no call is made: %s", async (_, base, cookies, why) => {
    const { sent, answer } = await loggedIn(base, cookies);
    const failure = await failureOf(answer);
    expect(failure.code).toBe("CONFIG");
    expect(`${failure.message} ${failure.next}`).toContain(why === "https only" ? "https" : why);
    expect(failure.next).toContain("CAMUNDA_OPERATE_BASE_URL");
    expect(sent).toEqual(["POST "]);
  });

  it.each([
    ["a context path", "http://operate.example/operate", "s=12345678; Path=/operate"],
    ["plain http on loopback, though for https only", "http://localhost:8080", "s=12345678; Path=/; Secure"],
    ["an in-cluster name", "http://operate.camunda.svc.cluster.local", "s=12345678; Path=/"],
    ["a bare host name", "http://operate:8080", "s=12345678; Path=/; SameSite=Strict"],
  ])("work with %s", async (_, base, cookie) => {
    const { sent, answer } = await loggedIn(base, [cookie]);
    expect((await answer).status).toBe(200);
    expect(sent[1]).toBe("GET s=12345678");
  });

  it("of more than 8 KB are CONFIG, and fifty small ones are sent", async () => {
    const many = await loggedIn(
      "http://operate.example",
      Array.from({ length: 50 }, (_, at) => `c${at}=v; Path=/`),
    );
    await many.answer;
    expect(many.sent[1]?.split("; ")).toHaveLength(50);
    const huge = await loggedIn("http://operate.example", [`s=${"x".repeat(100_000)}; Path=/`]);
    expect((await failureOf(huge.answer)).code).toBe("CONFIG");
    expect(huge.sent).toHaveLength(1);
  });

  it("are not sent to another port of the same host", async () => {
    const other = await serve(() => json({}));
    const { get, send } = await setUpOperate();
    await get();
    await failureOf(send(call(other.url, "/v1/x")));
    expect(other.asked).toEqual([]);
  });

  it("and CSRF values, and the password, are known as secrets", async () => {
    const { search, secrets } = await setUpOperate();
    await search();
    expect(secrets.redact("demo-password session-id-1 masked-token-2 raw-masked-token-2")).toBe("*** *** *** ***");
  });

  it("are forgotten in time where each answer renews them, while the session and the password stay known", async () => {
    const secrets = secretRegistry();
    const jar = await openCookies(secrets);
    const url = new URL("http://127.0.0.1/v1/x");
    secrets.add("demo-password");
    jar.take(reply(204, "", { "set-cookie": "OPERATE-SESSION=the-one-session; Path=/" }), url);
    for (let answer = 0; answer < 3000; answer++)
      jar.take(
        reply(200, "", { "x-csrf-token": `masked-token-${answer}`, "set-cookie": `route=route-to-${answer}` }),
        url,
      );
    expect(secrets.redact("demo-password the-one-session masked-token-2999 route-to-2999")).toBe("*** *** *** ***");
    expect(secrets.redact("masked-token-9 and route-to-9")).toBe("masked-token-9 and route-to-9");
  });
});
