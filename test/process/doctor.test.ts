import { spawn } from "node:child_process";
import { expect, onTestFinished, test } from "vitest";
import { member } from "../../src/narrow.ts";
import { environment, MAIN } from "./built.ts";
import { run } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

test("doctor finds nothing wrong with the sample cluster, says so line by line, and ends with 0", async () => {
  const { code, stdout, stderr } = await run(["doctor", "--demo"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toMatch(/^ok +settings +3 set\n {4}CAMUNDA_OPERATE_BASE_URL=http/);
  expect(stdout).toMatch(/^ok +login +COOKIE: user demo was let in$/m);
  expect(stdout).toMatch(/Everything that was checked works\.\n$/);
});

test("doctor ends with 1 and names the setting, as text and as JSON, without the password", async () => {
  const watched = await watchedCluster({ version: "8.8" });
  const env = { ...watched.env, CAMUNDA_COOKIE_AUTH_PASSWORD: "hunter2-hunter2" };
  const text = await run(["doctor"], env);
  expect({ code: text.code, stderr: text.stderr }).toEqual({ code: 1, stderr: "" });
  expect(text.stdout).toMatch(/^FAILED +login +.*refused.*; next: check .*CAMUNDA_COOKIE_AUTH_PASSWORD/m);
  expect(text.stdout).toMatch(/^skipped +api +because login failed$/m);
  expect(text.stdout).toMatch(/\nNot well: login\.\n$/);
  const json = await run(["doctor", "--json"], env);
  const report: unknown = JSON.parse(json.stdout);
  expect(json.code).toBe(1);
  expect(member(report, "ok")).toBe(false);
  expect(member(report, "checks")).toContainEqual(
    expect.objectContaining({
      check: "login",
      status: "failed",
      next: expect.stringContaining("CAMUNDA_COOKIE_AUTH_PASSWORD"),
    }),
  );
  expect(text.stdout + json.stdout).not.toContain("hunter2");
});

test("doctor with nothing set says what to set", async () => {
  const { code, stdout } = await run(["doctor"]);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^FAILED +settings +CAMUNDA_OPERATE_BASE_URL is not set/m);
});

test("Ctrl-C ends the doctor at once, without a verdict", async () => {
  const watched = await watchedCluster({ version: "8.8" });
  watched.cluster.faults.next(9, { path: "search" }, { kind: "silence" });
  const child = spawn(process.execPath, [MAIN, "doctor"], { env: environment(watched.env), cwd: "/" });
  const out = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (out.stdout += chunk));
  child.stderr.on("data", (chunk) => (out.stderr += chunk));
  const closed = new Promise<number | null>((resolve) => child.on("close", resolve));
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await closed;
  });
  await watched.received("POST /v2/process-definitions/search");
  child.kill("SIGINT");
  expect(await closed).toBe(130);
  expect(out.stderr).toBe("");
  expect(out.stdout).not.toMatch(/FAILED|Everything|Not well/);
});
