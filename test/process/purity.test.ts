import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { startServer } from "./server-process.ts";
import { watchedCluster } from "./watched-cluster.ts";

const PASSWORD = "correct-horse-battery-staple";

/** Surroundings in which libraries and Node itself like to talk. */
const TALKATIVE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "no switches": {},
  "our own log at its most talkative": { OPERATE_MCP_LOG_LEVEL: "debug" },
  "NODE_DEBUG=*": { NODE_DEBUG: "*" },
  "DEBUG=*": { DEBUG: "*" },
  "NODE_OPTIONS with traces": { NODE_OPTIONS: "--trace-warnings --trace-deprecation --pending-deprecation" },
  "the switches of dotenv": { DOTENV_CONFIG_DEBUG: "true", DOTENV_CONFIG_QUIET: "false", DOTENV_KEY: "x" },
  "a library that prints": {
    NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(
      'process.on("SIGUSR2",()=>{console.log("log");console.info("info");console.debug("debug");console.table([1]);console.error("END")})',
    )}`,
  },
};

test.each(Object.entries(TALKATIVE))(
  "with %s stdout holds JSON-RPC only, and no secret comes out",
  async (name, env) => {
    const watched = await watchedCluster({ credentials: { password: PASSWORD } });
    const folder = await mkdtemp(join(tmpdir(), "operate-mcp-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const file = join(folder, "settings.env");
    await writeFile(file, `CAMUNDA_COOKIE_AUTH_PASSWORD=${PASSWORD}\n`);
    const { CAMUNDA_COOKIE_AUTH_PASSWORD: _, ...rest } = watched.env;

    const server = startServer({ ...rest, ...env }, ["--env-file", file]);
    await server.open();
    await server.ask("tools/list");
    if (name === "a library that prints") {
      server.child.kill("SIGUSR2");
      await server.logged("END");
      for (const word of ["log", "info", "debug", "(index)"]) expect(server.stderr()).toContain(word);
    }
    expect(await server.call("whoami")).not.toHaveProperty("isError");
    expect(await server.call("search_process_definitions")).not.toHaveProperty("isError");
    expect(await server.call("search_process_definitions", { wrong: 1 })).toHaveProperty("isError", true);
    server.write("garbage");
    await server.answer(null);
    server.hangUp();
    expect(await server.exit).toEqual({ code: 0, signal: null });

    expect(server.lines).toHaveLength(6);
    for (const line of server.lines) expect(JSON.parse(line)).toMatchObject({ jsonrpc: "2.0" });
    const [cookie = ""] = watched.cluster.journal.to("/v1/").map(({ headers }) => headers["cookie"]);
    const session = /SESSION=([^;]+)/.exec(cookie)?.[1] ?? "no session";
    expect(cookie).toContain(session);
    for (const secret of [PASSWORD, session]) {
      expect(server.stderr()).not.toContain(secret);
      expect(server.lines.join("\n")).not.toContain(secret);
    }
  },
);
