import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entities } from "../src/camunda/entities/index.ts";
import { processDefinition } from "../src/camunda/entities/process-definition.ts";
import { processInstance } from "../src/camunda/entities/process-instance.ts";
import type { Entity } from "../src/camunda/entity.ts";
import { company } from "../src/simulator/company/company.ts";
import { DEFAULT_TENANT, SECOND_TENANT } from "../src/simulator/company/story.ts";
import { getName, searchName } from "../src/tools/names.ts";
import { type Connected, connect, settingsFor } from "./support/connect.ts";
import { manualClock } from "./support/manual-clock.ts";

const NOW = Date.UTC(2026, 10, 24, 10);
const world = company({ now: NOW });

const rowsOf = (entity: Entity, tenantId: string) => world.rows(entity).filter((row) => row["tenantId"] === tenantId);

const keyOf = (entity: Entity, tenantId: string): string => String(rowsOf(entity, tenantId)[0]?.[entity.key]);

/** Every key of the other tenant's rows. */
const foreignKeys: readonly string[] = entities.flatMap((entity) =>
  rowsOf(entity, SECOND_TENANT).map((row) => String(row[entity.key])),
);

const open = (
  version: "8.0" | "8.6" | "8.9" | "8.10",
  env: Record<string, string> = {},
  closing?: (close: () => Promise<void>) => void,
) =>
  connect({
    cluster: { version, world },
    env: (cluster) => ({
      ...settingsFor(cluster),
      OPERATE_MCP_TOOLSETS: "data,troubleshoot,work",
      CAMUNDA_TENANT_ID: DEFAULT_TENANT,
      ...env,
    }),
    clock: manualClock(NOW),
    ...(closing === undefined ? {} : { closing }),
  });

describe.each(["8.6", "8.9", "8.10"] as const)("restricted to one tenant on %s", (version) => {
  const closers: (() => Promise<void>)[] = [];
  let opened: Connected | undefined;
  beforeAll(async () => {
    opened = await open(version, {}, (close) => closers.push(close));
  });
  afterAll(async () => {
    for (const close of closers) await close();
  });
  const connected = (): Connected => {
    if (opened === undefined) throw new Error("asked before it was connected");
    return opened;
  };
  const { call } = { call: (tool: string, args: Record<string, unknown>) => connected().call(tool, args) };
  const shared = entities.filter(
    (entity) => (version !== "8.6" || entity.path.v1 !== undefined) && rowsOf(entity, SECOND_TENANT).length > 0,
  );

  test("has rows of two tenants to tell apart", () => {
    expect(shared.length).toBeGreaterThan(4);
  });

  test.each(shared)("a search for $plural shows only its own", async (entity) => {
    const { structured, text } = await call(searchName(entity), { limit: 1 });
    expect(structured["page"], text).toMatchObject({ total: rowsOf(entity, DEFAULT_TENANT).length });
    const { structured: found } = await call(searchName(entity), { [entity.key]: keyOf(entity, SECOND_TENANT) });
    expect(found["items"]).toEqual([]);
  });

  test.each(shared.filter(({ searchOnly }) => !searchOnly))(
    "a $name of another tenant is as if it were not there",
    async (entity) => {
      const { text } = await call(getName(entity), { [entity.key]: keyOf(entity, SECOND_TENANT) });
      const { text: absent } = await call(getName(entity), { [entity.key]: "2251799813600001" });
      expect(text).toMatch(/^NOT_FOUND: /);
      if (entity.name !== "decision instance") expect(text).toBe(absent);
      expect((await call(getName(entity), { [entity.key]: keyOf(entity, DEFAULT_TENANT) })).isError).toBe(false);
    },
  );

  test.each([
    [processDefinition, ["xml"]],
    [processDefinition, ["outline"]],
    [processDefinition, ["statistics"]],
    [processInstance, ["statistics"]],
    [processInstance, ["sequenceFlows", "elements", "variables", "callHierarchy"]],
  ] as const)("of %j neither %j is given", async (entity, include) => {
    const { text } = await call(getName(entity), { [entity.key]: keyOf(entity, SECOND_TENANT), include });
    expect(text).toMatch(/^NOT_FOUND: /);
  });

  test("its own are given with all that belongs to them", async () => {
    const { structured, isError, text } = await call("get_process_instance", {
      processInstanceKey: world.landmark("order4711"),
      include: ["incidents", "elements", "statistics", "sequenceFlows", "callHierarchy"],
    });
    expect(isError, text).toBe(false);
    expect(structured["elements"]).not.toEqual([]);
    expect(structured["statistics"]).not.toEqual([]);
    expect((await call("diagnose_process_instance", { reference: "order 4711" })).structured).toMatchObject({
      verdict: "incident",
    });
  });

  test("no tool that explains knows anything of the other", async () => {
    const key = keyOf(processInstance, SECOND_TENANT);
    const asked = [
      ["lookup", { reference: key }],
      ["diagnose_process_instance", { processInstanceKey: key }],
      ["get_process_instance_timeline", { processInstanceKey: key }],
      [
        "compare_process_instances",
        { goodProcessInstanceKey: world.landmark("order4711"), badProcessInstanceKey: key },
      ],
      ["summarize_processes", {}],
      ["summarize_incidents", {}],
      ["find_stalled_process_instances", { olderThan: "1h" }],
      ["compare_process_versions", { processDefinitionId: "order-fulfilment" }],
    ] as const;
    for (const [tool, args] of asked) {
      const { text, structured } = await call(tool, args);
      const shown = JSON.stringify([text.replace(`the key ${key}`, ""), structured]);
      expect(shown, tool).not.toContain(SECOND_TENANT);
      expect(
        foreignKeys.filter((one) => shown.includes(`"${one}"`)),
        tool,
      ).toEqual([]);
    }
  });

  test("no tool takes a tenant, and whoami says which it is", async () => {
    const { tools } = await connected().client.listTools();
    expect(tools.filter(({ inputSchema }) => JSON.stringify(inputSchema.properties).includes('"tenantId"'))).toEqual(
      [],
    );
    expect((await call("search_incidents", { tenantId: SECOND_TENANT })).text).toMatch(/^INVALID_ARGUMENT: /);
    expect((await call("whoami", {})).structured).toMatchObject({ onlyTenant: DEFAULT_TENANT });
  });
});

test("the other tenant has a view of its own", async () => {
  const { call } = await open("8.9", { CAMUNDA_TENANT_ID: SECOND_TENANT });
  const { structured } = await call("search_process_instances", { limit: 1 });
  expect(structured["page"]).toMatchObject({ total: rowsOf(processInstance, SECOND_TENANT).length });
  const { structured: found } = await call("get_process_instance", {
    processInstanceKey: keyOf(processInstance, SECOND_TENANT),
  });
  expect(found).toMatchObject({ tenantId: SECOND_TENANT });
});

test("a cluster without tenants is refused with the variable that asks for one", async () => {
  const { call } = await open("8.0");
  const { text, isError } = await call("search_process_instances", {});
  expect(isError).toBe(true);
  expect(text).toMatch(/^CONFIG: CAMUNDA_TENANT_ID is set, and this cluster knows no tenants: it is 8\.\d/);
});
