import { describe, expect, it } from "vitest";
import { failure } from "../../src/http/failure.ts";
import { manualClock } from "../support/manual-clock.ts";
import { answer, failureOf, searchAt } from "../support/requests.ts";

const ORIGIN = "http://operate.example:8080";
const VARIABLE = "CAMUNDA_OPERATE_BASE_URL";
const HTML = { "content-type": "text/html;charset=utf-8" };
const JSON_TYPE = { "content-type": "application/json" };
const PROBLEM = { "content-type": "application/problem+json" };

const failed = (status: number, body = "", headers: Record<string, string> = {}, origin = ORIGIN) =>
  failureOf(
    failure({ clock: manualClock(), variable: VARIABLE })(async () => answer(status, body, headers))(searchAt(origin)),
  );

const operate = (message: string) => JSON.stringify({ status: 0, message, instance: "d24bb589", type: "Data invalid" });
const problem = (title: string, detail: string) =>
  JSON.stringify({ type: "about:blank", title, detail, status: 0, instance: "/v2/x" });
const spring = JSON.stringify({
  timestamp: "2026-11-24",
  status: 0,
  error: "Not Found",
  message: "Nope",
  path: "/v1/x",
});

describe("failure", () => {
  it.each([200, 201, 204])("passes %i", async (status) => {
    const response = answer(status);
    expect(await failure({ clock: manualClock(), variable: VARIABLE })(async () => response)(searchAt(ORIGIN))).toBe(
      response,
    );
  });

  it.each([
    [400, "INVALID_ARGUMENT"],
    [401, "AUTH_REJECTED"],
    [403, "FORBIDDEN"],
    [404, "NOT_FOUND"],
    [409, "INVALID_ARGUMENT"],
    [413, "TOO_LARGE"],
    [422, "INVALID_ARGUMENT"],
    [429, "RATE_LIMITED"],
    [500, "UPSTREAM_ERROR"],
    [503, "UPSTREAM_ERROR"],
  ])("answers %i of either API with %s, and what the API says only in the detail", async (status, code) => {
    for (const [body, headers] of [
      [operate("the rea\u0073on "), PROBLEM],
      [problem("SOME_TITLE", "the reason"), PROBLEM],
      [operate("the reason"), JSON_TYPE],
    ] as const) {
      const error = await failed(status, body, headers);
      expect(error).toMatchObject({
        code,
        facts: { status, detail: "the reason", origin: ORIGIN, request: "POST /v1/incidents/search" },
      });
      expect(`${error.message} ${error.next}`).not.toContain("reason");
    }
  });

  it("tells which permission is missing", async () => {
    const message = "PROCESS_DEFINITION:*:READ_PROCESS_INSTANCE permissions required to access this resource.";
    expect((await failed(403, operate(message), PROBLEM)).facts.detail).toBe(message);
  });

  it("passes on what the API says as a whole, for who shows it to cut, up to 64 Ki characters", async () => {
    const { detail } = (await failed(500, operate(`x${"😀".repeat(40_000)}`), JSON_TYPE)).facts;
    expect(detail).toBe(`x${"😀".repeat(32_767)}`);
    expect((await failed(500, operate("x".repeat(30_000)), JSON_TYPE)).facts.detail).toBe("x".repeat(30_000));
  });

  it("tells a path without the API from a key that does not exist", async () => {
    for (const [body, headers] of [
      ["<html>", HTML],
      ["", {}],
      [spring, JSON_TYPE],
      [problem("Not Found", "No static resource v1/x."), PROBLEM],
      ["{", JSON_TYPE],
    ] as const) {
      const error = await failed(404, body, headers);
      expect(error).toMatchObject({ code: "CONFIG", message: `there is no Camunda API at this path of ${ORIGIN}` });
      expect(error.next).toContain(`check the path in ${VARIABLE}: without`);
    }
    expect((await failed(405, spring, JSON_TYPE)).code).toBe("CONFIG");
  });

  it("says that it was a gateway, and not what its page says", async () => {
    const error = await failed(503, "<h1>upstream connect error</h1>", HTML);
    expect(error.code).toBe("UPSTREAM_ERROR");
    expect(error.message).toContain("(gateway, 503, text/html)");
    expect(JSON.stringify([error, error.message])).not.toContain("upstream connect error");
    expect(await failed(403, "<h1>", HTML)).toMatchObject({ code: "FORBIDDEN" });
    expect((await failed(403, "<h1>", HTML)).message).toContain("(gateway, 403, text/html)");
    expect(await failed(413, "<h1>", HTML)).toMatchObject({ code: "TOO_LARGE" });
    expect(await failed(400, "<h1>", HTML)).toMatchObject({ code: "BAD_RESPONSE" });
    expect(await failed(408)).toMatchObject({ code: "UPSTREAM_ERROR" });
    expect(await failed(415, spring, JSON_TYPE)).toMatchObject({ code: "BAD_RESPONSE" });
  });

  it("tells how long to wait after 429, where it is told", async () => {
    expect(await failed(429, "", { "retry-after": "120" })).toMatchObject({
      code: "RATE_LIMITED",
      message: `${ORIGIN} asks for fewer requests: wait 120 s`,
      next: "call again after 120 s",
      facts: { retryAfterSeconds: 120 },
    });
    expect((await failed(429, "", { "retry-after": "soon" })).facts.retryAfterSeconds).toBeUndefined();
  });

  it.each([500, 503])("tells of back-pressure that comes as %i by its title", async (status) => {
    expect(await failed(status, problem("RESOURCE_EXHAUSTED", "Expected to search"), PROBLEM)).toMatchObject({
      code: "RATE_LIMITED",
      message: `${ORIGIN} asks for fewer requests`,
      facts: { status },
    });
  });

  it.each([301, 302, 307, 308])(
    "tells of a redirect (%i) only where it leads to, without path and query",
    async (status) => {
      const error = await failed(status, "", { location: "https://evil.example/take?token=abc" });
      expect(error).toMatchObject({ code: "CONFIG", message: `${ORIGIN} redirects to another place` });
      expect(error.facts.detail).toBe("https://evil.example");
      expect(JSON.stringify([error, error.message])).not.toContain("take");
      expect(error.message).not.toContain("evil");
    },
  );

  it("recognises a login page and a move to TLS", async () => {
    expect((await failed(302, "", { location: "/operate/login" })).message).toBe(
      `${ORIGIN} answers with a login page instead of the API`,
    );
    expect((await failed(302, "", { location: "https://id.example/Login/?next=x" })).message).toContain("login page");
    expect(await failed(301, "", { location: "https://operate.example/v1/incidents/search" })).toMatchObject({
      code: "CONFIG",
      next: `write https:// in ${VARIABLE}`,
    });
    expect(await failed(302, "", { location: "http://[" })).toMatchObject({ code: "CONFIG" });
    expect(await failed(304)).toMatchObject({ code: "CONFIG", message: `${ORIGIN} answers with a redirect` });
  });
});
