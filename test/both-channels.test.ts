import { afterAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { entities } from "../src/camunda/entities/index.ts";
import { isObject, member, textsOf } from "../src/narrow.ts";
import { tools } from "../src/tools/index.ts";
import { getName, searchName } from "../src/tools/names.ts";
import type { Tool } from "../src/tools/tool.ts";
import { isV2, VERSIONS } from "./casebook/clusters.ts";
import { blocksOf, readList, type Told, toldByAll } from "./casebook/read-text.ts";
import { NOW, sample } from "./casebook/worlds.ts";
import { type Answer, type Connected, connect, settingsFor } from "./support/connect.ts";
import { manualClock } from "./support/manual-clock.ts";

/*
 * Some hosts show the model the text of an answer, some its structure. So neither may state what the other does not: the text is
 * read back here and compared with the structure, value by value.
 */

const MILLISECONDS = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/;

/** A value of the structure as the text would state it. */
const stated = (value: unknown): Told => {
  if (Array.isArray(value)) return value.every(isObject) ? value.flatMap(rowsOf) : value.map(oneLine).join(", ");
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, stated(one)]));
  return value === "" ? '""' : oneLine(value).replace(MILLISECONDS, "$1Z");
};

const oneLine = (value: unknown): string => String(value).replaceAll("\n", "\\n").replaceAll("\t", "\\t");

/** A row as the table has it: one line for each row of a list inside it. */
const rowsOf = (row: Readonly<Record<string, unknown>>): readonly Readonly<Record<string, Told & string>>[] => {
  const inner = Object.entries(row).find(
    ([, value]) => Array.isArray(value) && value.length > 0 && value.every(isObject),
  );
  const own = Object.fromEntries(
    Object.entries(row).flatMap(([name, value]) => {
      const told = name === inner?.[0] ? undefined : stated(value);
      return typeof told === "string" ? [[name, told]] : [];
    }),
  );
  const [, inside] = inner ?? [];
  return Array.isArray(inside)
    ? inside
        .filter(isObject)
        .flatMap(rowsOf)
        .map((one) => ({ ...own, ...one }))
    : [own];
};

/** The facts of a record in both channels, in the form of the text. */
const recordFacts = ({ text, structured }: Answer) => {
  const { notices = [], ...members } = structured;
  const blocks = blocksOf(text);
  const isLong = (name: string, below: readonly string[]) => typeof members[name] === "string" && below.length > 0;
  return {
    text: {
      told: {
        ...toldByAll(blocks.filter(({ name, below }) => name !== "note" && !isLong(name, below))),
        ...Object.fromEntries(
          blocks.flatMap(({ name, below }) => (isLong(name, below) ? [[name, below.join("\n")]] : [])),
        ),
      },
      notices: blocks.flatMap(({ name, value }) => (name === "note" ? [value] : [])),
    },
    structure: {
      told: Object.fromEntries(
        Object.entries(members).map(([name, value]) => {
          const isText = blocks.some((block) => block.name === name && isLong(name, block.below));
          if (isText) return [name, value];
          // An empty list is a heading that says 0.
          return [name, Array.isArray(value) && value.length === 0 ? "0" : stated(value)];
        }),
      ),
      notices,
    },
  };
};

const listFacts = ({ text, structured }: Answer) => {
  const page = structured["page"];
  return {
    text: readList(text),
    structure: {
      items: stated(structured["items"]),
      total: member(page, "total"),
      totalIsExact: member(page, "totalIsExact"),
      notices: structured["notices"] ?? [],
      next: member(page, "next"),
    },
  };
};

/** Both channels of an answer in one form. */
const facts = (answer: Answer) => (Array.isArray(answer.structured["items"]) ? listFacts(answer) : recordFacts(answer));

interface Ask {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const key = sample.landmark;
const incidentOf = (mark: Parameters<typeof key>[0]): string =>
  String(
    sample.table("incidents").find((row) => row["processInstanceKey"] === key(mark) && row["state"] === "ACTIVE")?.[
      "incidentKey"
    ],
  );

/** Calls of the tools that are not computed from entities. */
const PARTICULAR: readonly Ask[] = [
  { tool: "whoami", args: {} },
  ...(
    [
      "order4711",
      "deepestRoot",
      "farTimer",
      "stalled",
      "hostileMessage",
      "secrets",
      "suspended",
      "unremarkable",
    ] as const
  ).flatMap((mark) => [
    { tool: "diagnose_process_instance", args: { processInstanceKey: key(mark) } },
    { tool: "get_process_instance_timeline", args: { processInstanceKey: key(mark) } },
    { tool: "lookup", args: { reference: key(mark) } },
  ]),
  ...(["order4711", "decisionFailed", "noMatchingRule", "hostileMessage", "calledProcessMissing"] as const).map(
    (mark) => ({
      tool: "explain_incident",
      args: { incidentKey: incidentOf(mark) },
    }),
  ),
  { tool: "diagnose_process_instance", args: { reference: "order 4711" } },
  { tool: "lookup", args: { reference: "A-4711" } },
  { tool: "summarize_processes", args: {} },
  ...["error", "process", "version", "element"].map((groupBy) => ({ tool: "summarize_incidents", args: { groupBy } })),
  { tool: "find_stalled_process_instances", args: {} },
  { tool: "find_stalled_process_instances", args: { olderThan: "1h" } },
  {
    tool: "compare_process_instances",
    args: { goodProcessInstanceKey: key("unremarkable"), badProcessInstanceKey: key("order4711") },
  },
  { tool: "compare_process_versions", args: { processDefinitionId: "order-fulfilment" } },
];

const versionKey = (id: string, version: number): string =>
  String(
    sample
      .table("process-definitions")
      .find(
        (row) => row["processDefinitionId"] === id && row["version"] === version && row["tenantId"] !== "nordlicht",
      )?.["processDefinitionKey"],
  );

const jobKey = String(
  sample.table("jobs").find((row) => row["processInstanceKey"] === key("stalled") && row["state"] === "CREATED")?.[
    "jobKey"
  ],
);

/** The first steps of the tools that repair; none of them changes anything. */
const PLANS: readonly Ask[] = [
  { tool: "resolve_incidents", args: { processInstanceKeys: [key("order4711")] } },
  { tool: "resolve_incidents", args: { filter: { errorType: "JOB_NO_RETRIES" } } },
  { tool: "cancel_process_instances", args: { processInstanceKeys: [key("order4711"), key("unremarkable")] } },
  { tool: "delete_process_instances", args: { processInstanceKeys: [key("order4711"), key("unremarkable")] } },
  { tool: "set_variables", args: { scopeKey: key("order4711"), variables: { orderId: "A-1", more: { net: 5 } } } },
  { tool: "update_job_retries", args: { jobKeys: [jobKey], retries: 2 } },
  {
    tool: "migrate_process_instances",
    args: {
      processInstanceKeys: [key("wrongCorrelationKey")],
      targetProcessDefinitionKey: versionKey("order-fulfilment", 4),
    },
  },
  {
    tool: "modify_process_instance",
    args: { processInstanceKey: key("order4711"), activate: [{ elementId: "check-fraud" }] },
  },
];

/** Everything that a get tool can add. */
const includesOf = (tool: string): readonly string[] => {
  const input = tools.find(({ name }) => name === tool)?.input;
  const schema: unknown = input === undefined ? undefined : z.toJSONSchema(input, { io: "input" });
  return textsOf(member(member(member(member(schema, "properties"), "include"), "items"), "enum")) ?? [];
};

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

const open = (version: (typeof VERSIONS)[number], budget: number): Promise<Connected> =>
  connect({
    cluster: { version, world: sample, login: "none" },
    env: (cluster) => ({
      ...settingsFor(cluster, "none"),
      OPERATE_MCP_API: isV2(version) ? "v2" : "v1",
      OPERATE_MCP_TOOLSETS: "data,troubleshoot,work",
      OPERATE_MCP_ALLOW_WRITES: "true",
      OPERATE_MCP_MAX_RESULT_BYTES: String(budget),
    }),
    clock: manualClock(NOW),
    closing: (close) => closers.push(close),
  });

/** The calls of the tools of each entity: a list, the same with every column, and one whole with all that can be added. */
const entityAsks = async ({ call }: Connected, version: (typeof VERSIONS)[number]): Promise<readonly Ask[]> => {
  const asks = entities
    .filter(({ toolset }) => toolset === "data" || isV2(version))
    .map(async (entity): Promise<readonly Ask[]> => {
      const shown = Object.values(entity.fields).flatMap(({ name, isHidden }) => (isHidden ? [] : [name]));
      const lists = [{}, { fields: shown, limit: 50 }].map((args) => ({ tool: searchName(entity), args }));
      if (entity.searchOnly) return lists;
      const items = (await call(searchName(entity), { limit: 3 })).structured["items"];
      const tool = getName(entity);
      const include = includesOf(tool);
      const keys = (Array.isArray(items) ? items : []).map((item: unknown) => member(item, entity.key));
      const gets = keys.map((one) => ({ [entity.key]: one }));
      const whole = include.length === 0 ? [] : gets.map((args) => ({ ...args, include }));
      return [...lists, ...[...gets, ...whole].map((args) => ({ tool, args }))];
    });
  return (await Promise.all(asks)).flat();
};

describe.each(VERSIONS.flatMap((version) => [32_000, 4_000].map((budget) => [version, budget] as const)))(
  "on %s within %i bytes",
  (version, budget) => {
    test("every tool says the same in both channels", async () => {
      const connected = await open(version, budget);
      const asks = [...(await entityAsks(connected, version)), ...PARTICULAR, ...PLANS];
      const compared = new Set<string>();
      for (const { tool, args } of asks) {
        const answer = await connected.call(tool, { ...args });
        const what = `${tool} ${JSON.stringify(args)}`;
        if (answer.text.startsWith("UNSUPPORTED")) continue;
        expect(answer.isError, `${what}: ${answer.text}`).toBe(false);
        const { text, structure } = facts(answer);
        expect(text, what).toEqual(structure);
        compared.add(tool);
      }
      const isOffered = ({ name, toolset }: Tool): boolean =>
        isV2(version) || !["work", "repair"].includes(toolset) || name === "delete_process_instances";
      const offered = tools.filter(isOffered);
      expect(compared).toEqual(new Set(offered.map(({ name }) => name)));
    }, 60_000);
  },
);
