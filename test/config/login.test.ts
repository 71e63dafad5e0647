import { describe, expect, it } from "vitest";
import { complained, configOf, LOCAL, problemsOf, read } from "./reading.ts";

const CLIENT = { CAMUNDA_CLIENT_ID: "client", CAMUNDA_CLIENT_SECRET: "secret-1" };
const COOKIE = { CAMUNDA_COOKIE_AUTH_USERNAME: "demo", CAMUNDA_COOKIE_AUTH_PASSWORD: "demo-password" };
const BASIC = { CAMUNDA_BASIC_AUTH_USERNAME: "demo", CAMUNDA_BASIC_AUTH_PASSWORD: "basic-password" };
const BEARER = { CAMUNDA_OAUTH_TOKEN: "eyJ.token.x" };
const KEYCLOAK = { CAMUNDA_OAUTH_URL: "https://id.example.com/token" };
const SAAS_BASE = { CAMUNDA_OPERATE_BASE_URL: "https://bru-2.operate.camunda.io/5b6f" };
const SAAS_TOKEN_URL = "https://login.cloud.camunda.io/oauth/token";

const loginOf = (env: Readonly<Record<string, string>>) => configOf(read(env)).login;

describe("the login that is inferred", () => {
  it("is none without credentials", () => {
    expect(loginOf(LOCAL)).toEqual({ strategy: "NONE" });
  });

  it("is a session for a user and password", () => {
    expect(loginOf({ ...LOCAL, ...COOKIE })).toEqual({
      strategy: "COOKIE",
      username: "demo",
      password: "demo-password",
    });
  });

  it("is Basic for the Basic pair", () => {
    expect(loginOf({ ...LOCAL, ...BASIC })).toEqual({
      strategy: "BASIC",
      username: "demo",
      password: "basic-password",
    });
  });

  it("makes the Basic pair a secret as a whole, as the header carries it", () => {
    expect(read({ ...LOCAL, ...BASIC }).secrets).toEqual(["basic-password", "demo:basic-password"]);
  });

  it("is the token where there is one", () => {
    expect(loginOf({ ...LOCAL, ...BEARER })).toEqual({ strategy: "BEARER", token: "eyJ.token.x" });
  });

  it("is client credentials for id and secret, with no audience outside SaaS", () => {
    expect(loginOf({ ...LOCAL, ...CLIENT, ...KEYCLOAK, CAMUNDA_OAUTH_SCOPE: "a b" })).toEqual({
      strategy: "OAUTH",
      tokenUrl: new URL("https://id.example.com/token"),
      clientId: "client",
      clientSecret: "secret-1",
      audience: {},
      scope: "a b",
      saas: false,
    });
  });

  it("is a problem when two are complete, naming both", () => {
    const settings = read({ ...LOCAL, ...COOKIE, ...CLIENT, ...KEYCLOAK });
    expect(complained(settings)).toEqual(["CAMUNDA_AUTH_STRATEGY"]);
    expect(problemsOf(settings)[0]?.problem).toBe(
      "is not set, and more than one login is complete: CAMUNDA_CLIENT_ID and CAMUNDA_CLIENT_SECRET (OAUTH); " +
        "CAMUNDA_COOKIE_AUTH_USERNAME and CAMUNDA_COOKIE_AUTH_PASSWORD (COOKIE)",
    );
  });

  it.each([
    ["CAMUNDA_CLIENT_SECRET", { ZEEBE_CLIENT_ID: "client" }, "ZEEBE_CLIENT_ID"],
    ["CAMUNDA_CLIENT_ID", { CAMUNDA_CLIENT_SECRET: "secret-1" }, "CAMUNDA_CLIENT_SECRET"],
    ["CAMUNDA_COOKIE_AUTH_PASSWORD", { CAMUNDA_COOKIE_AUTH_USERNAME: "demo" }, "CAMUNDA_COOKIE_AUTH_USERNAME"],
    ["CAMUNDA_BASIC_AUTH_USERNAME", { CAMUNDA_BASIC_AUTH_PASSWORD: "secret-2" }, "CAMUNDA_BASIC_AUTH_PASSWORD"],
  ])("is a problem of %s when only its other half is set", (missing, half, there) => {
    const settings = read({ ...LOCAL, ...half });
    expect(complained(settings)).toEqual([missing]);
    expect(problemsOf(settings)[0]?.problem).toBe(`is not set, but ${there} is`);
  });

  it("is a problem when SaaS or a token URL is meant but no client is given", () => {
    expect(complained(read(SAAS_BASE))).toEqual(["CAMUNDA_CLIENT_ID"]);
    const settings = read({ ...LOCAL, ...KEYCLOAK });
    expect(problemsOf(settings)[0]?.problem).toBe("is not set, but CAMUNDA_OAUTH_URL asks for client credentials");
    expect(loginOf({ ...SAAS_BASE, CAMUNDA_AUTH_STRATEGY: "none" })).toEqual({ strategy: "NONE" });
  });
});

describe("the login that is chosen", () => {
  it("settles which of two complete ones is used", () => {
    const env = { ...LOCAL, ...COOKIE, ...BASIC, ...BEARER };
    expect(loginOf({ ...env, CAMUNDA_AUTH_STRATEGY: "basic" }).strategy).toBe("BASIC");
    expect(loginOf({ ...env, CAMUNDA_AUTH_STRATEGY: "COOKIE" }).strategy).toBe("COOKIE");
    expect(loginOf({ ...env, CAMUNDA_AUTH_STRATEGY: "NONE" }).strategy).toBe("NONE");
  });

  it.each([
    ["OAUTH", ["CAMUNDA_CLIENT_ID", "CAMUNDA_CLIENT_SECRET", "CAMUNDA_OAUTH_URL"]],
    ["COOKIE", ["CAMUNDA_COOKIE_AUTH_USERNAME", "CAMUNDA_COOKIE_AUTH_PASSWORD"]],
    ["BASIC", ["CAMUNDA_BASIC_AUTH_USERNAME", "CAMUNDA_BASIC_AUTH_PASSWORD"]],
    ["BEARER", ["CAMUNDA_OAUTH_TOKEN"]],
  ])("asks at once for everything that %s lacks", (strategy, missing) => {
    expect(complained(read({ ...LOCAL, CAMUNDA_AUTH_STRATEGY: strategy }))).toEqual(missing);
  });

  it("must be a known one", () => {
    expect(complained(read({ ...LOCAL, ...COOKIE, CAMUNDA_AUTH_STRATEGY: "KERBEROS" }))).toEqual([
      "CAMUNDA_AUTH_STRATEGY",
    ]);
  });
});

describe("client credentials", () => {
  const audience = { v1: "operate.camunda.io", v2: "zeebe.camunda.io" };

  it.each([
    ["an address of SaaS", SAAS_BASE],
    ["cluster id and region", { CAMUNDA_CLUSTER_ID: "5b6f", CAMUNDA_CLUSTER_REGION: "bru-2" }],
  ])("have the token URL and audiences of SaaS with %s", (_, env) => {
    const login = loginOf({ ...env, ...CLIENT });
    expect(login).toMatchObject({ tokenUrl: new URL(SAAS_TOKEN_URL), audience, saas: true });
  });

  it("have the audiences of SaaS with its token URL, whatever the address", () => {
    expect(loginOf({ ...LOCAL, ...CLIENT, CAMUNDA_OAUTH_URL: SAAS_TOKEN_URL })).toMatchObject({ audience, saas: true });
  });

  it("send the audiences that are set", () => {
    const env = { ...SAAS_BASE, ...CLIENT, CAMUNDA_OPERATE_OAUTH_AUDIENCE: "one", ZEEBE_TOKEN_AUDIENCE: "two" };
    expect(loginOf(env)).toMatchObject({ audience: { v1: "one", v2: "two" } });
  });

  it("never go to SaaS by default when the address is elsewhere, not even beside a left-over cluster id", () => {
    expect(complained(read({ ...LOCAL, ...CLIENT }))).toEqual(["CAMUNDA_OAUTH_URL"]);
    const leftOver = { CAMUNDA_CLUSTER_ID: "5b6f", CAMUNDA_CLUSTER_REGION: "bru-2" };
    expect(complained(read({ ...LOCAL, ...CLIENT, ...leftOver }))).toEqual(["CAMUNDA_OAUTH_URL"]);
  });
});

describe("the login address of a session", () => {
  it("may be another path of the server", () => {
    const CAMUNDA_COOKIE_AUTH_URL = "http://localhost:8080/sso/login";
    expect(loginOf({ ...LOCAL, ...COOKIE, CAMUNDA_COOKIE_AUTH_URL })).toMatchObject({
      loginUrl: new URL(CAMUNDA_COOKIE_AUTH_URL),
    });
  });

  it.each(["https://evil.example/api/login", "http://localhost:8081/api/login", "https://localhost:8080/api/login"])(
    "may not be on another origin: %s",
    (CAMUNDA_COOKIE_AUTH_URL) => {
      const settings = read({ ...LOCAL, ...COOKIE, CAMUNDA_COOKIE_AUTH_URL });
      expect(complained(settings)).toEqual(["CAMUNDA_COOKIE_AUTH_URL"]);
    },
  );
});

it("reads a credentials file downloaded from Console as it is", () => {
  const downloaded = `export ZEEBE_ADDRESS='5b6f.bru-2.zeebe.camunda.io:443'
export ZEEBE_REST_ADDRESS='https://bru-2.zeebe.camunda.io/5b6f'
export ZEEBE_CLIENT_ID='client~id'
export ZEEBE_CLIENT_SECRET='se#cr$et='
export ZEEBE_AUTHORIZATION_SERVER_URL='https://login.cloud.camunda.io/oauth/token'
export ZEEBE_TOKEN_AUDIENCE='zeebe.camunda.io'
export CAMUNDA_CLUSTER_ID='5b6f'
export CAMUNDA_CLUSTER_REGION='bru-2'
export CAMUNDA_CREDENTIALS_SCOPES='Zeebe,Operate'
export CAMUNDA_OAUTH_URL='https://login.cloud.camunda.io/oauth/token'
export CAMUNDA_OPERATE_BASE_URL='https://bru-2.operate.camunda.io/5b6f'
`;
  const settings = read({}, { "/keys/console.txt": downloaded }, "/keys/console.txt");
  expect(settings.warnings).toEqual([]);
  expect(settings.secrets).toEqual(["se#cr$et="]);
  const { operate, rest, login } = configOf(settings);
  expect(operate?.source).toEqual({ variable: "CAMUNDA_OPERATE_BASE_URL", from: "/keys/console.txt" });
  expect(rest?.url.href).toBe("https://bru-2.zeebe.camunda.io/5b6f");
  expect(login).toEqual({
    strategy: "OAUTH",
    tokenUrl: new URL(SAAS_TOKEN_URL),
    clientId: "client~id",
    clientSecret: "se#cr$et=",
    audience: { v1: "operate.camunda.io", v2: "zeebe.camunda.io" },
    saas: true,
  });
});
