import { describe, expect, test } from "vitest";
import { textsOf } from "../../src/narrow.ts";
import { EVERY_TOOL } from "../process/built.ts";
import { connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { callsOf } from "./every-call.ts";
import { KEYS, NOW, plantedWorld } from "./planted-world.ts";

const PAYLOAD = "eyJzdWIiOiJzb21lYm9keSIsInNjb3BlIjoiYWxsIn0";
/** Secrets as their shape gives them away, and what must not be left of them. */
const SECRETS = [
  [`eyJhbGciOiJIUzI1NiJ9.${PAYLOAD}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`, PAYLOAD],
  ["Authorization: Bearer abcDEF0123456789abcDEF", "abcDEF0123456789"],
  ["-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----", "MIIEvQIBADANBgkq"],
] as const;
const secret = SECRETS.map(([whole]) => whole).join(" ");

const expectNone = (text: string, where: string): void => {
  for (const [, core] of SECRETS) expect(text, where).not.toContain(core);
};

const CLUSTERS = [
  ["v1", "8.6"],
  ["v2", "8.10"],
] as const;

describe.each(CLUSTERS)("a token, a bearer and a private key over %s", (api, version) => {
  test("are masked in every field of every entity, in models, resources and errors", async () => {
    const world = plantedWorld((field, text) => (field === "tenantId" ? text : `${text} ${secret}`));
    const { client, call, cluster } = await connect({
      cluster: { version, world, login: "none" },
      clock: manualClock(NOW),
      env: (one) => ({
        ...settingsFor(one, "none"),
        ...EVERY_TOOL,
        OPERATE_MCP_API: api,
        OPERATE_MCP_MAX_RESULT_BYTES: "200000",
      }),
    });
    const { tools } = await client.listTools();
    let masked = 0;
    for (const tool of tools) {
      for (const args of callsOf(tool)) {
        const { text, structured } = await call(tool.name, { ...args });
        expectNone(text, tool.name);
        expectNone(JSON.stringify(structured), tool.name);
        if (text.includes("***")) masked += 1;
      }
    }
    expect(masked).toBeGreaterThan(30);
    for (const uri of [
      `operate://process-definitions/${KEYS.row("process-definitions", "processDefinitionKey")}/xml`,
      `operate://process-instances/${KEYS.instance}`,
    ]) {
      const text = textsOf((await client.readResource({ uri })).contents, "text")?.join("") ?? "";
      expectNone(text, uri);
    }
    const body = JSON.stringify({
      status: 400,
      message: secret,
      detail: secret,
      title: secret,
      type: "about:blank",
      instance: "x",
    });
    const headers = { "content-type": api === "v1" ? "application/json" : "application/problem+json" };
    cluster.faults.next(1, { path: "/search" }, { kind: "answer", answer: { status: 400, headers, body } });
    const { text } = await call("search_variables");
    expect(text).toContain("***");
    expectNone(text, "an error");
  });
});
