import { expect, test } from "vitest";
import { auditLog } from "../../src/camunda/entities/audit-log.ts";
import { decisionInstance } from "../../src/camunda/entities/decision-instance.ts";
import { entities } from "../../src/camunda/entities/index.ts";
import { messageSubscription } from "../../src/camunda/entities/message-subscription.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import { type CLUSTERS, onEachCluster, rowsIn, world } from "./clusters.ts";

/** Everything that has a key, with the key of its last row. */
const KINDS = [...entities, messageSubscription, auditLog].map((entity) => ({
  entity,
  name: entity.name,
  key: String(world.rows(entity).at(-1)?.[entity.key]),
}));

/** What is to be called first about each kind of thing. */
const FIRST_CALLS: Readonly<Record<string, string>> = {
  incident: "explain_incident",
  "process definition": "summarize_incidents",
  "decision definition": "search_decision_instances",
  "decision requirements": "get_decision_requirements",
  "decision instance": "get_decision_instance",
  "audit log entry": "lookup",
};

const isThere = ({ path }: Entity, { api }: (typeof CLUSTERS)[number]): boolean => path[api] !== undefined;

onEachCluster("lookup", (connected, where) => {
  const look = (reference: string) => connected().call("lookup", { reference });
  const order = () => world.landmark("order4711");

  test.each(["order A-4711", "order 4711", "Order #4711"])("finds the one order that %s means", async (reference) => {
    const { structured, isError, text } = await look(reference);
    expect(isError, text).toBe(false);
    expect(structured).toMatchObject({ found: "process instance", processInstanceKey: order() });
    expect(rowsIn(structured, "next")[0]).toMatchObject({
      tool: "diagnose_process_instance",
      arguments: JSON.stringify({ processInstanceKey: order() }),
    });
  });

  test.each([
    ["the key", (key: string) => key],
    ["a link of today", (key: string) => `https://camunda.example/operate/processes/${key}?tab=incidents`],
    ["an older link", (key: string) => `https://bru-2.operate.camunda.io/c0ffee/instances/${key}`],
    ["the oldest link", (key: string) => `http://operate.example/#/instances/${key}?x=1`],
  ])("understands %s and keeps every digit", async (_, made) => {
    const { structured, text } = await look(made(order()));
    expect(structured["processInstanceKey"], text).toBe(order());
  });

  test("knows an incident by its key and says what explains it", async () => {
    const { structured: found } = await connected().call("search_incidents", { processInstanceKey: order() });
    const key = rowsIn(found, "items")[0]?.["incidentKey"];
    const { structured } = await look(String(key));
    expect(structured).toMatchObject({ found: "incident", incidentKey: key });
    expect(rowsIn(structured, "next")[0]).toMatchObject({ tool: "explain_incident" });
  });

  test.each(KINDS.filter(({ entity }) => isThere(entity, where)))(
    "knows one $name by its key, shows it and says what to call next",
    async ({ entity, key }) => {
      const { structured, text, isError } = await look(key);
      expect(isError, text).toBe(false);
      expect(structured).toMatchObject({ found: entity.name, [entity.key]: key });
      const next = rowsIn(structured, "next");
      expect(next[0]).toMatchObject({ tool: FIRST_CALLS[entity.name] ?? "diagnose_process_instance" });
      for (const { tool, arguments: args } of next) {
        const followed = await connected().call(String(tool), JSON.parse(String(args)));
        expect(followed.isError, `${tool} ${args}: ${followed.text}`).toBe(false);
      }
    },
  );

  test.each(KINDS.filter(({ entity }) => !isThere(entity, where)))(
    "says without a fuss that there is no $name here",
    async ({ key }) => {
      const { text } = await look(key);
      expect(text).toMatch(/^NOT_FOUND: nothing here has the key \d+\n/);
    },
  );

  test("shows of an incident what other entities tell", async () => {
    const { structured: found } = await connected().call("search_incidents", { processInstanceKey: order() });
    const [{ incidentKey, elementId, processDefinitionId } = {}] = rowsIn(found, "items");
    const { structured } = await look(String(incidentKey));
    expect(elementId).toBeDefined();
    expect(structured).toMatchObject({ elementId, processDefinitionId });
  });

  const evaluation = world.rows(decisionInstance).at(-1);
  const id = String(evaluation?.["decisionEvaluationInstanceKey"]);

  test.each([
    ["its id", id],
    ["the link to it", `https://camunda.example/operate/decisions/${id}`],
  ])("finds a decision that was evaluated by %s", async (_, reference) => {
    const { structured, text } = await look(reference);
    expect(structured["decisionEvaluationInstanceKey"], text).toBe(id);
  });

  test("finds all decisions of an evaluation by its key", async () => {
    const key = evaluation?.["decisionEvaluationKey"];
    const all = world.rows(decisionInstance).filter((row) => row["decisionEvaluationKey"] === key);
    const { structured, text } = await look(String(key));
    const found = all.length === 1 ? [structured["decisionEvaluationInstanceKey"]] : [];
    const keys = [...found, ...rowsIn(structured, "hits").map((hit) => hit["key"])];
    expect(keys.sort(), text).toEqual(all.map((row) => row["decisionEvaluationInstanceKey"]).sort());
  });

  test.each(["incident", "variable", "decision instance", "element instance"])(
    "leads diagnose_process_instance from the link of one %s to its instance",
    async (name) => {
      const { entity, key } = KINDS.find((kind) => kind.name === name) ?? KINDS[0] ?? expect.unreachable();
      const row = world.rows(entity).at(-1);
      const reference = `https://camunda.example/operate/decisions/${key}`;
      const { structured, text } = await connected().call("diagnose_process_instance", { reference });
      expect(structured["processInstanceKey"], text).toBe(row?.["processInstanceKey"]);
    },
  );

  test("asks once for a process instance", async () => {
    const { journal } = connected().cluster;
    const before = journal.entries.length;
    await look(order());
    expect(journal.entries.length - before).toBe(1);
  });

  test.each(["A-4711", "4711"])(
    "lists the order, the claim and whatever else has %s, with the call for each",
    async (value) => {
      const { structured, text } = await look(value);
      const hits = rowsIn(structured, "hits");
      expect(hits.length, text).toBeGreaterThan(1);
      expect(hits.map(({ key }) => key)).toContain(order());
      const started = hits.map((hit) => String(hit["startDate"]));
      expect(started).toEqual([...started].sort().reverse());
      for (const hit of hits) expect(hit["call"]).toContain(`"processInstanceKey":"${hit["key"]}"`);
    },
  );

  test("says that nothing fits, and what it looked at", async () => {
    const { structured, text, isError } = await look("ZZ-000");
    expect(isError).toBe(false);
    expect(text).toMatch(/^conclusion: Nothing fits/);
    expect(structured["notices"]).toEqual([expect.stringMatching(/inside short values of the \d+ newest variables/)]);
  });

  test.each(["variables/search", /process-instances\/\d+$/])(
    "does not claim that nothing fits where %s may not be asked",
    async (path) => {
      const { faults } = connected().cluster;
      faults.next(1000, { path }, { kind: "forbidden" });
      const { structured, text } = await look("order 4711");
      faults.clear();
      expect(text).not.toContain("Nothing fits");
      expect(structured["conclusion"]).toContain("not everything could be looked at");
      expect(structured["notices"]).toContainEqual(expect.stringContaining("FORBIDDEN"));
    },
  );

  test.each([" ", "\t\n"])("refuses the blank reference %j without asking the cluster", async (blank) => {
    const { journal } = connected().cluster;
    const before = journal.entries.length;
    expect((await look(blank)).text).toMatch(/^INVALID_ARGUMENT: /);
    expect(journal.entries.length).toBe(before);
  });

  test("answers NOT_FOUND for a key of nothing, and refuses a link without a key", async () => {
    expect((await look("6755399441055744")).text).toMatch(/^NOT_FOUND: /);
    expect((await look("https://camunda.example/operate/processes?process=x")).text).toMatch(/^INVALID_ARGUMENT: /);
  });

  test("asks nobody but the cluster", async () => {
    await look(`https://elsewhere.example/operate/processes/${order()}`);
    expect(connected().log.some((line) => line.includes("elsewhere"))).toBe(false);
  });
});
