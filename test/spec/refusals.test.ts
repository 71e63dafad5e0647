import { describe, expect, it } from "vitest";
import { client } from "../../src/camunda/client.ts";
import { identify } from "../../src/camunda/identity.ts";
import { failure } from "../../src/http/failure.ts";
import { parseJson } from "../../src/http/json.ts";
import { member } from "../../src/narrow.ts";
import { setUpIdentity } from "../auth/identity-rig.ts";
import { manualClock } from "../support/manual-clock.ts";
import { answer, failureOf, searchAt } from "../support/requests.ts";
import { documents } from "./document/documents.ts";
import { named, SKIPPED } from "./recorded.ts";

const CODES: Readonly<Record<number, string>> = { 400: "INVALID_ARGUMENT", 404: "NOT_FOUND", 500: "UPSTREAM_ERROR" };
const PROBLEM = { "content-type": "application/problem+json" };
const JSON_TYPE = { "content-type": "application/json" };

const errors = named(/^error-/);
const tokenErrors = named(/^token-error-/);
const tokens = named(/^token-(?!error-)/);
const users = named(/^internal-user/);

describe.skipIf(SKIPPED !== "")(`real errors and logins${SKIPPED}`, () => {
  it("are there, each kind of them", () => {
    expect(new Set(errors.map(({ text }) => member(parseJson(text), "status")))).toEqual(new Set([400, 404, 500]));
    for (const kind of [tokenErrors, tokens, users]) expect(kind.length).toBeGreaterThan(0);
  });

  it.each(errors)("become the error code that fits, with the reason as a detail: $name", async ({ text }) => {
    const body = parseJson(text);
    const status = Number(member(body, "status"));
    const given = answer(status, text, PROBLEM);
    const error = await failureOf(
      failure({ clock: manualClock(), variable: "CAMUNDA_REST_ADDRESS" })(async () => given)(
        searchAt("http://127.0.0.1:1"),
      ),
    );
    expect(error.code).toBe(CODES[status]);
    expect(error.facts).toMatchObject({ status, detail: String(member(body, "message")).trim() });
    expect(documents["8.6"].check(["components", "schemas", "Error"])(body)).toEqual([]);
  });

  it.each(tokenErrors)("become a refused login that names the cause: $name", async ({ text }) => {
    const { get, identity } = await setUpIdentity(() => ({ status: 401, headers: JSON_TYPE, body: text }));
    const error = await failureOf(get());
    expect(error.code).toBe("AUTH_REJECTED");
    expect(error.next).toContain("CAMUNDA_CLIENT_SECRET");
    expect(error.facts.detail).toBe(member(parseJson(text), "error"));
    expect(identity.asked).toHaveLength(1);
  });

  it.each(tokens)("become the credential of every call, as long as it lives: $name", async ({ text }) => {
    const { get, identity, cluster, clock } = await setUpIdentity(() => ({ headers: JSON_TYPE, body: text }));
    const life = Number(member(parseJson(text), "expires_in")) * 1000;
    await get();
    clock.pass(life / 2);
    await get();
    expect(identity.asked).toHaveLength(1);
    expect(cluster.asked.map(({ headers }) => headers.authorization)).toEqual(
      Array.from({ length: 2 }, () => `Bearer ${String(member(parseJson(text), "access_token"))}`),
    );
    clock.pass(life / 2);
    await get();
    expect(identity.asked).toHaveLength(2);
  });

  it.each(users)("tell who is logged in, without what is not known: $name", async ({ text }) => {
    const reader = client(new URL("http://127.0.0.1:1"), async () => ({
      ...answer(200, text, JSON_TYPE),
      json: parseJson(text),
    }));
    const call = {
      signal: new AbortController().signal,
      hurry: () => false,
      progress: () => undefined,
      maxScanRows: 100,
    };
    const credential = { strategy: "COOKIE", principal: "somebody", claims: () => undefined };
    expect(await identify(reader, "api/authentications/user", credential, call)).toEqual({
      user: member(parseJson(text), "userId"),
      displayName: member(parseJson(text), "displayName"),
      permissions: member(parseJson(text), "permissions"),
      notices: [],
    });
  });
});
