import { describe, expect, it } from "vitest";
import { complained, configOf, LOCAL, problemsOf, read } from "./reading.ts";

const CLIENT = { ...LOCAL, CAMUNDA_CLIENT_ID: "client", CAMUNDA_OAUTH_URL: "https://id.example.com/token" };

const secretOf = (env: Readonly<Record<string, string>>, files: Parameters<typeof read>[1] = {}) => {
  const { login } = configOf(read({ ...CLIENT, ...env }, files));
  return login.strategy === "OAUTH" ? login.clientSecret : undefined;
};

describe("the names of a setting", () => {
  it("count as one when their values are the same, the first being the source", () => {
    const { operate } = configOf(
      read({ CAMUNDA_OPERATE_URL: "http://localhost:8080/v1", OPERATE_BASE_URL: "http://localhost:8080" }),
    );
    expect(operate?.source.variable).toBe("OPERATE_BASE_URL");
  });

  it("are a problem that names both when their values differ", () => {
    const settings = read({ ...LOCAL, CAMUNDA_OPERATE_URL: "http://localhost:8081" });
    expect(problemsOf(settings)).toEqual([
      {
        variable: "CAMUNDA_OPERATE_BASE_URL",
        problem: "and CAMUNDA_OPERATE_URL are one setting but have different values",
        remedy: "keep one of them",
      },
    ]);
  });

  it("are unset when they are empty or blank", () => {
    const env = { ...LOCAL, OPERATE_BASE_URL: "", CAMUNDA_OPERATE_URL: "  ", CAMUNDA_AUTH_STRATEGY: "" };
    expect(configOf(read(env)).login.strategy).toBe("NONE");
  });

  it("give their value without the white space around it", () => {
    expect(secretOf({ CAMUNDA_CLIENT_SECRET: "\t in ner \r\n" })).toBe("in ner");
  });
});

describe("a placeholder that nobody has filled in", () => {
  const braced = (text: string): string => `\${${text}}`;

  it.each([
    "<CAMUNDA_CLIENT_SECRET>",
    braced("CAMUNDA_CLIENT_SECRET"),
    braced("env:SECRET"),
    braced("input:client-secret"),
  ])("is a problem, and no password to try: %s", (text) => {
    const settings = read({ ...CLIENT, CAMUNDA_CLIENT_SECRET: text });
    expect(problemsOf(settings)).toEqual([
      {
        variable: "CAMUNDA_CLIENT_SECRET",
        problem: "is a placeholder that nobody has filled in",
        remedy: expect.stringContaining("CAMUNDA_CLIENT_SECRET_FILE"),
      },
    ]);
  });

  it("is one in every setting", () => {
    const settings = read({
      ...LOCAL,
      CAMUNDA_COOKIE_AUTH_USERNAME: braced("USER"),
      CAMUNDA_COOKIE_AUTH_PASSWORD: "demo",
    });
    expect(complained(settings)).toEqual(["CAMUNDA_COOKIE_AUTH_USERNAME"]);
  });

  it.each([`a${braced("b")}`, braced("a").repeat(2), "<html", "<a>b", braced("")])("is not %s", (text) => {
    expect(secretOf({ CAMUNDA_CLIENT_SECRET: text })).toBe(text);
  });

  it("is neither the tenant of who has no tenants, nor what a file holds", () => {
    expect(configOf(read({ ...LOCAL, CAMUNDA_TENANT_ID: "<default>" })).tenantId).toBe("<default>");
    expect(secretOf({ CAMUNDA_CLIENT_SECRET_FILE: "/secret" }, { "/secret": braced("odd") })).toBe(braced("odd"));
  });
});

describe("a secret in a file", () => {
  const files = { "/run/secrets/client": "from-file\n", "/work-dir/near": " spaced \r\n", "/empty": "\n" };

  it("is the text without the newline at its end", () => {
    expect(secretOf({ CAMUNDA_CLIENT_SECRET_FILE: "/run/secrets/client" }, files)).toBe("from-file");
    expect(secretOf({ ZEEBE_CLIENT_SECRET_FILE: "near" }, files)).toBe(" spaced ");
  });

  it("may lie behind a symbolic link, as mounted secrets do", () => {
    const linked = { "/run/secrets/client": { text: "from-link", link: true } };
    expect(secretOf({ CAMUNDA_CLIENT_SECRET_FILE: "/run/secrets/client" }, linked)).toBe("from-link");
  });

  it("is among the secrets to redact", () => {
    const { secrets } = read({ ...CLIENT, CAMUNDA_CLIENT_SECRET_FILE: "/run/secrets/client" }, files);
    expect(secrets).toEqual(["from-file"]);
  });

  it("contradicts the same secret in a variable", () => {
    const env = { ...CLIENT, CAMUNDA_CLIENT_SECRET: "from-file", CAMUNDA_CLIENT_SECRET_FILE: "/run/secrets/client" };
    const settings = read(env, files);
    expect(problemsOf(settings)).toMatchObject([
      { variable: "CAMUNDA_CLIENT_SECRET", problem: "and CAMUNDA_CLIENT_SECRET_FILE are both set" },
    ]);
  });

  it.each([
    ["/absent", "names no file"],
    ["/empty", "names an empty file"],
    ["/dir", "names something that is not a regular file"],
    ["/big", "names a file larger than 64 KiB"],
    ["/locked", "names a file that cannot be read"],
    ["/lines", "contains a line break or another control character"],
  ])("is a problem for %s, which %s", (path, problem) => {
    const more = {
      ...files,
      "/dir": { regular: false },
      "/big": { text: "x", size: 64 * 1024 + 1 },
      "/locked": { unreadable: true },
      "/lines": "one\ntwo",
    };
    const settings = read({ ...CLIENT, CAMUNDA_CLIENT_SECRET_FILE: path }, more);
    expect(problemsOf(settings)).toMatchObject([{ variable: "CAMUNDA_CLIENT_SECRET_FILE", problem }]);
    expect(problemsOf(settings)[0]?.remedy).not.toContain(path);
  });

  it("is offered for secrets only", () => {
    expect(complained(read({ CAMUNDA_OPERATE_BASE_URL_FILE: "/run/secrets/client" }, files))).toContain(
      "CAMUNDA_OPERATE_BASE_URL",
    );
  });
});

describe("limits", () => {
  it("have defaults", () => {
    expect(configOf(read(LOCAL))).toMatchObject({ maxResultBytes: 32_000, timeoutMs: 45_000, maxScanRows: 100_000 });
    expect(read(LOCAL).logLevel).toBe("warn");
  });

  it("can be set", () => {
    const settings = read({
      ...LOCAL,
      OPERATE_MCP_MAX_RESULT_BYTES: "8000",
      OPERATE_MCP_TIMEOUT_MS: "1000",
      OPERATE_MCP_MAX_SCAN_ROWS: "5",
      OPERATE_MCP_LOG_LEVEL: "DEBUG",
    });
    expect(configOf(settings)).toMatchObject({ maxResultBytes: 8000, timeoutMs: 1000, maxScanRows: 5 });
    expect(settings.logLevel).toBe("debug");
  });

  it("are all reported at once, and the log level falls back to its default", () => {
    const settings = read({ OPERATE_MCP_TIMEOUT_MS: "soon", OPERATE_MCP_LOG_LEVEL: "loud", CAMUNDA_REST_ADDRESS: "x" });
    expect(complained(settings)).toEqual(["CAMUNDA_REST_ADDRESS", "OPERATE_MCP_TIMEOUT_MS", "OPERATE_MCP_LOG_LEVEL"]);
    expect(settings.logLevel).toBe("warn");
  });
});

describe("a variable with our prefix that is not known", () => {
  it("is named in a warning with the known one that was probably meant", () => {
    const { warnings } = read({ ...LOCAL, OPERATE_MCP_TIMEOUT: "1", OPERATE_MCP_MAX_ROWS: "1", OPERATE_MCP_XYZ: "1" });
    expect(warnings).toEqual([
      "OPERATE_MCP_TIMEOUT is not a setting of this version: OPERATE_MCP_TIMEOUT_MS may be meant",
      "OPERATE_MCP_MAX_ROWS is not a setting of this version: OPERATE_MCP_MAX_SCAN_ROWS may be meant",
      "OPERATE_MCP_XYZ is not a setting of this version",
    ]);
  });

  it("is not worth a word when it is empty", () => {
    expect(read({ ...LOCAL, OPERATE_MCP_TIMEOUT: "" }).warnings).toEqual([]);
  });
});
