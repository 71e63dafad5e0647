import { describe, expect, test } from "vitest";
import { textsOf } from "../../src/narrow.ts";
import type { World } from "../../src/simulator/world.ts";
import { EVERY_TOOL } from "../process/built.ts";
import { type Connected, connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { withSecrets } from "../support/secret-models.ts";
import { callsOf, WRITING } from "./every-call.ts";
import { KEYS, NOW, plantedWorld } from "./planted-world.ts";

const PAYLOAD = "eyJzdWIiOiJzb21lYm9keSIsInNjb3BlIjoiYWxsIn0";
/** Secrets as their shape gives them away, and what must not be left of them. */
const SHAPES = [
  [`eyJhbGciOiJIUzI1NiJ9.${PAYLOAD}.c2lnbmF0dXJlLXNpZ25hdHVyZQ`, PAYLOAD],
  ["Authorization: Bearer abcDEF0123456789abcDEF", "abcDEF0123456789"],
  ["-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----", "MIIEvQIBADANBgkq"],
] as const;
const shaped = SHAPES.map(([whole]) => whole).join(" ");

/** What is secret by its name alone. */
const CORE = "HUNTERzwei";
/** Every way in which a name can stand beside it in one text. */
const named = [
  `{"password":"${CORE}"}`,
  `{"DOMAIN\\\\password":"${CORE}","my \\"db\\" token":["${CORE}"]}`,
  `[{"name":"apiKey","value":"${CORE}"}]`,
  `'={clientSecret: "${CORE}" + suffix, more: 1}'`,
  `<zeebe:header key="pass&#119;ord" value="${CORE}" />`,
  `{&quot;credentials&quot;:&quot;${CORE}&quot;}`,
].join(" ");

const NAMES: readonly string[] = ["name", "inputName", "outputName", "decisionDefinitionName"];
const VALUES: readonly string[] = ["value", "inputValue", "outputValue", "result"];

const byName = (field: string, text: string): string => {
  // Ids tie things together, and an element may have no other name.
  if (/Id$/.test(field)) return text;
  if (NAMES.includes(field)) return `${text} api key`;
  return VALUES.includes(field) ? CORE : `${text} ${named}`;
};

interface Planted {
  readonly what: string;
  readonly world: World;
  readonly error: string;
  /** What must not be left. */
  readonly cores: readonly string[];
}

const WORLDS: readonly Planted[] = [
  {
    what: "a token, a bearer and a private key",
    world: plantedWorld((field, text) => (field === "tenantId" ? text : `${text} ${shaped}`)),
    error: shaped,
    cores: SHAPES.map(([, core]) => core),
  },
  {
    what: "what has a secret name",
    world: plantedWorld(byName, (xml, key) => withSecrets(xml, CORE + key)),
    error: named,
    cores: [CORE],
  },
];

const CLUSTERS = [
  { api: "v1", version: "8.6" },
  { api: "v2", version: "8.10" },
] as const;

const cases = WORLDS.flatMap((planted) => CLUSTERS.map((cluster) => ({ ...planted, ...cluster })));

const open = ({ api, version, world }: (typeof cases)[number]): Promise<Connected> =>
  connect({
    cluster: { version, world, login: "none" },
    clock: manualClock(NOW),
    env: (one) => ({
      ...settingsFor(one, "none"),
      ...EVERY_TOOL,
      OPERATE_MCP_API: api,
      OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
    }),
  });

describe.each(cases)("$what over $api", (planted) => {
  const expectNone = (text: string, where: string): void => {
    for (const core of planted.cores) expect(text, where).not.toContain(core);
  };

  test("are masked in every field of every entity, in models, resources and errors", async () => {
    const { client, call, cluster } = await open(planted);
    const { tools } = await client.listTools();
    let masked = 0;
    for (const tool of tools) {
      for (const args of [...callsOf(tool), ...(WRITING[tool.name] ?? [])]) {
        const { text, structured } = await call(tool.name, { ...args });
        const where = `${tool.name} ${JSON.stringify(args)}`;
        expectNone(text, where);
        expectNone(JSON.stringify(structured), where);
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
      expect(text).toContain("***");
    }
    const body = JSON.stringify({
      status: 400,
      message: planted.error,
      detail: planted.error,
      title: planted.error,
      type: "about:blank",
      instance: "x",
    });
    const headers = { "content-type": planted.api === "v1" ? "application/json" : "application/problem+json" };
    cluster.faults.next(1, { path: "/search" }, { kind: "answer", answer: { status: 400, headers, body } });
    const { text } = await call("search_variables");
    expect(text).toContain("***");
    expectNone(text, "an error");
  });

  test("are in what is looked at", async () => {
    const { tools } = await (await open(planted)).client.listTools();
    const without = tools.filter(({ name, ...tool }) => callsOf({ name, ...tool }).length === 0 && !(name in WRITING));
    expect(without.map(({ name }) => name)).toEqual([]);
  });
});

describe.each(CLUSTERS)("the secrets of two versions of a process over $api", (cluster) => {
  test("differ, and are not shown", async () => {
    const [, planted] = WORLDS;
    if (planted === undefined) throw new Error("no world");
    const { call } = await open({ ...planted, ...cluster });
    const { structured } = await call("compare_process_versions", { processDefinitionId: KEYS.process });
    for (const what of ["headers", "properties", "input mapping", "output mapping", "script", "multi-instance"]) {
      const masked = expect.stringContaining("***");
      expect(structured["changes"]).toContainEqual(expect.objectContaining({ what, before: masked, after: masked }));
    }
  });
});

test("the secrets of variables are not shown where they are set, nor where that is refused", async () => {
  const [, planted] = WORLDS;
  if (planted === undefined) throw new Error("no world");
  const { call, cluster } = await open({ ...planted, api: "v2", version: "8.10" });
  const variables = {
    password: CORE,
    "DOMAIN\\token": { user: CORE },
    config: { "DOMAIN\\password": CORE, 'my "db" password': [CORE], list: [{ key: "db\npassword", val: CORE }] },
    mapping: `={password: "${CORE}" + x}`,
    note: `Bearer 12|${CORE}`,
  };
  const args = { scopeKey: KEYS.instance, variables };
  const first = await call("set_variables", args);
  expect(first.isError, first.text).toBe(false);
  const { confirmation } = first.structured;
  const detail = `refused: ${JSON.stringify({ variables })}`;
  const body = JSON.stringify({ type: "about:blank", title: "INVALID_ARGUMENT", status: 400, detail });
  const headers = { "content-type": "application/problem+json" };
  cluster.faults.next(
    1,
    { path: "/variables", method: "PUT" },
    { kind: "answer", answer: { status: 400, headers, body } },
  );
  const second = await call("set_variables", { ...args, confirmation });
  for (const { text, structured } of [first, second]) {
    expect(text).toContain("***");
    expect(text).not.toContain(CORE);
    expect(JSON.stringify(structured)).not.toContain(CORE);
  }
});
