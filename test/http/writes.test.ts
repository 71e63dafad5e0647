import { describe, expect, test } from "vitest";
import { client } from "../../src/camunda/client.ts";
import { apiSend } from "../../src/http/api.ts";
import { patientCall } from "../support/fake-engine.ts";
import { type FaultServer, faultServer, http, json, type Step } from "../support/fault-server.ts";
import { manualClock } from "../support/manual-clock.ts";
import { failureOf, transport } from "../support/requests.ts";

const DONE = http("204 No Content", {});
const REFUSED = json('{"type":"about:blank","title":"Conflict","status":409,"detail":"no"}', "409 Conflict");

/** One server behind a client that may change something or not. */
const changing = async (writes: boolean, ...steps: Step[]) => {
  const server = await faultServer(() => [...steps, "request", DONE, "request", DONE]);
  const { send } = transport({ connections: 1 });
  const clock = manualClock();
  const pipeline = apiSend({
    send,
    origin: server.origin,
    variable: "CAMUNDA_REST_ADDRESS",
    auth: (next) => next,
    clock,
    random: () => 0,
    writes,
  });
  const { write } = client(new URL(server.origin), pipeline);
  return { server, change: () => write({ method: "POST", path: "v2/incidents/1/resolution" }, patientCall()) };
};

const sent = (server: FaultServer): number => server.requests.length;

describe("a change", () => {
  test("is sent where changes are allowed, without a body where there is nothing to say", async () => {
    const { server, change } = await changing(true, "request", DONE);
    await change();
    expect(sent(server)).toBe(1);
    expect(server.requests[0]).toMatch(/^POST \/v2\/incidents\/1\/resolution HTTP/);
  });

  test("never leaves where they are not", async () => {
    const { server, change } = await changing(false, "request", DONE);
    expect(await failureOf(change())).toMatchObject({ code: "WRITE_DISABLED", facts: { mayBeMade: false } });
    expect(sent(server)).toBe(0);
  });

  test.each([
    ["the connection breaks", "UNREACHABLE", ["request", "rst"]],
    ["the connection is closed", "UNREACHABLE", ["request", "fin"]],
    [
      "a gateway gives up",
      "UPSTREAM_ERROR",
      ["request", http("502 Bad Gateway", { "content-type": "text/html" }, "<p/>")],
    ],
    ["a gateway is out of time", "UPSTREAM_ERROR", ["request", json("{}", "504 Gateway Timeout")]],
    ["the cluster fails", "UPSTREAM_ERROR", ["request", json("{}", "500 Internal Server Error")]],
    ["a web page says 200", "BAD_RESPONSE", ["request", http("200 OK", { "content-type": "text/html" }, "<p/>")]],
    ["it is no HTTP", "BAD_RESPONSE", ["request", { bytes: "garbage\r\n\r\n" }]],
  ] satisfies [string, string, Step[]][])(
    "is sent once although %s, and may have been made",
    async (_, code, steps) => {
      const { server, change } = await changing(true, ...steps);
      expect(await failureOf(change())).toMatchObject({ code, facts: { mayBeMade: true } });
      expect(sent(server)).toBe(1);
    },
  );

  test.each([
    ["the cluster refuses it", "INVALID_ARGUMENT", ["request", REFUSED]],
    ["the cluster has too much to do", "RATE_LIMITED", ["request", json("{}", "429 Too Many Requests")]],
    ["it is not allowed", "FORBIDDEN", ["request", json('{"title":"x","status":403,"instance":"/"}', "403 Forbidden")]],
  ] satisfies [string, string, Step[]][])("is sent once and certainly not made where %s", async (_, code, steps) => {
    const { server, change } = await changing(true, ...steps);
    expect(await failureOf(change())).toMatchObject({ code, facts: { mayBeMade: false } });
    expect(sent(server)).toBe(1);
  });

  test("was not made where nobody listens", async () => {
    const { send } = transport();
    const clock = manualClock();
    const origin = "http://127.0.0.1:1";
    const pipeline = apiSend({
      send,
      origin,
      variable: "CAMUNDA_REST_ADDRESS",
      auth: (next) => next,
      clock,
      random: () => 0,
      writes: true,
    });
    const { write } = client(new URL(origin), pipeline);
    const failure = await failureOf(write({ method: "DELETE", path: "v1/process-instances/1" }, patientCall()));
    expect(failure).toMatchObject({ code: "UNREACHABLE", facts: { mayBeMade: false } });
  });
});
