import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { environment, MAIN } from "./built.ts";
import { run } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

/** Runs a line of shell in which `$call` is the command. */
const shell = (line: string, env: Readonly<Record<string, string>> = {}) =>
  spawnSync("sh", ["-c", line], {
    encoding: "utf8",
    cwd: "/",
    env: environment({ ...env, call: `${process.execPath} ${MAIN} call` }),
  });

describe("operate-mcp call", () => {
  test("answers on the sample cluster with nothing set up", async () => {
    const outcome = await run(["call", "diagnose_process_instance", "reference=order 4711", "--demo"]);
    expect(outcome).toMatchObject({ code: 0, stderr: "" });
    expect(outcome.stdout).toMatch(/^conclusion: It is stuck/);
  });

  test("takes for the sample all settings but those of the connection", async () => {
    const elsewhere = { CAMUNDA_REST_ADDRESS: "http://127.0.0.1:1", CAMUNDA_OAUTH_TOKEN: "token-of-another-cluster" };
    const asked = ["call", "search_process_definitions", "--json", "--demo"];
    const totals = ["<default>", "nobody"].map(async (CAMUNDA_TENANT_ID) => {
      const { stdout } = await run(asked, { ...elsewhere, CAMUNDA_TENANT_ID });
      return member(member(JSON.parse(stdout), "page"), "total");
    });
    expect(await Promise.all(totals)).toEqual([expect.any(Number), 0]);
  });

  test("gives scripts JSON, and takes it from a pipe", async () => {
    const first = await run(["call", "search_incidents", '{"limit":1}', "--json", "--demo"]);
    expect(member(JSON.parse(first.stdout), "items")).toHaveLength(1);
    const second = shell(`echo '{"limit":2}' | $call search_incidents --demo --json`);
    expect(second).toMatchObject({ status: 0, stderr: "" });
    expect(member(JSON.parse(second.stdout), "items")).toHaveLength(2);
  });

  test("ends with 1, 2 or 78 when it cannot answer", async () => {
    expect(await run(["call", "get_incident", "incidentKey=1", "--demo"])).toMatchObject({
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(/^NOT_FOUND: .*\nnext: /s),
    });
    expect(await run(["call", "get_incident"])).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "INVALID_ARGUMENT: incidentKey is required\nnext: correct the argument and call again\n",
    });
    expect(await run(["call", "whoami"])).toMatchObject({
      code: 78,
      stdout: "",
      stderr: expect.stringMatching(/^CONFIG: .*CAMUNDA_OPERATE_BASE_URL.*\nnext: [^\n]*\n$/),
    });
  });

  test("lists the tools: on stdout for who asks, as a complaint for who names none", async () => {
    expect(await run(["call", "--help"])).toMatchObject({ code: 0, stderr: "" });
    expect(await run(["call"])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("  whoami  ") });
  });

  test("tells its log only where it is asked for", async () => {
    const watched = await watchedCluster();
    const env = { ...watched.env, CAMUNDA_COOKIE_AUTH_PASSWORD: "wrong-password" };
    expect((await run(["call", "whoami"], env)).stderr).toMatch(/^AUTH_REJECTED: /);
    expect((await run(["call", "whoami"], { ...env, OPERATE_MCP_LOG_LEVEL: "warn" })).stderr).toMatch(/"login_failed"/);
  });

  test("minds no reader that has seen enough", () => {
    const { stderr, status } = shell(`$call search_process_instances limit=1000 --demo | head -c 10`);
    expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  });

  describe("what cannot be written", () => {
    const FULL = "/dev/full";
    const main = `${process.execPath} ${MAIN}`;

    test
      .runIf(existsSync(FULL))
      .each([
        "call search_variables limit=1000 --json --demo",
        "doctor --demo",
        "--print-config code --demo",
        "--help",
        "--version",
        "call --help",
      ])("is told, and shows in the exit code: %s", (args) => {
      const { stderr, status } = shell(`${main} ${args} >${FULL}`);
      expect(status).toBe(74);
      expect(stderr).toMatch(/^(?:.*\n)*operate-mcp: the output cannot be written \(ENOSPC\)\n$/);
    });

    test.runIf(existsSync(FULL)).each([
      ["call get_incident incidentKey=1 --demo", 1],
      ["call whoami", 78],
      ["call nonsense --demo", 2],
      ["--print-config code --demo", 74],
    ])("does not hide an error that was to be told: %s", (args, code) => {
      expect(shell(`${main} ${args} 2>${FULL}`).status).toBe(code);
    });
  });

  test("is called off by Ctrl-C, down to its connection", async () => {
    const watched = await watchedCluster();
    watched.cluster.faults.next(1, { path: "process-instances/search" }, { kind: "silence" });
    const child = spawn(process.execPath, [MAIN, "call", "search_process_instances"], {
      env: environment(watched.env),
      cwd: "/",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
    onTestFinished(async () => {
      child.kill("SIGKILL");
      await closed;
    });
    await watched.received("POST /v1/process-instances/search");
    child.kill("SIGINT");
    expect(await closed).toBe(130);
    await watched.idle();
  });
});
