import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { problemLines } from "../../src/config/findings.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import { namesOf, variablesOf } from "../../src/config/setting.ts";
import { allSettings } from "../../src/config/settings.ts";
import { distance } from "../../src/config/unknown.ts";
import { CWD, complained, configOf, LOCAL, memoryFiles, problemsOf, read } from "./reading.ts";

describe("the declarations", () => {
  it("give no variable to two settings", () => {
    const variables = allSettings.flatMap(variablesOf);
    expect(variables).toEqual([...new Set(variables)]);
  });

  it("describe each setting in one sentence", () => {
    for (const { name, about } of allSettings) expect(about, name).toMatch(/^[A-Z].{10,}\.$/);
  });

  it("hold defaults and examples that their own kind accepts", () => {
    for (const { name, kind, default: fallback, example } of allSettings) {
      if (fallback !== undefined) expect(kind.parse(String(fallback)), name).toEqual({ value: fallback });
      if (example !== undefined) expect(kind.parse(example), name).not.toHaveProperty("problem");
    }
  });

  it.each(
    allSettings.flatMap((setting) => namesOf(setting).map((name) => ({ name, secret: setting.secret === true }))),
  )("are each read: a broken $name is reported", ({ name, secret }) => {
    const broken = read({ [name]: "\u0007" });
    expect([...complained(broken), ...broken.warnings.map((warning) => warning.split(" ")[0])]).toContain(name);
    if (secret) expect(complained(read({ [`${name}_FILE`]: "/absent" }))).toContain(`${name}_FILE`);
  });
});

it("puts each problem on a line of its own", () => {
  expect(
    problemLines([
      { variable: "A", problem: "is wrong", remedy: "set it right" },
      { variable: "B", problem: "is too", remedy: "set it as well" },
    ]),
  ).toEqual(["A: is wrong: set it right", "B: is too: set it as well"]);
});

it("takes a default of the caller where no other place has a value", () => {
  const levelOf = (env: Record<string, string>) =>
    readSettings({ env, cwd: CWD, files: memoryFiles({}), defaults: { OPERATE_MCP_LOG_LEVEL: "error" } }).logLevel;
  expect([levelOf(LOCAL), levelOf({ ...LOCAL, OPERATE_MCP_LOG_LEVEL: "debug" })]).toEqual(["error", "debug"]);
});

it("counts the directory for tokens from the working directory", () => {
  const dirOf = (path: string) => configOf(read({ ...LOCAL, OPERATE_MCP_TOKEN_CACHE_DIR: path })).tokenCacheDir;
  expect([dirOf("cache"), dirOf("/cache"), dirOf("")]).toEqual([`${CWD}/cache`, "/cache", undefined]);
});

it("measures the distance of two names by their letters", () => {
  expect([
    distance("", "abc"),
    distance("abc", "abc"),
    distance("kitten", "sitting"),
    distance("flaw", "lawn"),
  ]).toEqual([3, 0, 3, 2]);
});

const secretNames = allSettings.filter(({ secret }) => secret).flatMap(namesOf);

/** Other settings, broken in every way there is. */
const BROKEN: Readonly<Record<string, string>>[] = [
  {},
  LOCAL,
  { CAMUNDA_OPERATE_BASE_URL: "localhost", CAMUNDA_REST_ADDRESS: "http://other.example", CAMUNDA_OAUTH_URL: "ftp://x" },
  { CAMUNDA_AUTH_STRATEGY: "OAUTH", CAMUNDA_CLUSTER_ID: "a/b", OPERATE_MCP_TIMEOUT_MS: "soon" },
  { ...LOCAL, CAMUNDA_AUTH_STRATEGY: "COOKIE", CAMUNDA_COOKIE_AUTH_URL: "http://localhost:1/" },
  { CAMUNDA_AUTH_STRATEGY: "nothing", OPERATE_MCP_TIMEOUT: "1", OPERATE_MCP_ALLOW_INSECURE: "perhaps" },
  { ...LOCAL, CAMUNDA_CUSTOM_PRIVATE_KEY_PATH: "/absent", CAMUNDA_BASIC_AUTH_USERNAME: "a:b" },
];

const said = (settings: ReturnType<typeof read>) =>
  JSON.stringify([problemLines(problemsOf(settings)), settings.warnings]);

describe("whatever the secrets are", () => {
  const secret = fc.oneof(
    fc.string({ minLength: 6, maxLength: 60, unit: "grapheme" }),
    fc.string({ minLength: 6, maxLength: 60, unit: "binary-ascii" }),
    fc.base64String({ minLength: 6, maxLength: 60 }),
  );
  // The same with a secret that cannot be part of an ordinary sentence, to tell leaks from words that we say anyway.
  const ordinary = JSON.stringify(
    BROKEN.map((env) =>
      secretNames.map((name) => [
        said(read({ ...env, [name]: "\u{1f511}" })),
        said(read({ ...env, [name]: "\u0007" })),
        said(read({ ...env, [`${name}_FILE`]: "/absent" })),
      ]),
    ),
  );
  const arranged = fc.record({
    env: fc.constantFrom(...BROKEN),
    secrets: fc.dictionary(fc.constantFrom(...secretNames), secret, { minKeys: 1 }),
    inFile: fc.boolean(),
    misplaced: fc.boolean(),
  });

  it("no problem, warning or source holds one, and every one is known for redaction", () => {
    fc.assert(
      fc.property(arranged, ({ env, secrets, inFile, misplaced }) => {
        const named = Object.entries(secrets);
        const files = Object.fromEntries(named.map(([name, value]) => [`/${name}`, misplaced ? `\n${value}` : value]));
        const asFiles = named.map(([name, value]) => [`${name}_FILE`, misplaced ? value : `/${name}`]);
        const settings = read({ ...env, ...(inFile ? Object.fromEntries(asFiles) : secrets) }, files);
        const text = said(settings);
        for (const [, value] of named) {
          const visible = JSON.stringify(value.trim()).slice(1, -1);
          if (visible.length < 6 || ordinary.includes(visible)) continue;
          expect(text).not.toContain(visible);
          if (!inFile) expect(settings.secrets).toContain(value.trim());
        }
        if ("problems" in settings) expect(settings.problems).not.toEqual([]);
        if ("config" in settings) {
          const { operate, rest } = settings.config;
          for (const [, value] of named) {
            if (value.trim().length < 6) continue;
            expect(JSON.stringify([operate?.source, rest?.source])).not.toContain(value.trim());
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
