import { expect, test } from "vitest";
import { faultServer, http, json, type Step } from "../support/fault-server.ts";
import { eagerClock } from "./eager-clock.ts";
import { HEALTHY } from "./faulty-operate.ts";
import { often, REFUSED, SECRET, SUCCESS, token, tokenWorld } from "./login-world.ts";
import { serverRig } from "./server-rig.ts";

const BUSY = json("{}", "503 Service Unavailable");
const UNAUTHORIZED = json('{"message":""}', "401 Unauthorized");

/** A new token for each request. */
const numbered = (attempt: number): Step[] => [token(`token-number-${attempt}`)];
const carries = (request: string, attempt: number): boolean => request.includes(`Bearer token-number-${attempt}`);

const started = async (...scripts: Parameters<typeof tokenWorld>) => {
  const world = await tokenWorld(...scripts);
  const server = await serverRig({ env: world.env });
  const search = () => server.call("search_variables", { limit: 1 });
  return { world, server, search, clock: server.clock };
};

test("A1: 1,000 first calls at once: successes after one token request", async () => {
  const { world, search } = await started(numbered);
  await often(1000, search, SUCCESS);
  expect(world.logins()).toHaveLength(1);
});

test("A2: a token that takes its time: all wait for the one request", async () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { world, search } = await started(() => [{ until }, token("a-late-token")]);
  const all = often(200, search, SUCCESS);
  await world.asked(1);
  expect(world.searches()).toEqual([]);
  release();
  await all;
  expect(world.logins()).toHaveLength(1);
});

test("A3: a refused client: AUTH_REJECTED for all 1,000, after one request", async () => {
  const { world, search } = await started(() => [REFUSED]);
  await often(1000, search, /^AUTH_REJECTED.*client or its secret/);
  expect(world.logins()).toHaveLength(1);
});

test("A5: a secret that is put right: success with one request once the time is over", async () => {
  const { world, search, clock } = await started((attempt) => (attempt === 1 ? [REFUSED] : numbered(attempt)));
  expect(await search()).toMatch(/^AUTH_REJECTED/);
  await clock.advance(30_000);
  expect(await search()).toMatch(SUCCESS);
  expect(world.logins()).toHaveLength(2);
});

test("A6: refused again and again: asked after 30, 60, 120, 240, 300 and 300 s, and not a second earlier", async () => {
  const { world, search, clock } = await started(() => [REFUSED]);
  await search();
  for (const [row, seconds] of [30, 60, 120, 240, 300, 300].entries()) {
    await clock.advance(seconds * 1000 - 1);
    expect(await search()).toMatch(/AUTH_REJECTED(.|\n)*in 1 s/);
    expect(world.logins()).toHaveLength(row + 1);
    await clock.advance(1);
    await search();
    expect(world.logins()).toHaveLength(row + 2);
  }
});

test("A6: 1,000 calls in ten minutes with a wrong secret: five token requests", async () => {
  const { world, search, clock } = await started(() => [REFUSED]);
  for (let call = 0; call < 1000; call++) {
    expect(await search()).toMatch(/^AUTH_REJECTED/);
    await clock.advance(600);
  }
  expect(world.logins()).toHaveLength(5);
});

test("A7: 503 twice, then a token: success", async () => {
  const { world, search } = await started((attempt) => (attempt < 3 ? [BUSY] : numbered(attempt)));
  expect(await search()).toMatch(SUCCESS);
  expect(world.logins()).toHaveLength(3);
});

test("A8: 429 with two seconds to wait: success after them", async () => {
  const { search, clock } = await started((attempt) =>
    attempt === 1 ? [http("429 Slow", { "retry-after": "2" })] : numbered(attempt),
  );
  expect(await search()).toMatch(SUCCESS);
  expect(clock.pauses).toContain(2000);
});

test("A9: 429 with an hour to wait: RATE_LIMITED, and left alone for five minutes", async () => {
  const { world, search, clock } = await started((attempt) =>
    attempt === 1 ? [http("429 Slow", { "retry-after": "3600" })] : numbered(attempt),
  );
  expect(await search()).toMatch(/^RATE_LIMITED.*3600 s/);
  await clock.advance(299_999);
  expect(await search()).toMatch(/^RATE_LIMITED/);
  expect(world.logins()).toHaveLength(1);
  await clock.advance(1);
  expect(await search()).toMatch(SUCCESS);
});

test.each([
  ["a date", "Tue, 24 Nov 2026 10:00:05 GMT", 5000],
  ...["0x10", "1e9", "-5", "", "5 bananas"].map((value) => [JSON.stringify(value), value, undefined] as const),
] as const)("A10: Retry-After is %s: kept to if it says anything, else the usual pause", async (_, after, waited) => {
  const { search, clock } = await started((attempt) =>
    attempt === 1 ? [http("429 Slow", { "retry-after": after })] : numbered(attempt),
  );
  expect(await search()).toMatch(SUCCESS);
  if (waited !== undefined) expect(clock.pauses).toContain(waited);
  for (const pause of clock.pauses) expect(pause).toBeLessThanOrEqual(10_000);
});

test("A11: a token endpoint that hangs: AUTH_UNAVAILABLE after 20 s", async () => {
  const { world, search, clock } = await started(() => []);
  const answer = search();
  await world.asked(1);
  await clock.advance(10_000);
  await world.asked(2);
  await clock.advance(10_000);
  expect(await answer).toMatch(/^AUTH_UNAVAILABLE/);
});

test("A12: a token endpoint that drips: another try after 10 s, and no third", async () => {
  const { world, search, clock } = await started(() => [{ bytes: "HTTP/1.1 200 OK\r\n\r\n" }, "drip"]);
  const answer = search();
  await world.asked(1);
  await clock.advance(10_000);
  await world.asked(2);
  await clock.advance(10_000);
  expect(await answer).toMatch(/^AUTH_UNAVAILABLE/);
  expect(world.logins()).toHaveLength(2);
});

test.each([
  ["a web page", http("200 OK", { "content-type": "text/html" }, "<h1>HUNTER2</h1>")],
  ["JSON cut short", json('{"access_token":"HUNTER2')],
  ["no token", json('{"hunter":"HUNTER2"}')],
  ["a token with a line break", token("HUNTER2\r\nx: y")],
  ["a token of 20 kB", token(`HUNTER2${"x".repeat(20_000)}`)],
])("A13: 200 with %s: AUTH_UNAVAILABLE, and nothing of it is shown", async (_, answer) => {
  const { server, search } = await started(() => [answer]);
  expect(await search()).toMatch(/^(?:AUTH_UNAVAILABLE|CONFIG)/);
  expect([...server.lines, ...server.log].join("\n")).not.toContain("HUNTER2");
});

test.each<[string, object, number]>([
  ["missing", {}, 60],
  ['"300"', { expires_in: "300" }, 300],
  ["0", { expires_in: 0 }, 1],
  ["-1", { expires_in: -1 }, 1],
  ["1e12", { expires_in: 1e12 }, 86_400],
  ["no number", { expires_in: "NaN" }, 60],
])("A14: expires_in is %s: success, and asked at most once a second and once a life", async (_, rest, life) => {
  const { world, search, clock } = await started((attempt) => [token(`token-number-${attempt}`, rest)]);
  await often(20, search, SUCCESS);
  expect(world.logins()).toHaveLength(1);
  await clock.advance(life * 1000 - 1);
  await clock.advance(1);
  await often(20, search, SUCCESS);
  expect(world.logins()).toHaveLength(2);
});

test("A15: tokens of 60 s under five minutes of steady load: no failed call, and one request in 45 s", async () => {
  const { world, search, clock } = await started((attempt) => [token(`token-number-${attempt}`, { expires_in: 60 })]);
  for (let second = 0; second < 300; second++) {
    expect(await search()).toMatch(SUCCESS);
    await clock.advance(1000);
  }
  expect(world.logins().length).toBeLessThanOrEqual(Math.ceil(300 / 45));
});

test("A16: renewal brings the same token: it goes on serving, and is asked for again after 10 s at the earliest", async () => {
  const asked: number[] = [];
  const clock = eagerClock();
  const world = await tokenWorld(() => {
    asked.push(clock.mono());
    return [token("always-the-same", { expires_in: 60 })];
  });
  const server = await serverRig({ env: world.env, clock });
  for (let second = 0; second < 120; second++) {
    expect(await server.call("search_variables", { limit: 1 })).toMatch(SUCCESS);
    await clock.advance(1000);
  }
  expect(asked.length).toBeGreaterThan(2);
  for (const [index, at] of asked.slice(1).entries()) expect(at - (asked[index] ?? 0)).toBeGreaterThanOrEqual(10_000);
});

/** A first token of 300 s, and a token endpoint that is in trouble from then on. */
const onceThenBusy = (attempt: number): Step[] => (attempt === 1 ? numbered(attempt) : [BUSY]);

test("A17: renewal fails: the old token serves while it lives, with one warning a minute", async () => {
  const { world, server, search, clock } = await started(onceThenBusy);
  expect(await search()).toMatch(SUCCESS);
  await clock.advance(226_000);
  for (let second = 0; second < 50; second += 10) {
    expect(await search()).toMatch(SUCCESS);
    await clock.advance(10_000);
  }
  expect(world.logins().length).toBeGreaterThan(2);
  expect(server.log.filter((line) => line.includes('"renewal_failed"'))).toHaveLength(1);
});

test("A18: renewal fails and the token has ended: AUTH_UNAVAILABLE", async () => {
  const { search, clock } = await started(onceThenBusy);
  expect(await search()).toMatch(SUCCESS);
  await clock.advance(300_000);
  expect(await search()).toMatch(/^AUTH_UNAVAILABLE/);
});

test("A19: a revoked token under 200 calls: 200 successes after one token request", async () => {
  const { world, search } = await started(numbered, (_, request) => [carries(request, 1) ? UNAUTHORIZED : HEALTHY]);
  await often(200, search, SUCCESS);
  expect(world.logins()).toHaveLength(2);
});

test("A20: a cluster that refuses every token: AUTH_REJECTED naming the audience, and at most two tokens in 10 s", async () => {
  const refuse = () => [UNAUTHORIZED];
  const { world, search, clock } = await started(numbered, refuse, refuse);
  expect(await search()).toMatch(/^AUTH_REJECTED(.|\n)*AUDIENCE/);
  await clock.advance(9_000);
  await often(20, search, /^AUTH_REJECTED/);
  expect(world.logins()).toHaveLength(2);
});

test.each([
  ["two hours ahead", 7_200_000],
  ["two hours back", -7_200_000],
  ["eight hours ahead, as after a sleep", 28_800_000],
])("A21: the wall clock is suddenly %s: success after one renewal at most", async (_, jump) => {
  let ahead = 0;
  const eager = eagerClock();
  const clock = { ...eager, wall: () => eager.wall() + ahead };
  const world = await tokenWorld(numbered);
  const server = await serverRig({ env: world.env, clock });
  await server.call("search_variables");
  ahead = jump;
  await often(20, () => server.call("search_variables"), SUCCESS);
  expect(world.logins().length).toBeLessThanOrEqual(2);
});

test("A22: a caller that leaves while all wait for a token: no reply to it, success for the others", async () => {
  let release: () => void = () => undefined;
  const until = new Promise<void>((resolve) => {
    release = resolve;
  });
  const { world, server, search } = await started(() => [{ until }, token("a-late-token")]);
  const { cancel } = server.begin("search_variables");
  await world.asked(1);
  const others = often(20, search, SUCCESS);
  cancel();
  release();
  await others;
  expect(world.logins()).toHaveLength(1);
});

test.each([301, 302, 307, 308])(
  "A23: the token endpoint redirects (%i): CONFIG, and nothing goes there",
  async (status) => {
    const other = await faultServer(() => ["request"]);
    const { search } = await started(() => [http(`${status} Elsewhere`, { location: `${other.origin}/token` })]);
    expect(await search()).toMatch(/^CONFIG/);
    expect(other.connections()).toBe(0);
  },
);

test("A24: a token address without TLS on another machine: CONFIG, and nothing is sent", async () => {
  const world = await tokenWorld(numbered);
  const server = await serverRig({ env: { ...world.env, CAMUNDA_OAUTH_URL: "http://identity.example/token" } });
  expect(await server.call("search_variables")).toMatch(/^CONFIG(.|\n)*CAMUNDA_OAUTH_URL/);
  expect(world.server.connections()).toBe(0);
});

test("A25: of two audiences one is refused: the other is unaffected", async () => {
  const { world } = await started((attempt, request) => (request.includes("refused") ? [REFUSED] : numbered(attempt)));
  const servers = await Promise.all(
    ["refused", "taken"].map((audience) =>
      serverRig({ env: { ...world.env, CAMUNDA_OPERATE_OAUTH_AUDIENCE: `audience-${audience}` } }),
    ),
  );
  const [first, second] = await Promise.all(servers.map((server) => server.call("search_variables")));
  expect(first).toMatch(/^AUTH_REJECTED/);
  expect(second).toMatch(SUCCESS);
});

test("A26: an identity server that comes up after 20 s: AUTH_UNAVAILABLE, then success without a restart", async () => {
  let isUp = false;
  const { search, clock } = await started((attempt) => (isUp ? numbered(attempt) : ["rst"]));
  expect(await search()).toMatch(/^AUTH_UNAVAILABLE/);
  isUp = true;
  await clock.advance(20_000);
  expect(await search()).toMatch(SUCCESS);
});

test("a secret with odd signs arrives as it is, in the body alone", async () => {
  const { world, search } = await started(numbered);
  await search();
  const [head = "", body = ""] = (world.logins()[0] ?? "").split("\r\n\r\n");
  expect(new URLSearchParams(body).get("client_secret")).toBe(SECRET);
  expect(head).not.toContain(encodeURIComponent(SECRET));
});
