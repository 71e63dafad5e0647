import { describe, expect, test } from "vitest";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { sources } from "../../src/completions/sources.ts";
import { prompts } from "../../src/prompts/prompts.ts";
import { templates } from "../../src/resources/templates.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { Row } from "../../src/simulator/world.ts";
import { type ConnectOptions, connect, settingsFor } from "../support/connect.ts";
import { manualClock } from "../support/manual-clock.ts";
import { MODES } from "../support/modes.ts";

const world = company({ now: Date.UTC(2026, 10, 24, 10) });
const PROCESS = "order-fulfilment";

const open = (options: ConnectOptions = {}) =>
  connect({
    ...options,
    cluster: { login: "none", world, ...options.cluster },
    env: options.env ?? ((cluster) => settingsFor(cluster, "none")),
  });

type Client = Awaited<ReturnType<typeof open>>["client"];

const inPrompt = async (client: Client, name: string, argument: string, value = "", entered = {}) =>
  (
    await client.complete({
      ref: { type: "ref/prompt", name },
      argument: { name: argument, value },
      context: { arguments: entered },
    })
  ).completion;

const inResource = async (client: Client, uri: string, argument: string, value = "") =>
  (await client.complete({ ref: { type: "ref/resource", uri }, argument: { name: argument, value } })).completion;

const texts = (rows: readonly Row[], field: string): readonly string[] => [
  ...new Set(rows.map((row) => String(row[field]))),
];

const definitions = world.table("process-definitions");
const versions = definitions
  .filter((row) => row["processDefinitionId"] === PROCESS)
  .sort((one, other) => Number(other["version"]) - Number(one["version"]));

const DEFINITIONS = "operate://process-definitions/{processDefinitionKey}/xml";

describe.each(MODES)("a client in the mode %s", (_, mode) => {
  test("gets values for arguments of prompts and keys of resources", async () => {
    const { client } = await open({ mode });
    expect(client.getServerCapabilities()?.completions).toEqual({});
    const ids = await inPrompt(client, "release_check", "processDefinitionId", "order-f");
    expect(ids).toEqual({ values: [PROCESS], total: 1, hasMore: false });
    const key = String(versions[0]?.["processDefinitionKey"]);
    expect(await inResource(client, DEFINITIONS, "processDefinitionKey", key)).toEqual({
      values: [key],
      total: 1,
      hasMore: false,
    });
  });

  test("is told when it asks for values of something that is not there", async () => {
    const { client } = await open({ mode });
    for (const asked of [
      inPrompt(client, "no_prompt", "since"),
      inPrompt(client, "release_check", "since"),
      inResource(client, "operate://nothing/{key}", "key"),
      inResource(client, DEFINITIONS, "processInstanceKey"),
    ]) {
      await expect(asked).rejects.toMatchObject({
        code: -32602,
        message: expect.stringMatching(/INVALID_ARGUMENT: .*\nnext: /),
      });
    }
  });
});

describe.each(["8.0", "8.6", "8.9"] as const)("on %s", (version) => {
  const opened = () => open({ cluster: { version } });

  test("process ids are those of all processes, found by their name as well", async () => {
    const { client } = await opened();
    const { values } = await inPrompt(client, "triage_incidents", "processDefinitionId");
    expect(values.toSorted()).toEqual(texts(definitions, "processDefinitionId").toSorted());
    const [{ name, processDefinitionId } = {}] = versions;
    expect((await inPrompt(client, "triage_incidents", "processDefinitionId", String(name))).values).toContain(
      processDefinitionId,
    );
  });

  test("versions are those of the process that was entered, the newest first; none without one", async () => {
    const { client } = await opened();
    const entered = { processDefinitionId: PROCESS };
    for (const argument of ["baseVersion", "otherVersion"]) {
      expect((await inPrompt(client, "release_check", argument, "", entered)).values).toEqual(
        texts(versions, "version"),
      );
      expect((await inPrompt(client, "release_check", argument)).values).toEqual([]);
    }
  });

  test("element ids are those of the newest version of the process", async () => {
    const { client } = await opened();
    const { values } = await inPrompt(client, "triage_incidents", "elementId", "", { processDefinitionId: PROCESS });
    const xml = world.xml(processDefinition, String(versions[0]?.["processDefinitionKey"])) ?? "";
    expect(values).toContain("charge-payment");
    for (const id of values) expect(xml).toContain(`id="${id}"`);
    expect(
      await inPrompt(client, "triage_incidents", "elementId", "", { processDefinitionId: "nothing" }),
    ).toMatchObject({ values: [] });
  });

  test("instances are running ones", async () => {
    const { client } = await opened();
    const { values, hasMore } = await inPrompt(client, "diagnose_instance", "reference");
    expect(values).toHaveLength(100);
    expect(hasMore).toBe(true);
    const running = world.table("process-instances").filter(({ endDate }) => endDate === undefined);
    const keys = texts(running, "processInstanceKey");
    expect(values.filter((key) => !keys.includes(key))).toEqual([]);
  });
});

test("on 8.0, which has no decisions, there are no keys of them, and that is no error", async () => {
  const { client } = await open({ cluster: { version: "8.0" } });
  const uri = "operate://decision-requirements/{decisionRequirementsKey}/xml";
  expect(await inResource(client, uri, "decisionRequirementsKey")).toEqual({ values: [], total: 0, hasMore: false });
});

test("at most a hundred values are given, with how many there are", async () => {
  const many = Array.from({ length: 150 }, (_, index) => ({
    ...definitions[0],
    processDefinitionKey: String(1000 + index),
    processDefinitionId: `process-${index}`,
    version: 1,
  }));
  const rows = (entity: typeof processDefinition) => (entity === processDefinition ? many : world.rows(entity));
  const { client } = await open({ cluster: { world: { ...world, rows } } });
  const { values, ...counted } = await inPrompt(client, "release_check", "processDefinitionId", "process-");
  expect(values).toHaveLength(100);
  expect(counted).toEqual({ total: 150, hasMore: true });
});

describe("the cluster is asked", () => {
  const SEARCH = "process-definitions/search";

  test("once for all who type at once, and not again for half a minute", async () => {
    const clock = manualClock();
    const { client, cluster } = await open({ clock });
    const type = (value: string) => inPrompt(client, "release_check", "processDefinitionId", value);
    await type("");
    const once = cluster.journal.to(SEARCH).length;
    await Promise.all([type("o"), type("or"), type("ord")]);
    await clock.advance(29_999);
    await type("orde");
    expect(cluster.journal.to(SEARCH)).toHaveLength(once);
    await clock.advance(1);
    cluster.journal.clear();
    await Promise.all([type("order"), type("order-")]);
    expect(cluster.journal.to(SEARCH)).toHaveLength(1);
  });

  test("for each process anew", async () => {
    const { client } = await open();
    const versionsFor = async (processDefinitionId: string) =>
      (await inPrompt(client, "release_check", "baseVersion", "", { processDefinitionId })).values;
    expect(await versionsFor(PROCESS)).not.toEqual([]);
    expect(await versionsFor("nothing")).toEqual([]);
  });

  test("and who gives up does not spoil it for the others", async () => {
    const { client, cluster } = await open();
    await inPrompt(client, "triage_incidents", "processDefinitionId");
    cluster.faults.next(1, { path: "/xml" }, { kind: "delay", ms: 50 });
    const asked = {
      ref: { type: "ref/prompt" as const, name: "triage_incidents" },
      argument: { name: "elementId", value: "charge" },
      context: { arguments: { processDefinitionId: PROCESS } },
    };
    const cancel = new AbortController();
    const first = client.complete(asked, { signal: cancel.signal }).catch(String);
    const second = client.complete(asked);
    cancel.abort("enough");
    expect(await first).toMatch(/enough/);
    expect((await second).completion.values).toContain("charge-payment");
    expect(cluster.journal.to("/xml")).toHaveLength(1);
  });
});

describe("there are no values, and no error", () => {
  const EMPTY = { values: [], total: 0, hasMore: false };

  test("with wrong settings", async () => {
    const { client } = await open({ env: () => ({}) });
    expect(await inPrompt(client, "release_check", "processDefinitionId")).toEqual(EMPTY);
  });

  test("where nothing answers", async () => {
    const clock = manualClock();
    const { client, cluster } = await open({ clock });
    cluster.faults.next(10, {}, { kind: "silence" });
    const asked = inPrompt(client, "release_check", "processDefinitionId");
    await clock.advance(10_000);
    expect(await asked).toEqual(EMPTY);
  });

  test("when the cluster refuses", async () => {
    const { client, cluster, log } = await open();
    await inPrompt(client, "diagnose_instance", "reference");
    cluster.faults.next(1, { path: "process-definitions/search" }, { kind: "forbidden" });
    expect(await inPrompt(client, "release_check", "processDefinitionId")).toEqual(EMPTY);
    expect(log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ event: "completion", code: "FORBIDDEN" }),
    );
  });

  test("for an argument that can be anything", async () => {
    const { client } = await open();
    expect(await inPrompt(client, "incident_report", "since")).toEqual(EMPTY);
  });
});

test("a value that could not be shown as it is, is not offered", async () => {
  const rows = (entity: typeof processDefinition) =>
    entity === processDefinition
      ? [
          "good",
          "bad\u202e",
          "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U",
        ].map((processDefinitionId, index) => ({
          ...definitions[0],
          processDefinitionId,
          processDefinitionKey: String(index + 1),
        }))
      : world.rows(entity);
  const { client } = await open({ cluster: { world: { ...world, rows } } });
  expect((await inPrompt(client, "release_check", "processDefinitionId")).values).toEqual(["good"]);
});

test("every argument but a time has values", () => {
  const names = [
    ...prompts.flatMap((prompt) => prompt.arguments.map(({ name }) => name)),
    ...templates.map(({ entity }) => entity.key),
  ];
  expect(names.filter((name) => !sources.has(name) && name !== "since")).toEqual([]);
});
