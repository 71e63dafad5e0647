import { describe, expect, test } from "vitest";
import type { Element } from "../../src/bpmn/model.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { bakery } from "./bakery.ts";
import { extended, processDocument } from "./document.ts";

const model = await readModel(bakery);

const element = (id: string): Element | undefined => model.elements.find((entry) => entry.id === id);

/** The only element of a process with this content. */
const only = async (content: string, ...roots: readonly string[]): Promise<Element | undefined> => {
  const { elements } = await readModel(processDocument(content, ...roots));
  expect(elements).toHaveLength(1);
  return elements[0];
};

describe("an element", () => {
  test("has its job, mappings, headers and properties; unknown extensions are ignored", () => {
    expect(element("knead")).toStrictEqual({
      id: "knead",
      type: "SERVICE_TASK",
      name: 'Knead the "dough"',
      parent: "bake-bread",
      process: "bake-bread",
      documentation: "Ten minutes by hand.",
      template: "bakery.kneader.v1",
      job: { type: "knead", retries: "5", priority: "=prio" },
      inputs: [
        { source: "=order.flour", target: "flour.kind" },
        { source: "=order.grams", target: "flour.grams" },
      ],
      outputs: [{ source: "=result", target: "dough" }],
      headers: [{ name: "speed", value: "slow" }],
      properties: [{ name: "colour", value: "white" }],
    });
  });

  test("whose job names no retries has three", async () => {
    const task = await only(
      `<bpmn:sendTask id="t">${extended('<zeebe:taskDefinition type="=mailer"/>')}</bpmn:sendTask>`,
    );
    expect(task).toMatchObject({ type: "SEND_TASK", job: { type: "=mailer", retries: "3" } });
  });

  test("that is a user task has people, dates, form and listeners", () => {
    expect(element("shape")).toMatchObject({
      userTask: {
        implementation: "engine",
        assignee: "=baker",
        candidateGroups: "bakers",
        candidateUsers: "ann",
        dueDate: "=due",
        followUpDate: "=later",
        priority: "70",
      },
      form: { id: "shape-form", binding: "deployment" },
      listeners: [{ on: "task", event: "completing", type: "weigh", retries: "3" }],
    });
  });

  test("that is a user task without Camunda's mark is a job for a worker", async () => {
    expect(await only('<bpmn:userTask id="t"/>')).toMatchObject({ userTask: { implementation: "job worker" } });
  });

  test("that calls a process says which, which version, and what is passed", () => {
    expect(element("bake")).toMatchObject({
      calls: {
        processId: "oven",
        binding: "versionTag",
        versionTag: "hot",
        passesAllVariables: false,
        returnsAllVariables: true,
      },
    });
  });

  test("that evaluates a decision says which, and where the result goes", () => {
    expect(element("price")).toMatchObject({
      decision: { decisionId: "bread-price", resultVariable: "price", binding: "latest" },
    });
  });

  test("that evaluates a script has its expression and result variable", async () => {
    const script = extended('<zeebe:script expression="=a + b" resultVariable="sum"/>');
    expect(await only(`<bpmn:scriptTask id="t">${script}</bpmn:scriptTask>`)).toMatchObject({
      script: { expression: "=a + b", resultVariable: "sum" },
    });
  });

  test("that is linked to a deployed file says which", async () => {
    const linked = extended(
      '<zeebe:linkedResources><zeebe:linkedResource resourceId="robot" resourceType="RPA" linkName="script" bindingType="latest"/></zeebe:linkedResources>',
    );
    expect(await only(`<bpmn:serviceTask id="t">${linked}</bpmn:serviceTask>`)).toMatchObject({
      linkedResources: [{ id: "robot", type: "RPA", name: "script", binding: "latest" }],
    });
  });

  test("that runs per item says how, over what, and until when", () => {
    expect(element("loaves")).toMatchObject({
      multiInstance: {
        mode: "sequential",
        inputCollection: "=loaves",
        inputElement: "loaf",
        outputCollection: "baked",
        outputElement: "=loaf.weight",
        completionCondition: "=enough",
      },
    });
  });

  test("that is an ad-hoc sub-process says what it activates and when it ends", async () => {
    const { elements } = await readModel(
      processDocument(
        `<bpmn:adHocSubProcess id="a" cancelRemainingInstances="false">${extended('<zeebe:adHoc activeElementsCollection="=todo" outputCollection="done" outputElement="=x"/>')}<bpmn:task id="t"/><bpmn:completionCondition xsi:type="bpmn:tFormalExpression">=tired</bpmn:completionCondition></bpmn:adHocSubProcess>`,
      ),
    );
    expect(elements).toMatchObject([
      {
        type: "AD_HOC_SUB_PROCESS",
        adHoc: {
          activeElements: "=todo",
          completionCondition: "=tired",
          cancelRemaining: false,
          outputCollection: "done",
          outputElement: "=x",
        },
      },
      { id: "t", parent: "a" },
    ]);
  });

  test("that is an activity to undo another is marked, and the boundary event leads to it", async () => {
    const { elements } = await readModel(
      processDocument(
        '<bpmn:task id="book"/><bpmn:boundaryEvent id="undo" attachedToRef="book"><bpmn:compensateEventDefinition id="c"/></bpmn:boundaryEvent><bpmn:task id="cancel" isForCompensation="true"/><bpmn:association id="note" sourceRef="cancel" targetRef="book"/><bpmn:association id="a" associationDirection="One" sourceRef="undo" targetRef="cancel"/>',
      ),
    );
    expect(elements).toMatchObject([
      { id: "book" },
      { id: "undo", event: { kind: "compensation" }, compensatedBy: "cancel" },
      { id: "cancel", forCompensation: true },
    ]);
  });
});
