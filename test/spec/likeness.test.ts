import { describe, expect, it } from "vitest";
import { member } from "../../src/narrow.ts";
import { isObject, type Json, type JsonObject, readJson } from "../../src/simulator/json.ts";
import { type ClusterOptions, DEMO_CREDENTIALS } from "../../src/simulator/options.ts";
import { ask, cluster, cookiesOf, type Heard, post, postForm } from "../simulator/ask.ts";
import { FIRST_LOST, sample } from "../simulator/sample.ts";
import { recorded, SKIPPED } from "./recorded.ts";

const told = (name: string): Json => {
  const answer = recorded.find((one) => one.name === name);
  if (answer === undefined) throw new Error(`there is no recorded answer ${name}`);
  return readJson(answer.text);
};

const open = async (options: ClusterOptions = {}) => {
  const { url, tokenUrl = "" } = await cluster({ world: sample, login: "none", ...options });
  return { url, tokenUrl, instances: `${url}/v1/process-instances`, definitions: `${url}/v1/process-definitions` };
};

const ERRORS: Readonly<Record<string, (instances: string) => Promise<Heard>>> = {
  "error-400-delete-active-instance": (instances) => ask(`${instances}/${FIRST_LOST}`, "DELETE"),
  "error-400-invalid-sort-field": (instances) => post(`${instances}/search`, '{"sort":[{"field":"string"}]}'),
  "error-404-process-instance": (instances) => ask(`${instances}/22517998149629301`),
};

/** Asks for a token, with the right secret unless told otherwise. */
const askForToken = (tokenUrl: string, secret = DEMO_CREDENTIALS.clientSecret): Promise<Heard> =>
  postForm(tokenUrl, {
    grant_type: "client_credentials",
    client_id: DEMO_CREDENTIALS.clientId,
    client_secret: secret,
    audience: "operate.camunda.io",
  });

const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {});

const membersOf = (value: Json | undefined): readonly string[] => Object.keys(objectIn(value)).sort();

const typesIn = (values: unknown): readonly string[] =>
  Array.isArray(values) ? values.map((value) => typeof value).map((type) => (type === "bigint" ? "number" : type)) : [];

describe.skipIf(SKIPPED !== "")(`the sample cluster says what a real one says${SKIPPED}`, () => {
  it.each(Object.entries(ERRORS))("%s", async (name, provoke) => {
    const { instances } = await open();
    const { status, body } = await provoke(instances);
    expect(status).toBe(member(body, "status"));
    expect(body).toEqual({
      ...objectIn(told(name)),
      instance: expect.stringMatching(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/),
    });
  });

  it("when an instance is deleted", async () => {
    const { instances } = await open();
    const name = "process-instance-deleted-by-key";
    const key = /\d{16,}/.exec(String(member(told(name), "message")))?.[0] ?? "";
    const deletable = "4503599627370501";
    const { body } = await ask(`${instances}/${deletable}`, "DELETE");
    expect(JSON.stringify(body).replace(deletable, key)).toBe(
      JSON.stringify({ message: member(told(name), "message"), deleted: member(told(name), "deleted") }),
    );
  });

  it.each([
    ["identity", "token-error-keycloak-invalid-client"],
    ["saas", "token-error-auth0-unauthorized"],
  ] as const)("when a secret is wrong (%s)", async (login, name) => {
    const { tokenUrl } = await open({ login });
    const { status, body } = await askForToken(tokenUrl, "wrong");
    expect(status).toBe(401);
    expect(body).toEqual(told(name));
  });

  it("when it gives a token", async () => {
    const { tokenUrl } = await open({ login: "saas" });
    const { body } = await askForToken(tokenUrl);
    expect(membersOf(body)).toEqual(membersOf(told("token-saas")));
  });

  it("about the user of a session", async () => {
    const { url } = await open({ login: "cookie", version: "8.6" });
    const login = await postForm(`${url}/api/login`, { username: "demo", password: "demo" });
    const user = await ask(`${url}/api/authentications/user`, "GET", { headers: { cookie: cookiesOf(login) } });
    expect(user.body).toEqual(told("internal-user"));
  });

  it.each([
    ["definitions", "process-definitions-search-sortvalues-string"],
    ["instances", "process-instances-search-versiontag"],
  ] as const)("in the types of its sort values (%s)", async (kind, name) => {
    const { body } = await post(`${(await open())[kind]}/search`, "{}");
    const types = typesIn(objectIn(told(name))["sortValues"]);
    expect(types).toHaveLength(1);
    expect(typesIn(member(body, "sortValues"))).toEqual(types);
  });
});
