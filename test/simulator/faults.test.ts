import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/simulator/faults.ts";
import { manualClock } from "../support/manual-clock.ts";
import { ask, cluster, objectOf, post } from "./ask.ts";

const SEARCH = "/v1/process-instances/search";

/** A hand-moved clock, and a promise that ends with the first call of one of its functions. */
const watched = (name: "wall" | "sleep") => {
  const clock = manualClock();
  let called = () => {};
  const first = new Promise<void>((resolve) => {
    called = resolve;
  });
  const wall = () => {
    if (name === "wall") called();
    return clock.wall();
  };
  const sleep = (ms: number, signal?: AbortSignal) => {
    const slept = clock.sleep(ms, signal);
    if (name === "sleep") called();
    return slept;
  };
  return { clock: { ...clock, wall, sleep }, first };
};

const broken = async (fault: Fault, options: Parameters<typeof cluster>[0] = {}) => {
  const started = await cluster({ login: "none", ...options });
  started.faults.next(1, { path: SEARCH }, fault);
  return started;
};

describe("a fault in place of the answer", () => {
  it.each([200, 503])("is a web page with status %i", async (status) => {
    const { url } = await broken({ kind: "html", status });
    const heard = await post(url + SEARCH, "{}");
    expect([heard.status, heard.headers["content-type"]]).toEqual([status, "text/html;charset=UTF-8"]);
    expect(heard.text).toContain("<html");
  });

  it("is a redirect, to the login page of the version or elsewhere", async () => {
    const older = await broken({ kind: "redirect" }, { contextPath: "/operate" });
    const newer = await broken({ kind: "redirect" }, { version: "8.8" });
    const away = await broken({ kind: "redirect", location: "https://example.com/" });
    const to = async ({ url }: { url: string }) => {
      const heard = await post(url + SEARCH, "{}");
      return [heard.status, heard.headers["location"]];
    };
    expect(await to(older)).toEqual([302, "/operate/api/login"]);
    expect(await to(newer)).toEqual([302, "/login"]);
    expect(await to(away)).toEqual([302, "https://example.com/"]);
  });

  it("is a 401 as the version says it", async () => {
    const older = await broken({ kind: "unauthorized" });
    expect((await post(older.url + SEARCH, "{}")).text).toBe('{"message":""}');
    const newer = await broken({ kind: "unauthorized" }, { version: "8.8" });
    expect((await post(newer.url + SEARCH, "{}")).body).toMatchObject({ status: 401, title: "Unauthorized" });
  });

  it("is a 403 as the version says it", async () => {
    const older = await broken({ kind: "forbidden" });
    expect((await post(older.url + SEARCH, "{}")).body).toMatchObject({ status: 403, type: "AccessDeniedException" });
    const newer = await broken({ kind: "forbidden" }, { version: "8.8" });
    expect((await post(newer.url + SEARCH, "{}")).body).toMatchObject({
      status: 403,
      type: "ForbiddenException",
      message: "PROCESS_DEFINITION:*:READ_PROCESS_INSTANCE permissions required to access this resource.",
    });
  });

  it("is a 429 with the wait that was asked for", async () => {
    const { url } = await broken({ kind: "rate-limited", retryAfter: "7" });
    const heard = await post(url + SEARCH, "{}");
    expect([heard.status, heard.headers["retry-after"]]).toEqual([429, "7"]);
  });

  it("is the 500 of a search index that is away", async () => {
    const { url } = await broken({ kind: "application-error" });
    expect((await post(url + SEARCH, "{}")).body).toMatchObject({
      status: 500,
      type: "API application error",
      message: "Error in reading process instances",
    });
  });

  it("is any other answer", async () => {
    const { url } = await broken({
      kind: "answer",
      answer: { status: 418, headers: { "x-pot": "tea" }, body: "short" },
    });
    const heard = await post(url + SEARCH, "{}");
    expect([heard.status, heard.headers["x-pot"], heard.text]).toEqual([418, "tea", "short"]);
  });
});

describe("a fault on the wire", () => {
  it("cuts the JSON in half while the HTTP is whole", async () => {
    const { url } = await broken({ kind: "truncated" });
    const heard = await post(url + SEARCH, "{}");
    expect(heard.status).toBe(200);
    expect(heard.text.startsWith('{"items":[{')).toBe(true);
    expect(heard.body).toBeUndefined();
  });

  it("resets the connection before the answer", async () => {
    const { url } = await broken({ kind: "reset" });
    await expect(post(url + SEARCH, "{}")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect((await post(url + SEARCH, "{}")).status).toBe(200);
  });

  it("resets the connection within the body", async () => {
    const { url } = await broken({ kind: "reset", within: "body" });
    await expect(post(url + SEARCH, "{}")).rejects.toThrow(/terminated|ECONNRESET|other side closed/);
  });

  it("answers with something that is not HTTP", async () => {
    const { url } = await broken({ kind: "garbage" });
    await expect(post(url + SEARCH, "{}")).rejects.toMatchObject({ name: "HTTPParserError" });
  });

  it("keeps silent until the cluster closes", async () => {
    const { clock, first: arrived } = watched("wall");
    const { url, close, journal } = await broken({ kind: "silence" }, { clock });
    const waiting = expect(post(url + SEARCH, "{}")).rejects.toThrow();
    await arrived;
    await close();
    await waiting;
    expect(journal.to(SEARCH).map(({ status }) => status)).toEqual([undefined]);
  });

  it("delays the answer by its clock", async () => {
    const { clock, first: slept } = watched("sleep");
    const { url } = await broken({ kind: "delay", ms: 5000 }, { clock });
    let answered = false;
    const waiting = post(url + SEARCH, "{}").then((heard) => {
      answered = true;
      return heard.status;
    });
    await slept;
    expect(clock.pending()).toEqual([5000]);
    await clock.advance(4999);
    expect(answered).toBe(false);
    await clock.advance(1);
    expect(await waiting).toBe(200);
  });

  it("lets the body drip, complete in the end", async () => {
    const { url } = await broken({ kind: "drip", bytes: 200, ms: 1 });
    const dripped = await post(url + SEARCH, "{}");
    expect(dripped.text).toBe((await post(url + SEARCH, "{}")).text);
  });

  it("stops dripping when the other side is gone", async () => {
    const { clock, first: slept } = watched("sleep");
    const { url, close } = await broken({ kind: "drip", bytes: 1, ms: 100 }, { clock });
    const waiting = expect(post(url + SEARCH, "{}")).rejects.toThrow();
    await slept;
    expect(clock.pending()).toEqual([100]);
    await close();
    await waiting;
    expect(clock.pending()).toEqual([]);
  });
});

describe("the list of faults", () => {
  it("asks for each matching request that none waits for, until it is called off", async () => {
    const { url, faults } = await cluster({ login: "none" });
    let asked = 0;
    faults.each({ path: SEARCH }, () => (++asked % 2 === 0 ? { kind: "html", status: 503 } : undefined));
    faults.next(1, {}, { kind: "html", status: 502 });
    const statuses = [];
    for (const path of [SEARCH, SEARCH, "/elsewhere", SEARCH]) statuses.push((await post(url + path, "{}")).status);
    expect([...statuses.slice(0, 2), statuses[3], asked]).toEqual([502, 200, 503, 2]);
    faults.clear();
    await post(url + SEARCH, "{}");
    expect(asked).toBe(2);
  });

  it("serves so many matching requests, in the order in which they were asked for, and no others", async () => {
    const { url, faults } = await cluster({ login: "none" });
    faults.next(2, { method: "POST", path: /search$/ }, { kind: "html", status: 503 });
    faults.next(1, {}, { kind: "html", status: 502 });
    expect(faults.waiting).toBe(3);
    expect((await ask(`${url}/v1/process-instances/9223372036854775807`)).status).toBe(502);
    const statuses = [];
    for (const _ of [1, 2, 3]) statuses.push((await post(url + SEARCH, "{}")).status);
    expect(statuses).toEqual([503, 503, 200]);
    expect(faults.waiting).toBe(0);
  });

  it("can be called off", async () => {
    const { url, faults } = await cluster({ login: "none" });
    faults.next(9, {}, { kind: "silence" });
    faults.clear();
    expect((await post(url + SEARCH, "{}")).status).toBe(200);
  });

  it("reaches the token endpoint and the login too", async () => {
    const tokens = await cluster({ login: "identity" });
    tokens.faults.next(1, { path: "/token" }, { kind: "html", status: 503 });
    expect((await ask(tokens.tokenUrl ?? "", "POST")).status).toBe(503);
    const cookies = await cluster();
    cookies.faults.next(1, { path: "/api/login" }, { kind: "rate-limited" });
    expect((await ask(`${cookies.url}/api/login`, "POST")).status).toBe(429);
  });

  it("leaves the cluster as it was when it stands in place of the answer", async () => {
    const { url, faults } = await cluster({ login: "none" });
    const path = `${url}/v1/process-instances/9223372036854775807`;
    faults.next(1, { method: "DELETE" }, { kind: "html", status: 503 });
    await ask(path, "DELETE");
    expect(String(objectOf(await ask(path))["key"])).toBe("9223372036854775807");
  });
});
