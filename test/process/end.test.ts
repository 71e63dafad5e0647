import { describe, expect, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { INITIALIZE, INITIALIZED, startServer, timed, toolCall } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

/** Longest time from the end of the input or a signal to the end of the process. */
const PROMISED_MS = 1800;

const CLEAN = { code: 0, signal: null };
const SEARCH = "search_process_instances";
const SEARCH_REQUEST = "POST /v1/process-instances/search";

/** A server that is connected to a cluster whose instance searches get no answer, after one call that got its own. */
const startAtSilentCluster = async () => {
  const watched = await watchedCluster();
  const server = startServer(watched.env);
  await server.open();
  await server.call("whoami");
  watched.cluster.faults.next(100, { path: "process-instances/search" }, { kind: "silence" });
  return { watched, server };
};

describe("the end of stdin", () => {
  test("ends an idle server within half a second, although connections to the cluster are open", async () => {
    const watched = await watchedCluster();
    const server = startServer(watched.env);
    await server.open();
    await server.call(SEARCH);
    expect(watched.open()).toBeGreaterThan(0);
    server.hangUp();
    expect(await timed(server.exit)).toBeLessThan(PROMISED_MS);
    expect(await server.exit).toEqual(CLEAN);
  });

  test("lets a call of 300 ms finish and answers it", async () => {
    const watched = await watchedCluster();
    watched.cluster.faults.next(1, { path: "process-instances/search" }, { kind: "delay", ms: 300 });
    const server = startServer(watched.env);
    await server.open();
    server.write(toolCall("slow", SEARCH));
    await watched.received(SEARCH_REQUEST);
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
    expect(await server.answer("slow")).toHaveProperty("result.structuredContent.items");
  });

  test("in the same write as the first call leaves that call its answer", async () => {
    const watched = await watchedCluster();
    const server = startServer(watched.env);
    server.write(INITIALIZE, INITIALIZED, toolCall("only", SEARCH));
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
    expect(await server.answer("only")).toHaveProperty("result.structuredContent.items");
  });

  test("aborts calls that take longer, and their requests with them", async () => {
    const { watched, server } = await startAtSilentCluster();
    server.write(...Array.from({ length: 8 }, (_, id) => toolCall(id, SEARCH)));
    await watched.received(SEARCH_REQUEST, 8);
    server.hangUp();
    expect(await timed(server.exit)).toBeLessThan(PROMISED_MS);
    expect(await server.exit).toEqual(CLEAN);
    await watched.idle();
  });
});

describe("a signal", () => {
  test.each([["SIGTERM" as const], ["SIGINT" as const], ["SIGHUP" as const]])(
    "%s ends the server in an orderly way, also while a call is running",
    async (signal) => {
      const { watched, server } = await startAtSilentCluster();
      server.write(toolCall(1, SEARCH));
      await watched.received(SEARCH_REQUEST);
      server.child.kill(signal);
      expect(await timed(server.exit)).toBeLessThan(PROMISED_MS);
      expect(await server.exit).toEqual(CLEAN);
      await watched.idle();
    },
  );
});

describe("a client that goes away in part", () => {
  test("without reading on: the server ends, without a stack trace", async () => {
    const server = startServer();
    await server.open();
    server.child.stdout.destroy();
    server.write({ jsonrpc: "2.0", id: 1, method: "tools/list" });
    expect(await server.exit).toEqual(CLEAN);
    expect(server.stderr()).not.toMatch(/EPIPE|^\s+at /m);
  });

  test("without its logs: the server goes on", async () => {
    const server = startServer();
    await server.open();
    server.child.stderr.destroy();
    for (let round = 0; round < 3; round += 1) {
      server.write("garbage to be logged");
      expect(member(await server.ask("ping"), "result")).toEqual({});
    }
    server.hangUp();
    expect(await server.exit).toEqual(CLEAN);
  });
});

describe("a client that does not read", () => {
  const LISTS = 400;

  /** A server with some megabytes of answers that nobody takes. */
  const startUnread = async () => {
    const server = startServer({ OPERATE_MCP_LOG_LEVEL: "error" });
    await server.open();
    server.child.stdout.pause();
    const lists = Array.from({ length: LISTS }, (_, id) => ({ jsonrpc: "2.0", id, method: "tools/list" }));
    await new Promise((resolve) =>
      server.child.stdin.write(lists.map((list) => `${JSON.stringify(list)}\n`).join(""), resolve),
    );
    return server;
  };

  test("gets every answer once it reads again, and causes no warning", async () => {
    const server = await startUnread();
    server.child.stdout.resume();
    for (let id = 0; id < LISTS; id += 1) expect(await server.answer(id)).toHaveProperty("result.tools");
    expect(server.stderr()).toBe("");
  });

  test.each([["the end of stdin"], ["SIGTERM"]])("does not keep the server alive after %s", async (how) => {
    const server = await startUnread();
    if (how === "SIGTERM") server.child.kill("SIGTERM");
    else server.hangUp();
    // The streams of a child that nobody reads never close, so its own end counts here.
    const exited = new Promise((resolve) => server.child.on("exit", (code) => resolve(code)));
    expect(await timed(exited)).toBeLessThan(PROMISED_MS);
    expect(await exited).toBe(0);
  });
});

describe("a bug that nobody caught", () => {
  test("ends the server with 1 and one line in the log, without our secrets", async () => {
    const password = "correct-horse-battery";
    const watched = await watchedCluster({ credentials: { password } });
    const crash = `process.on("SIGUSR2",()=>Promise.reject(new Error("lost ${password}")))`;
    const server = startServer({
      ...watched.env,
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(crash)}`,
    });
    await server.open();
    await server.call("whoami");
    server.child.kill("SIGUSR2");
    expect(await server.exit).toEqual({ code: 1, signal: null });
    const logged = server.stderr().trimEnd().split("\n");
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? "")).toMatchObject({ level: "error", event: "unhandledRejection" });
    expect(server.stderr()).toContain("lost ");
    expect(server.stderr()).not.toContain(password);
  });
});
