import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Agent, request } from "undici";
import { describe, expect, it, onTestFinished } from "vitest";
import { startCluster } from "../../src/simulator/cluster.ts";
import { openJournal } from "../../src/simulator/journal.ts";
import { manualClock } from "../support/manual-clock.ts";
import { ask, cluster, post, postForm } from "./ask.ts";

const SEARCH = "/v1/process-instances/search";

describe("the journal of a cluster", () => {
  it("tells of each request its time, method, path, query, headers, body, login and status", async () => {
    const clock = manualClock();
    const { url, journal } = await cluster({ version: "8.8", clock });
    const authorization = `Basic ${Buffer.from("demo:demo").toString("base64")}`;
    await post(`${url}${SEARCH}?a=1`, '{"filter":{"key":9007199254740993},"size":2}', { authorization });
    expect(journal.entries).toEqual([
      {
        at: clock.wall(),
        method: "POST",
        path: SEARCH,
        query: "a=1",
        headers: expect.objectContaining({ authorization, "content-type": "application/json" }),
        body: { filter: { key: 9007199254740993n }, size: 2 },
        login: "basic",
        status: 200,
      },
    ]);
  });

  it("reads forms, and says so when a request proves nothing", async () => {
    const { url, journal } = await cluster();
    await postForm(`${url}/api/login`, { username: "demo", password: "wrong" });
    expect(journal.entries[0]).toMatchObject({
      body: { username: "demo", password: "wrong" },
      login: undefined,
      status: 401,
    });
  });

  it("finds requests by a part of their path or by a pattern, and forgets on demand", async () => {
    const { url, journal } = await cluster({ login: "none" });
    await post(url + SEARCH, "{}");
    await ask(`${url}/v1/process-definitions/1`);
    expect(journal.to("process-instances")).toHaveLength(1);
    expect(journal.to(/definitions\/\d+$/)).toHaveLength(1);
    journal.clear();
    expect(journal.entries).toHaveLength(0);
  });

  it("holds the token requests too", async () => {
    const { tokenUrl, journal } = await cluster({ login: "saas" });
    await postForm(tokenUrl ?? "", { audience: "x" });
    expect(journal.to("/oauth/token")[0]?.body).toEqual({ audience: "x" });
  });
});

it("the journal keeps the latest 10,000 requests", () => {
  const { journal, record } = openJournal();
  for (let at = 0; at < 10_002; at += 1) {
    record({ at, method: "GET", path: "/", query: "", headers: {}, body: undefined, login: undefined });
  }
  expect([journal.entries.length, journal.entries[0]?.at]).toEqual([10_000, 2]);
});

describe("a cluster", () => {
  it("listens on a free port of this machine, and no more once it is closed", async () => {
    const started = await startCluster();
    expect(new URL(started.url).hostname).toBe("127.0.0.1");
    const { port } = new URL(started.url);
    await started.close();
    await expect(ask(started.url)).rejects.toMatchObject({ code: "ECONNREFUSED" });
    const again = await startCluster({ port: Number(port) });
    expect(new URL(again.url).port).toBe(port);
    await again.close();
  });

  it("says so when the port is taken", async () => {
    const { url } = await cluster();
    await expect(startCluster({ port: Number(new URL(url).port) })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("refuses a body beyond 4 MiB", async () => {
    const { url } = await cluster({ login: "none" });
    const heard = await post(url + SEARCH, `{"x":"${"a".repeat(4 * 1024 * 1024)}"}`).catch(() => undefined);
    expect(heard === undefined || heard.status === 413).toBe(true);
    expect((await post(url + SEARCH, "{}")).status).toBe(200);
  });

  it("takes no rows for an entity it does not have", async () => {
    const { add } = await cluster();
    expect(() => add("nothing", [])).toThrow(expect.objectContaining({ code: "INVALID_ARGUMENT" }));
  });

  it("speaks https, and wants a client certificate when it has an authority for them", async () => {
    const folder = mkdtempSync(join(tmpdir(), "sample-cluster-"));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
    execFileSync(
      "openssl",
      `req -x509 -newkey rsa:2048 -nodes -keyout ${key} -out ${cert} -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1`.split(
        " ",
      ),
      { stdio: "ignore" },
    );
    const pem = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
    const answer = async (url: string, connect: object): Promise<number> => {
      const agent = new Agent({ connect });
      onTestFinished(() => agent.destroy());
      const heard = await request(`${url}/v1/process-instances/1`, { dispatcher: agent });
      await heard.body.dump();
      return heard.statusCode;
    };
    const plain = await cluster({ login: "none", tls: pem });
    expect(plain.url).toMatch(/^https:/);
    expect(await answer(plain.url, { ca: pem.cert })).toBe(404);
    await expect(answer(plain.url, {})).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const mutual = await cluster({ login: "none", tls: { ...pem, ca: pem.cert } });
    expect(await answer(mutual.url, { ca: pem.cert, ...pem })).toBe(404);
    await expect(answer(mutual.url, { ca: pem.cert })).rejects.toThrow();
  });
});
