import { readdirSync, readFileSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { member } from "../../src/narrow.ts";
import { startCluster } from "../../src/simulator/cluster.ts";
import { random } from "../../src/simulator/company/random.ts";
import type { Fault } from "../../src/simulator/faults.ts";
import { settingsFor } from "../support/connect.ts";
import { startServer, timed, toolCall } from "./server-process.ts";

/* A hundred calls as a part of `npm test`; `npm run test:soak` keeps it up for ten minutes, and measures what else takes long. */

const SECONDS = Number(process.env["SOAK_SECONDS"] ?? 0);
/** More than can be answered, to see what a full queue costs. */
const IS_FULL = process.env["SOAK"] === "full";
const PER_SECOND = IS_FULL ? 500 : 50;
/** No more calls than this wait for their answers: a slow machine keeps a slower pace, which the figures tell. */
const MOST_WAITING = IS_FULL ? 1000 : 200;
const SHORT_CALLS = 100;
const FAULTY = 0.3;
const SEED = 4711;

const FAULTS: readonly Fault[] = [
  { kind: "reset" },
  { kind: "reset", within: "body" },
  { kind: "truncated" },
  { kind: "garbage" },
  { kind: "html", status: 502 },
  { kind: "html", status: 200 },
  { kind: "exhausted", status: 503 },
  { kind: "rate-limited", retryAfter: "1" },
  { kind: "application-error" },
  { kind: "delay", ms: 50 },
];

/** Questions of about three requests each, together. */
const CALLS: readonly (readonly [string, object])[] = [
  ["search_process_instances", { limit: 20 }],
  ["search_incidents", { limit: 20 }],
  ["search_element_instances", { limit: 20 }],
  ["get_process_instance", { processInstanceKey: "9223372036854775807" }],
  ["search_variables", { limit: 20 }],
];
/** What comes of more calls than can be answered. */
const CROWDED: readonly string[] = IS_FULL ? ["BUSY", "TIMEOUT"] : [];
/** Now and then one for which a permission is missing: the API refuses it in the same way as a session that has ended. */
const DENIED = { each: 25, tool: "search_decision_instances", path: "/v1/decision-instances/search" };
/** What it comes to: that nothing else is refused may not be found out for all the faults. */
const DENIALS = ["FORBIDDEN", "AUTH_REJECTED"].concat(CROWDED);
/** What the faults come to. None is at the login and none takes long, so a call has no other reason to fail. */
const EXPLAINED = ["OK", "LOGIN_PAGE", "UPSTREAM_ERROR", "UNREACHABLE", "BAD_RESPONSE", "RATE_LIMITED"].concat(CROWDED);
/** The page among the faults asks for a login: two in a row on one path, and no other is refused. */
const PAGES = /^FORBIDDEN: Camunda refuses this request \(its login page\)/;
/** After so many calls every session ends: once a second. */
const SESSION_CALLS = 50;
const isDenied = (call: number): boolean => call % DENIED.each === 0;
/** Resident memory in MiB, and open files and sockets, of a process on Linux. */
const usage = (pid: number): { memory: number; handles: number } => ({
  memory: Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024,
  handles: readdirSync(`/proc/${pid}/fd`).length,
});

/** More of one answer that nothing explains than its code. */
const SHOWN = 600;

/** The code of an answer: that of the error, LOGIN_PAGE for one of them, or OK. */
const codeOf = (answer: unknown): string => {
  const result = member(answer, "result");
  if (member(result, "isError") !== true) return "OK";
  const text = /"text":"([^"]*)/.exec(JSON.stringify(result))?.[1] ?? "?";
  return PAGES.test(text) ? "LOGIN_PAGE" : (text.split(":")[0] ?? "?");
};

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test.skipIf(process.platform !== "linux")(
  "E23: calls with faults: a reply for each, and memory and handles stay as they are",
  async () => {
    const cluster = await startCluster();
    onTestFinished(cluster.close);
    const server = startServer({ ...settingsFor(cluster), OPERATE_MCP_LOG_LEVEL: "error" });
    await server.open();
    const chance = random(SEED);
    const pid = server.child.pid ?? 0;
    const samples: { memory: number; handles: number }[] = [];
    const began = performance.now();
    const waiting: Promise<unknown>[] = [];
    let calls = 0;
    let answered = 0;
    let requests = 0;
    let faults = 0;
    let logins = 0;
    let ends = 0;
    let slowest = 0;
    // Three requests in ten get a fault, each for itself: repeats are as likely to meet one.
    cluster.faults.each({}, ({ path }) => {
      if (path.endsWith("/login")) {
        logins += 1;
        return undefined;
      }
      requests += 1;
      if (path.startsWith(DENIED.path)) return { kind: "unauthorized" };
      if (!chance.chance(FAULTY)) return undefined;
      faults += 1;
      return FAULTS[chance.whole(0, FAULTS.length - 1)];
    });
    const send = (): void => {
      const usual = CALLS[calls % CALLS.length] ?? ["whoami", {}];
      const [name, args] = isDenied(calls + 1) ? [DENIED.tool, {}] : usual;
      calls += 1;
      if (!IS_FULL && calls % SESSION_CALLS === 0) {
        cluster.expireSessions();
        ends += 1;
      }
      const sent = performance.now();
      server.write(toolCall(calls, name, args));
      waiting.push(
        server.answer(calls).finally(() => {
          answered += 1;
          slowest = Math.max(slowest, performance.now() - sent);
        }),
      );
    };
    if (SECONDS === 0) {
      for (let call = 0; call < SHORT_CALLS; call++) send();
      await Promise.all(waiting);
      samples.push(usage(pid));
    }
    for (let passed = 0; passed < SECONDS * 1000; passed = performance.now() - began) {
      // Evenly, as many as are due by now.
      const due = (passed * PER_SECOND) / 1000;
      while (calls < due && calls - answered < MOST_WAITING) send();
      if (passed / 1000 > samples.length) samples.push(usage(pid));
      await systemClock.sleep(1000 / PER_SECOND);
    }
    const answers = await Promise.all(waiting);
    expect(answers).toHaveLength(calls);
    const codes = answers.map(codeOf);
    const outcomes = Object.fromEntries(
      [...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]),
    );
    const [middle, last] = [samples.slice(samples.length / 4, samples.length / 2), samples.slice(-samples.length / 4)];
    const grown = mean(last.map(({ memory }) => memory)) - mean(middle.map(({ memory }) => memory));
    const most = Math.max(...samples.map(({ memory }) => memory));
    const handles = [Math.min(...samples.map((one) => one.handles)), Math.max(...samples.map((one) => one.handles))];
    if (SECONDS > 0) {
      const figures = {
        seconds: SECONDS,
        calls,
        replies: answers.length,
        outcomes,
        requests,
        faults,
        ends,
        logins,
        slowestMs: Math.round(slowest),
        peakMiB: Math.round(most),
        grownMiB: Number(grown.toFixed(1)),
        handles,
      };
      process.stdout.write(`soak, seed ${SEED}: ${JSON.stringify(figures)}\n`);
      expect(grown).toBeLessThan(10);
    }
    for (const answer of answers) expect(answer).toHaveProperty("result");
    const unexplained = answers.flatMap((answer, call) =>
      (isDenied(call + 1) ? DENIALS : EXPLAINED).includes(codes[call] ?? "?")
        ? []
        : [`call ${call + 1}: ${JSON.stringify(answer).slice(0, SHOWN)}`],
    );
    expect(unexplained).toEqual([]);
    // Only the calls with an id have replies, each one.
    expect(server.lines).toHaveLength(calls + 1);
    expect(most).toBeLessThan(200);
    // Eight connections, and as many that are just being closed.
    expect((handles[1] ?? 0) - (handles[0] ?? 0)).toBeLessThanOrEqual(16);
    server.hangUp();
    expect(await server.exit).toEqual({ code: 0, signal: null });
  },
  (SECONDS + 60) * 1000,
);

const ENDS = 100;
const PROMISED_MS = 1800;

test.skipIf(SECONDS === 0)(
  "a hundred servers of a hundred end in time, idle or with calls running, by the end of stdin or a signal",
  async () => {
    const cluster = await startCluster();
    onTestFinished(cluster.close);
    const took: number[] = [];
    for (let run = 0; run < ENDS; run++) {
      const server = startServer({ ...settingsFor(cluster), OPERATE_MCP_LOG_LEVEL: "error" });
      await server.open();
      await server.call("whoami");
      if (run % 2 === 1) {
        const before = cluster.journal.to("process-instances/search").length;
        cluster.faults.next(8, { path: "process-instances/search" }, { kind: "silence" });
        server.write(...Array.from({ length: 8 }, (_, id) => toolCall(id, "search_process_instances")));
        while (cluster.journal.to("process-instances/search").length < before + 8) await systemClock.sleep(5);
      }
      if (run % 4 < 2) server.hangUp();
      else server.child.kill("SIGTERM");
      took.push(await timed(server.exit));
      expect(await server.exit).toEqual({ code: 0, signal: null });
    }
    process.stdout.write(`ends: ${ENDS} of ${ENDS}, the slowest after ${Math.round(Math.max(...took))} ms\n`);
    expect(Math.max(...took)).toBeLessThan(PROMISED_MS);
  },
  300_000,
);

test.skipIf(SECONDS === 0)("a refused login that is remembered is told at once", async () => {
  const cluster = await startCluster();
  onTestFinished(cluster.close);
  const server = startServer({ ...settingsFor(cluster), CAMUNDA_COOKIE_AUTH_PASSWORD: "a wrong password" });
  await server.open();
  await server.call("search_incidents");
  const took: number[] = [];
  for (let call = 0; call < 100; call++) took.push(await timed(server.call("search_incidents")));
  const [median = 0] = took.toSorted((one, other) => one - other).slice(50);
  process.stdout.write(`remembered: median ${median.toFixed(1)} ms, slowest ${Math.max(...took).toFixed(1)} ms\n`);
  expect(median).toBeLessThan(5);
});
