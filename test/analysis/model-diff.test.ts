import { describe, expect, test } from "vitest";
import { modelDiff } from "../../src/analysis/model-diff.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { defined } from "../../src/members.ts";
import { plain, spelled } from "../../src/phrase.ts";
import { extended, processDocument } from "../bpmn/document.ts";

const task = (id: string, type: string, more = "", retries = "3"): string =>
  `<bpmn:serviceTask id="${id}" name="Work">${extended(`<zeebe:taskDefinition type="${type}" retries="${retries}"/>`, more)}</bpmn:serviceTask>`;

const mapping = (source: string): string =>
  `<zeebe:ioMapping><zeebe:input source="${source}" target="amount"/></zeebe:ioMapping>`;

const flow = (id: string, source: string, target: string, condition?: string): string =>
  `<bpmn:sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}">${condition === undefined ? "" : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`}</bpmn:sequenceFlow>`;

const differing = async (before: string, after: string) =>
  modelDiff(await readModel(processDocument(before)), await readModel(processDocument(after)), "p");

const diff = async (before: string, after: string) =>
  (await differing(before, after)).map((change) => ({
    ...change,
    ...defined({
      before: change.before === undefined ? undefined : plain(change.before),
      after: change.after === undefined ? undefined : plain(change.after),
    }),
  }));

describe("the difference of two models", () => {
  test("is nothing where nothing changed", async () => {
    expect(await diff(task("a", "work"), task("a", "work"))).toEqual([]);
  });

  test("names elements and flows that came and went", async () => {
    const before = task("a", "work") + task("b", "work") + flow("f", "a", "b");
    const after = task("a", "work") + task("c", "work") + flow("g", "a", "c");
    expect(await diff(before, after)).toEqual([
      { change: "added", elementId: "c", what: "element", after: "SERVICE_TASK" },
      { change: "removed", elementId: "b", what: "element", before: "SERVICE_TASK" },
      { change: "added", elementId: "g", what: "flow", after: "a -> c" },
      { change: "removed", elementId: "f", what: "flow", before: "a -> b" },
    ]);
  });

  test("shows job type, retries and mapping before and after", async () => {
    const changes = await diff(task("a", "old", mapping("=total")), task("a", "new", mapping("=total.gross"), "5"));
    expect(changes).toEqual([
      { change: "changed", elementId: "a", what: "job type", before: "old", after: "new" },
      { change: "changed", elementId: "a", what: "retries", before: "3", after: "5" },
      {
        change: "changed",
        elementId: "a",
        what: "input mapping",
        before: "amount: =total",
        after: "amount: =total.gross",
      },
    ]);
  });

  test("leaves out what was not there before", async () => {
    expect(await diff(task("a", "work"), task("a", "work", mapping("=total")))).toEqual([
      { change: "changed", elementId: "a", what: "input mapping", after: "amount: =total" },
    ]);
  });

  test("shows a flow that leads elsewhere or under another condition", async () => {
    const tasks = task("a", "work") + task("b", "work") + task("c", "work");
    const changes = await diff(tasks + flow("f", "a", "b", "=x &gt; 1"), tasks + flow("f", "a", "c", "=x &gt; 2"));
    expect(changes).toEqual([
      { change: "changed", elementId: "f", what: "target", before: "b", after: "c" },
      { change: "changed", elementId: "f", what: "condition", before: "=x > 1", after: "=x > 2" },
    ]);
  });

  test("knows of each value what names it", async () => {
    const more = [
      mapping("=x"),
      '<zeebe:taskHeaders><zeebe:header key="k" value="v"/><zeebe:header key="empty"/></zeebe:taskHeaders>',
      '<zeebe:properties><zeebe:property name="p" value="q"/></zeebe:properties>',
      '<zeebe:script expression="=&#34;s&#34;" resultVariable="r"/>',
    ].join("");
    const changes = await differing(task("a", "work"), task("a", "work", more));
    const shown = changes.map(({ what, after = "" }) => [
      what,
      spelled(after, ({ name, value, isExpression }) => `<${name} ${isExpression ? "is" : "has"} ${value}>`),
    ]);
    expect(shown).toEqual([
      ["input mapping", "amount: <amount is =x>"],
      ["headers", "empty: <empty has >; k: <k has v>"],
      ["properties", "p: <p has q>"],
      ["script", '{"expression":"<r is =\\"s\\">","resultVariable":"r"}'],
    ]);
  });
});
