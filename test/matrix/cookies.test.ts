import { expect, test } from "vitest";
import { faultServer, http, json, type Step } from "../support/fault-server.ts";
import { thisMachine } from "../support/lookup.ts";
import { EMPTY_PAGE, HEALTHY, PAGE } from "./faulty-operate.ts";
import {
  cookieWorld,
  often,
  PASSWORD,
  passwordWorld,
  type Script,
  SUCCESS,
  session,
  tokenWorld,
} from "./login-world.ts";
import { serverRig } from "./server-rig.ts";

const UNAUTHORIZED = json('{"message":""}', "401 Unauthorized");
/** How the security filter of Spring says no. */
const FILTERED = json(
  '{"timestamp":"t","status":403,"error":"Forbidden","message":"Forbidden","path":"/v1/variables/search"}',
  "403 Forbidden",
);
const WRONG = json('{"message":""}', "401 Unauthorized");

/** A new session for each login. */
const numbered = (attempt: number): Step[] => [session(`session-number-${attempt}`)];
const carries = (request: string, attempt: number): boolean =>
  request.includes(`OPERATE-SESSION=session-number-${attempt}`);

/** An API for which the first session has ended, and says so like this. */
const endedAs =
  (...steps: Step[]): Script =>
  (_, request) =>
    carries(request, 1) ? steps : [HEALTHY];

const started = async (login: Script = numbered, api?: Script, others?: Script) => {
  const world = await cookieWorld(login, api, others);
  const server = await serverRig({ env: world.env });
  const search = () => server.call("search_variables", { limit: 1 });
  const other = () => server.call("search_incidents", { limit: 1 });
  return { world, server, search, other, clock: server.clock };
};

test("B1: 500 first calls at once: successes after one login", async () => {
  const { world, search } = await started();
  await often(500, search, SUCCESS);
  expect(world.logins()).toHaveLength(1);
});

test("B2: a session that ends under 100 calls: successes after one login", async () => {
  const { world, search } = await started(numbered, endedAs(UNAUTHORIZED));
  await often(100, search, SUCCESS);
  expect(world.logins()).toHaveLength(2);
});

test("B3: a session that has ended is answered by a redirect to the login page: a new login, and nobody goes there", async () => {
  const { world, search } = await started(numbered, endedAs(http("302 Found", { location: "/login" })));
  expect(await search()).toMatch(SUCCESS);
  expect(world.logins()).toHaveLength(2);
  expect(world.server.requests.filter((request) => request.startsWith("GET /login"))).toEqual([]);
});

test("B5: a wrong password: AUTH_REJECTED, two login requests at first and one in each window after", async () => {
  const { world, search, clock } = await started(() => [WRONG]);
  expect(await search()).toMatch(/^AUTH_REJECTED/);
  await often(20, search, /^AUTH_REJECTED/);
  expect(world.logins()).toHaveLength(2);
  await clock.advance(30_000);
  await often(20, search, /^AUTH_REJECTED/);
  expect(world.logins()).toHaveLength(3);
});

test.each([
  ["B6: a login without a cookie", {}, /sets no cookie/],
  ["B8: a cookie for another path", { "set-cookie": "OPERATE-SESSION=elsewhere-session; Path=/other" }, /path/],
  [
    "B9: a cookie for a foreign host",
    { "set-cookie": "OPERATE-SESSION=foreign-session; Domain=example.com; Path=/" },
    /host/,
  ],
] satisfies [string, Record<string, string>, RegExp][])(
  "%s: CONFIG, and the API is not asked",
  async (_, headers, reads) => {
    const { world, search } = await started(() => [http("204 No Content", headers)]);
    const text = await search();
    expect(text).toMatch(/^CONFIG/);
    expect(text).toMatch(reads);
    expect(world.searches()).toEqual([]);
  },
);

test("B7: a cookie for https only on http: CONFIG, and the API is not asked", async () => {
  const secure = { "set-cookie": "OPERATE-SESSION=secure-session; Path=/; Secure" };
  const world = await cookieWorld(() => [http("204 No Content", secure)]);
  // This machine itself is trusted without TLS, cookies included.
  const elsewhere = { CAMUNDA_OPERATE_BASE_URL: `http://operate.example:${world.server.port}` };
  const env = { ...world.env, ...elsewhere, OPERATE_MCP_ALLOW_INSECURE: "true" };
  const server = await serverRig({ env, lookup: thisMachine });
  expect(await server.call("search_variables")).toMatch(/^CONFIG(.|\n)*https/);
  expect(world.searches()).toEqual([]);
});

test.each(["OPERATE-X-CSRF-TOKEN", "X-CSRF-TOKEN", undefined])(
  "B10: the CSRF header is called %s: success, it goes back as it came",
  async (name) => {
    const { world, search } = await started((attempt) => [
      session(`session-number-${attempt}`, name === undefined ? {} : { [name]: "the-token-against-forgery" }),
    ]);
    expect(await search()).toMatch(SUCCESS);
    const [request = ""] = world.searches();
    if (name === undefined) expect(request).not.toMatch(/csrf/i);
    else expect(request.toLowerCase()).toContain(`${name.toLowerCase()}: the-token-against-forgery`);
  },
);

test("B11: the CSRF token changes with each answer: the newest is used", async () => {
  const { world, search } = await started(
    () => [session("a-session", { "X-CSRF-TOKEN": "csrf-token-0" })],
    (attempt) => [
      http("200 OK", { "content-type": "application/json", "X-CSRF-TOKEN": `csrf-token-${attempt}` }, PAGE),
    ],
  );
  for (let call = 0; call < 5; call++) expect(await search()).toMatch(SUCCESS);
  const sent = world.searches().map((request) => /x-csrf-token: (\S+)/i.exec(request)?.[1]);
  expect(sent).toEqual([0, 1, 2, 3, 4].map((attempt) => `csrf-token-${attempt}`));
});

test("B12: 403 because the CSRF token is stale: success after one login", async () => {
  const { world, search } = await started(numbered, endedAs(FILTERED));
  await often(20, search, SUCCESS);
  expect(world.logins()).toHaveLength(2);
});

test("B13: 403 for real: FORBIDDEN, and one login a minute at most", async () => {
  const { world, search, clock } = await started(numbered, () => [FILTERED]);
  expect(await search()).toMatch(/^FORBIDDEN/);
  await often(20, search, /^FORBIDDEN/);
  expect(world.logins()).toHaveLength(2);
  await clock.advance(60_000);
  await often(20, search, /^FORBIDDEN/);
  expect(world.logins()).toHaveLength(3);
});

test("B14: 401 to a fresh session: AUTH_REJECTED, and no loop of logins", async () => {
  const refuse = () => [UNAUTHORIZED];
  const { world, search, clock } = await started(numbered, refuse, refuse);
  await often(20, search, /^AUTH_REJECTED/);
  await clock.advance(9_000);
  await often(20, search, /^AUTH_REJECTED/);
  expect(world.logins()).toHaveLength(2);
});

test.each([
  ["401", UNAUTHORIZED],
  ["403", FILTERED],
  ["a login page", http("200 OK", { "content-type": "text/html" }, "<title>Log in</title>")],
  ["a redirect to the login page", http("302 Found", { location: "/login" })],
] satisfies [string, Step][])(
  "B19: %s for good on one path, and then to all that a session which ended asks for: the others get a new session at once",
  async (_, refusal) => {
    let ended = 0;
    const { world, search, other, clock } = await started(
      numbered,
      () => [refusal],
      (_attempt, request) => (carries(request, ended) ? [refusal] : [json(EMPTY_PAGE)]),
    );
    await often(20, search, /^FORBIDDEN/);
    expect(world.logins()).toHaveLength(2);
    for (let second = 0; second < 50; second += 10) {
      expect(await search()).toMatch(/^FORBIDDEN/);
      await clock.advance(10_000);
    }
    expect(world.logins()).toHaveLength(2);
    for (const end of [2, 3]) {
      ended = end;
      await often(20, other, /^incidents: 0/);
      expect(world.logins()).toHaveLength(end + 1);
    }
  },
);

test("B20: a session that ends again while one request is on its way with it: success, also for the others", async () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  let ended = 0;
  const isOver = (request: string): boolean =>
    Array.from({ length: ended }, (_, at) => at + 1).some((attempt) => carries(request, attempt));
  const { world, search, other } = await started(
    numbered,
    function* (attempt, request) {
      if (attempt === 2) yield { until };
      yield isOver(request) ? UNAUTHORIZED : HEALTHY;
    },
    (_, request) => [isOver(request) ? UNAUTHORIZED : json(EMPTY_PAGE)],
  );
  expect(await other()).toMatch(/^incidents: 0/);
  ended = 1;
  const slow = search();
  while (world.searches().length < 2) await new Promise((resolve) => setImmediate(resolve));
  expect(await other()).toMatch(/^incidents: 0/);
  ended = 2;
  release();
  await often(20, other, /^incidents: 0/);
  expect(await slow).toMatch(SUCCESS);
  expect(world.logins()).toHaveLength(3);
});

test("B21: a password that is refused, sent with every request: once at first and in each window, once more when it was taken", async () => {
  let isWrong = true;
  const answer = (right: Step) => () => [isWrong ? UNAUTHORIZED : right];
  const world = await passwordWorld(answer(HEALTHY), answer(json(EMPTY_PAGE)));
  const { call, clock } = await serverRig({ env: world.env });
  const search = () => call("search_variables", { limit: 1 });
  const withPassword = () => world.server.requests.filter((request) => /^authorization: basic/im.test(request)).length;
  const sent = async (reads: RegExp) => {
    const before = withPassword();
    await often(50, search, reads);
    return withPassword() - before;
  };
  expect(await sent(/^AUTH_REJECTED/)).toBe(1);
  await clock.advance(29_000);
  expect(await sent(/^AUTH_REJECTED/)).toBe(0);
  await clock.advance(1_000);
  expect(await sent(/^AUTH_REJECTED/)).toBe(1);
  await clock.advance(60_000);
  isWrong = false;
  await sent(SUCCESS);
  isWrong = true;
  // Eight are under way at once; the last one asks whether it is still good.
  expect(await sent(/^AUTH_REJECTED/)).toBe(8 + 1);
  await clock.advance(30_000);
  expect(await sent(/^AUTH_REJECTED/)).toBe(1);
});

test.each([
  ["a CSRF token", "403", { header: "X-CSRF-TOKEN", sent: /^x-csrf-token: (.*)$/im, refusal: FILTERED }],
  ["a session cookie", "401", { header: "set-cookie", sent: /OPERATE-SESSION=([^;\r]*)/, refusal: UNAUTHORIZED }],
] satisfies [string, string, { header: string; sent: RegExp; refusal: Step }][])(
  "B22: %s that changes with each answer, and only the newest is taken (else %s), from 40 callers: success, one login",
  async (_, __, { header, sent, refusal }) => {
    let newest = "part number 0";
    let changes = 0;
    const value = (part: string) => (header === "set-cookie" ? `OPERATE-SESSION=${part}; Path=/` : part);
    const changing = (body: string) => (_attempt: number, request: string) => {
      if (sent.exec(request)?.[1] !== newest) return [refusal];
      newest = `part number ${++changes}`;
      return [http("200 OK", { "content-type": "application/json", [header]: value(newest) }, body)];
    };
    const first = header === "set-cookie" ? session(newest) : session("a-session", { [header]: newest });
    const { world, search, other } = await started(() => [first], changing(PAGE), changing(EMPTY_PAGE));
    await Promise.all([often(20, search, SUCCESS), often(20, other, /^incidents: 0/)]);
    expect(world.logins()).toHaveLength(1);
    const before = world.server.requests.length;
    await often(20, search, SUCCESS);
    // By now each waits for the answer to the one before.
    expect(world.server.requests.length - before).toBe(20);
    expect(world.logins()).toHaveLength(1);
  },
);

test.each([
  ["500", json("{}", "500 Internal Server Error")],
  ["cut", "rst"],
  ["garbage", { bytes: "no HTTP at all\r\n\r\n" }],
] satisfies [string, Step][])(
  "B23: a login that fails without a refusal (%s): two in a row, and then after 1, 2, 4, 8, 15 s",
  async (_, failure) => {
    const { world, search, clock } = await started(() => [failure]);
    const failed = /^(?:AUTH_UNAVAILABLE|UNREACHABLE)/;
    expect(await search()).toMatch(failed);
    const tries = world.logins().length;
    expect(tries).toBeLessThanOrEqual(3);
    for (let call = 0; call < 60; call++) {
      expect(await search()).toMatch(failed);
      await clock.advance(500);
    }
    expect(world.logins().length).toBe(tries * (2 + 4));
  },
);

test("B24: somebody else ends each session after one answer: success, twenty logins at once and then ten each second", async () => {
  const used = new Set<string>();
  const once = (answer: Step) => (_attempt: number, request: string) => {
    const id = /OPERATE-SESSION=([\w-]*)/.exec(request)?.[1] ?? "";
    const isUsed = used.has(id);
    used.add(id);
    return [isUsed ? UNAUTHORIZED : answer];
  };
  const { world, search, clock } = await started(numbered, once(HEALTHY), once(json(EMPTY_PAGE)));
  for (let call = 0; call < 40; call++) expect(await search()).toMatch(SUCCESS);
  expect(clock.pauses.filter((ms) => ms > 50)).toHaveLength(world.logins().length - 20);
});

test.each([
  ["fifty cookies", Array.from({ length: 50 }, (_, at) => `c${at}=small; Path=/`), SUCCESS],
  [
    "cookies of 12 kB",
    Array.from({ length: 6 }, (_, at) => `c${at}=${"x".repeat(2000)}; Path=/`),
    /^CONFIG(.|\n)*8 KB/,
  ],
  ["a cookie of 100 kB", [`c=${"x".repeat(100_000)}; Path=/`], /^AUTH_UNAVAILABLE/],
] satisfies [string, string[], RegExp][])("B15: a login that sets %s", async (_, cookies, reads) => {
  const lines = cookies.map((cookie) => `set-cookie: ${cookie}\r\n`).join("");
  const { world, search } = await started(() => [{ bytes: `HTTP/1.1 204 No Content\r\n${lines}\r\n` }]);
  expect(await search()).toMatch(reads);
  for (const request of world.searches()) expect(/cookie: (.*)/i.exec(request)?.[1]?.length).toBeLessThan(8192);
});

test("B16: a session cookie beside a bearer token: success, and no cookie is ever sent", async () => {
  const cookie = { "content-type": "application/json", "set-cookie": "OPERATE-SESSION=unwanted-session; Path=/" };
  const world = await tokenWorld(
    () => [http("200 OK", cookie, '{"access_token":"the-access-token","expires_in":300}')],
    () => [http("200 OK", cookie, PAGE)],
  );
  const server = await serverRig({ env: world.env });
  for (let call = 0; call < 3; call++) expect(await server.call("search_variables")).toMatch(SUCCESS);
  expect(world.server.requests.join("\n")).not.toMatch(/^cookie:/im);
});

test("B17: a service on another port of the host, named by a redirect: it gets neither cookie nor request", async () => {
  const other = await faultServer(() => ["request", HEALTHY]);
  const { search } = await started(numbered, () => [http("307 Elsewhere", { location: `${other.origin}/v1/x` })]);
  expect(await search()).toMatch(/^CONFIG/);
  expect(other.connections()).toBe(0);
});

test.each([
  ["odd signs", `${PASSWORD} &=+%"\\ é ü 😀`],
  ["a kilobyte", "p&=+% é".repeat(150)],
])("B18: a password of %s arrives as it is, and is in no address", async (_, password) => {
  const world = await cookieWorld(numbered);
  const server = await serverRig({ env: { ...world.env, CAMUNDA_COOKIE_AUTH_PASSWORD: password } });
  expect(await server.call("search_variables")).toMatch(SUCCESS);
  const [request = ""] = world.logins();
  const [head = "", body = ""] = request.split("\r\n\r\n");
  expect(new URLSearchParams(body).get("password")).toBe(password);
  expect(head.split("\r\n")[0]).toBe("POST /api/login HTTP/1.1");
});
