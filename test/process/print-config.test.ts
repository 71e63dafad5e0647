import { expect, test } from "vitest";
import { member, textOf, textsOf } from "../../src/narrow.ts";
import { MAIN } from "./built.ts";
import { run, startServer } from "./server-process.ts";

test("the configuration that is printed starts a server that answers", async () => {
  const { code, stdout, stderr } = await run(["--print-config", "claude", "--demo"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Claude Desktop: /);
  const server = member(member(JSON.parse(stdout), "mcpServers"), "operate");
  expect(textOf(member(server, "command"))).toBe(process.execPath);
  const [script, ...args] = textsOf(member(server, "args")) ?? [];
  expect(script).toBe(MAIN);
  const started = startServer({}, args);
  await started.open();
  expect(await started.call("whoami")).not.toHaveProperty("isError");
});

test("no secret is printed", async () => {
  const env = {
    CAMUNDA_OPERATE_BASE_URL: "http://localhost:8080",
    CAMUNDA_COOKIE_AUTH_USERNAME: "demo",
    CAMUNDA_COOKIE_AUTH_PASSWORD: "correct-horse",
  };
  for (const host of ["claude", "code", "vscode", "cursor"]) {
    const { code, stdout, stderr } = await run(["--print-config", host], env);
    expect(code).toBe(0);
    expect(stdout).toContain("http://localhost:8080");
    expect(stdout + stderr).not.toContain("correct-horse");
  }
});

test("a host it does not know is a mistake of the command line", async () => {
  expect(await run(["--print-config", "emacs"])).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringContaining("claude, code, vscode, cursor"),
  });
});
