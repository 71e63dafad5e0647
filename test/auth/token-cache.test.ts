import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { tokenFiles } from "../../src/auth/token-files.ts";
import type { Login } from "../../src/config/config.ts";
import { jwt, oauthSettings, SECRET, token } from "./identity-rig.ts";
import { type Asked, json, type Reply, serve, wire } from "./local-server.ts";
import { call, failureOf, rig } from "./rig.ts";

type OAuth = Extract<Login, { strategy: "OAUTH" }>;

const TOKEN = jwt({ aud: "operate-api", iat: 1 });

/** A token server, an API, and a directory; `start` is a process that begins anew, its clock `laterMs` ahead. */
const setUp = async (
  script: (login: number, asked: Asked) => Reply = (login) => token(`${TOKEN}${login}`),
  api: (asked: Asked) => Reply = () => json({ ok: true }),
) => {
  const folder = mkdtempSync(join(tmpdir(), "operate-mcp-tokens-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directory = join(folder, "deep", "cache");
  let logins = 0;
  const identity = await serve((asked) => script(++logins, asked));
  const cluster = await serve(api);
  const start = (change: Partial<OAuth> = {}, laterMs = 0) => {
    const login = oauthSettings(new URL("/oauth/token", identity.url), change);
    const made = rig(login, cluster.url, wire(), { tokenStore: tokenFiles(directory) });
    made.clock.pass(laterMs);
    return { ...made, get: () => made.send(call(cluster.url, "/v1/process-definitions/1")) };
  };
  const files = () => readdirSync(directory).map((name) => join(directory, name));
  const only = () => {
    const [file = "", ...others] = files();
    expect(others).toEqual([]);
    return file;
  };
  return { start, directory, identity, cluster, files, only, logins: () => logins };
};

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe("a token that is kept", () => {
  test("serves the next process: one token for all of them", async () => {
    const { start, logins, cluster } = await setUp();
    for (let process = 0; process < 5; process++) expect((await start().get()).status).toBe(200);
    expect(logins()).toBe(1);
    expect(new Set(cluster.asked.map(({ headers }) => headers.authorization))).toEqual(new Set([`Bearer ${TOKEN}1`]));
  });

  test("lies in a file that only its owner can read, in a directory that only its owner can look into", async () => {
    const { start, directory, only } = await setUp();
    await start().get();
    expect(modeOf(directory)).toBe(0o700);
    expect(modeOf(only())).toBe(0o600);
  });

  test("lies there without the secret, the client and the address", async () => {
    const { start, only } = await setUp();
    await start().get();
    const everything = only() + readFileSync(only(), "utf8");
    for (const hidden of [SECRET, encodeURIComponent(SECRET), "my client", "oauth/token"]) {
      expect(everything).not.toContain(hidden);
    }
  });

  test("is a secret to the process that finds it", async () => {
    const { start } = await setUp();
    await start().get();
    const next = start();
    await next.get();
    expect(next.secrets.redact(`the token is ${TOKEN}1`)).toBe("the token is ***");
  });

  test("is taken for as long as it lives, less what has passed already", async () => {
    const { start, logins } = await setUp();
    await start().get();
    const next = start({}, 200_000);
    await next.get();
    expect(logins()).toBe(1);
    expect(next.events).toEqual([{ event: "credential", facts: { generation: 1, lifeSeconds: 100 } }]);
    next.clock.pass(100_000);
    await next.get();
    expect(logins()).toBe(2);
  });

  test.each([
    ["at its end", 299_000],
    ["from the future", -60_000],
  ])("is replaced when it is %s", async (_, laterMs) => {
    const { start, logins, only } = await setUp();
    await start().get();
    const before = readFileSync(only(), "utf8");
    await start({}, laterMs).get();
    expect(logins()).toBe(2);
    expect(readFileSync(only(), "utf8")).not.toBe(before);
  });

  test.each<[string, Partial<OAuth>]>([
    ["client", { clientId: "another client" }],
    ["audience", { audience: { v1: "another-api" } }],
    ["scope", { scope: "another" }],
  ])("is for its %s only", async (_, change) => {
    const { start, logins, files } = await setUp();
    await start().get();
    await start(change).get();
    expect(logins()).toBe(2);
    expect(files()).toHaveLength(2);
    await start().get();
    await start(change).get();
    expect(logins()).toBe(2);
  });

  test("does not serve another secret, which takes its place", async () => {
    const { start, logins, only } = await setUp();
    await start().get();
    await start({ clientSecret: "a new secret" }).get();
    expect(logins()).toBe(2);
    only();
    await start({ clientSecret: "a new secret" }).get();
    expect(logins()).toBe(2);
  });

  test("is renewed when the API refuses it", async () => {
    let revoked = "";
    const { start, logins } = await setUp(undefined, ({ headers }) =>
      json({}, headers.authorization === `Bearer ${revoked}` ? 401 : 200),
    );
    await start().get();
    revoked = `${TOKEN}1`;
    expect((await start().get()).status).toBe(200);
    expect(logins()).toBe(2);
    expect((await start().get()).status).toBe(200);
    expect(logins()).toBe(2);
  });
});

describe("what is not trusted, and is replaced", () => {
  const spoilt: readonly [string, (file: string, directory: string) => void][] = [
    ["a file that is no JSON", (file) => writeFileSync(file, "garbage")],
    ["an empty file", (file) => writeFileSync(file, "")],
    ["JSON of something else", (file) => writeFileSync(file, '{"token":1}')],
    [
      "another token in the same file",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace(TOKEN, jwt({ aud: "evil" }))),
    ],
    [
      "a longer life in the same file",
      (file) => writeFileSync(file, readFileSync(file, "utf8").replace("300000", "900000000")),
    ],
    ["a file that others may read", (file) => chmodSync(file, 0o644)],
    [
      "a link",
      (file, directory) => {
        const elsewhere = join(directory, "..", "elsewhere");
        writeFileSync(elsewhere, readFileSync(file), { mode: 0o600 });
        rmSync(file);
        symlinkSync(elsewhere, file);
      },
    ],
    ["a file that is far too large", (file) => writeFileSync(file, " ".repeat(100_000))],
  ];

  test.each(spoilt)("%s", async (_, spoil) => {
    const { start, directory, only, logins } = await setUp();
    await start().get();
    spoil(only(), directory);
    const { get, events } = start();
    expect((await get()).status).toBe(200);
    expect(logins()).toBe(2);
    expect(events.map(({ event }) => event)).toEqual(["credential"]);
    expect(modeOf(only())).toBe(0o600);
    await start().get();
    expect(logins()).toBe(2);
  });

  test("what lies in a directory that was opened to others meanwhile", async () => {
    const { start, directory, logins } = await setUp();
    await start().get();
    chmodSync(directory, 0o755);
    expect((await start().get()).status).toBe(200);
    expect(logins()).toBe(2);
  });

  test("a link is replaced itself, and what it points at stays as it is", async () => {
    const { start, directory, only } = await setUp();
    await start().get();
    const elsewhere = join(directory, "..", "elsewhere");
    writeFileSync(elsewhere, "precious");
    const file = only();
    rmSync(file);
    symlinkSync(elsewhere, file);
    await start().get();
    expect(readFileSync(elsewhere, "utf8")).toBe("precious");
  });
});

describe("a directory that cannot be used costs a notice, never the call:", () => {
  const unusable: readonly [string, (directory: string) => void, RegExp][] = [
    [
      "a file in its place",
      (directory) => {
        mkdirSync(join(directory, ".."), { recursive: true });
        writeFileSync(directory, "");
      },
      /cannot be written|is no directory/,
    ],
    [
      "open to others",
      (directory) => {
        mkdirSync(directory, { recursive: true });
        chmodSync(directory, 0o755);
      },
      /is open to others: .*chmod 700/,
    ],
  ];

  test.each(unusable)("%s", async (_, prepare, problem) => {
    const { start, directory, logins } = await setUp();
    prepare(directory);
    for (let process = 1; process <= 2; process++) {
      const { get, events } = start();
      expect((await get()).status).toBe(200);
      expect(events).toContainEqual({
        event: "token_not_kept",
        facts: { setting: "OPERATE_MCP_TOKEN_CACHE_DIR", problem: expect.stringMatching(problem) },
      });
      expect(logins()).toBe(process);
    }
  });
});

test.runIf(existsSync("/proc/self"))("a directory where none can be made ends the attempt", async () => {
  await expect(tokenFiles("/proc/none/deep").write("name", "text")).rejects.toThrow(/^cannot be written \(ENOENT\)$/);
});

test("a failure is not kept", async () => {
  const { start, directory } = await setUp(() => json({ error: "invalid_client" }, 401));
  await failureOf(start().get());
  expect(existsSync(directory)).toBe(false);
});

test("a login without tokens keeps nothing", async () => {
  const { cluster, directory } = await setUp();
  const login: Login = { strategy: "BASIC", username: "demo", password: "demo-password" };
  const { send } = rig(login, cluster.url, wire(), { tokenStore: tokenFiles(directory) });
  await send(call(cluster.url, "/v1/process-definitions/1"));
  expect(existsSync(directory)).toBe(false);
});
