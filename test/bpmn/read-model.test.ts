import { describe, expect, test } from "vitest";
import type { Element } from "../../src/bpmn/model.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { OperateError } from "../../src/errors.ts";
import { bakery } from "./bakery.ts";
import { document, extended, processDocument } from "./document.ts";

const model = await readModel(bakery);

const element = (id: string): Element | undefined => model.elements.find((entry) => entry.id === id);

/** The only element of a process with this content. */
const only = async (content: string, ...roots: readonly string[]): Promise<Element | undefined> => {
  const { elements } = await readModel(processDocument(content, ...roots));
  expect(elements).toHaveLength(1);
  return elements[0];
};

describe("a model", () => {
  test("has its processes with name, pool, version tag and listeners", () => {
    expect(model.processes).toStrictEqual([
      {
        id: "bake-bread",
        name: "Bake bread",
        pool: "Bakery",
        executable: true,
        versionTag: "2.1",
        documentation: "From order to loaf.",
        listeners: [{ on: "execution", event: "end", type: "count-loaves", retries: "1" }],
      },
    ]);
  });

  test("has its flow nodes in document order, each with type and parent, and no data objects", () => {
    expect(model.elements.map(({ id, type, parent, process }) => [id, type, parent, process])).toStrictEqual([
      ["ordered", "START_EVENT", "bake-bread", "bake-bread"],
      ["knead", "SERVICE_TASK", "bake-bread", "bake-bread"],
      ["sticky", "BOUNDARY_EVENT", "bake-bread", "bake-bread"],
      ["slow", "BOUNDARY_EVENT", "bake-bread", "bake-bread"],
      ["good", "EXCLUSIVE_GATEWAY", "bake-bread", "bake-bread"],
      ["loaves", "SUB_PROCESS", "bake-bread", "bake-bread"],
      ["shape", "USER_TASK", "loaves", "bake-bread"],
      ["oops", "EVENT_SUB_PROCESS", "loaves", "bake-bread"],
      ["burnt", "START_EVENT", "oops", "bake-bread"],
      ["bake", "CALL_ACTIVITY", "bake-bread", "bake-bread"],
      ["price", "BUSINESS_RULE_TASK", "bake-bread", "bake-bread"],
    ]);
  });

  test("has its sequence flows with name, condition and which is the default", () => {
    expect(model.flows).toStrictEqual([
      { id: "f1", source: "ordered", target: "knead" },
      { id: "f2", source: "knead", target: "good" },
      { id: "f3", name: "yes", source: "good", target: "loaves", condition: "=dough.good\n    and flour > 0" },
      { id: "f4", name: "no", source: "good", target: "knead", isDefault: true },
      { id: "f5", source: "loaves", target: "bake" },
      { id: "f6", source: "bake", target: "price" },
    ]);
  });

  test("may hold several processes, and elements know theirs", async () => {
    const two = await readModel(
      document(
        '<bpmn:process id="a" isExecutable="true"><bpmn:task id="t1"/></bpmn:process>',
        '<bpmn:process id="b"><bpmn:task id="t2"/></bpmn:process>',
      ),
    );
    expect(two.processes.map(({ id, executable }) => [id, executable])).toStrictEqual([
      ["a", true],
      ["b", false],
    ]);
    expect(two.elements.map(({ id, process }) => [id, process])).toStrictEqual([
      ["t1", "a"],
      ["t2", "b"],
    ]);
  });

  test("may be nested as deep as its author likes", async () => {
    const deep = 5000;
    const opening = Array.from({ length: deep }, (_, level) => `<bpmn:subProcess id="s${level}">`).join("");
    const { elements } = await readModel(processDocument(opening + "</bpmn:subProcess>".repeat(deep)));
    expect(elements).toHaveLength(deep);
    expect(elements.at(-1)).toStrictEqual({
      id: `s${deep - 1}`,
      type: "SUB_PROCESS",
      parent: `s${deep - 2}`,
      process: "p",
    });
  });

  test("leaves out a sequence flow that leads nowhere, and keeps the rest", async () => {
    const { elements, flows } = await readModel(
      processDocument(
        '<bpmn:task id="a"/><bpmn:sequenceFlow id="f" sourceRef="a" targetRef="gone"/><bpmn:task id="b"/>',
      ),
    );
    expect(elements.map(({ id }) => id)).toStrictEqual(["a", "b"]);
    expect(flows).toStrictEqual([]);
  });

  test.each([
    ["nothing", ""],
    ["a web page", "<!doctype html><html><body>Sign in</body></html>"],
    ["a plain word", "secret-word"],
    ["a cut document", bakery.slice(0, bakery.length / 2)],
    ["another document type", '<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="n"/>'],
    ["a document without a process", document('<bpmn:message id="m" name="secret-word"/>')],
  ])("is refused when the document is %s, without a word of it in the error", async (_, xml) => {
    const thrown: unknown = await readModel(xml).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(OperateError);
    expect(thrown).toMatchObject({ code: "BAD_RESPONSE", facts: {} });
    expect(thrown).toHaveProperty(
      "message",
      expect.stringMatching(/^the (XML|BPMN model) of this process definition /),
    );
    expect(thrown).not.toHaveProperty("message", expect.stringMatching(/secret-word|unparsable|line:|tag/));
  });
});

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

describe("an event", () => {
  test("on an activity says on which, and whether it interrupts", () => {
    expect(element("sticky")).toMatchObject({ attachedTo: "knead", interrupting: true });
    expect(element("slow")).toMatchObject({ attachedTo: "knead", interrupting: false });
  });

  test("that starts an event sub-process says whether it interrupts, one that starts a process does not", () => {
    expect(element("burnt")).toMatchObject({ interrupting: false });
    expect(element("ordered")).not.toHaveProperty("interrupting");
  });

  const formal = (tag: string, text: string): string =>
    `<bpmn:${tag} xsi:type="bpmn:tFormalExpression">${text}</bpmn:${tag}>`;
  const order = `<bpmn:message id="m" name="order">${extended('<zeebe:subscription correlationKey="=id"/>')}</bpmn:message>`;

  test.each([
    [
      "a message",
      'messageEventDefinition messageRef="m"',
      "",
      order,
      { kind: "message", name: "order", correlationKey: "=id" },
    ],
    ["a message that is not named yet", "messageEventDefinition", "", "", { kind: "message" }],
    [
      "a date",
      "timerEventDefinition",
      formal("timeDate", "=due"),
      "",
      { kind: "timer", timer: "date", expression: "=due" },
    ],
    [
      "a duration",
      "timerEventDefinition",
      formal("timeDuration", "PT5M"),
      "",
      { kind: "timer", timer: "duration", expression: "PT5M" },
    ],
    [
      "a cycle",
      "timerEventDefinition",
      formal("timeCycle", "R3/PT1H"),
      "",
      { kind: "timer", timer: "cycle", expression: "R3/PT1H" },
    ],
    ["a timer without a time", "timerEventDefinition", "", "", { kind: "timer" }],
    [
      "an error",
      'errorEventDefinition errorRef="e"',
      "",
      '<bpmn:error id="e" errorCode="E-1"/>',
      { kind: "error", code: "E-1" },
    ],
    ["any error", "errorEventDefinition", "", "", { kind: "error" }],
    [
      "an escalation",
      'escalationEventDefinition escalationRef="e"',
      "",
      '<bpmn:escalation id="e" escalationCode="up"/>',
      { kind: "escalation", code: "up" },
    ],
    [
      "a signal",
      'signalEventDefinition signalRef="s"',
      "",
      '<bpmn:signal id="s" name="=alarm"/>',
      { kind: "signal", name: "=alarm" },
    ],
    [
      "a condition",
      "conditionalEventDefinition",
      `${extended('<zeebe:conditionalFilter variableNames="x, y" variableEvents="update"/>')}${formal("condition", "=x &lt; y")}`,
      "",
      { kind: "condition", expression: "=x < y", variables: "x, y", changes: "update" },
    ],
    ["a link", 'linkEventDefinition name="A"', "", "", { kind: "link", name: "A" }],
    ["compensation", 'compensateEventDefinition activityRef="t"', "", "", { kind: "compensation", activity: "t" }],
    ["termination", "terminateEventDefinition", "", "", { kind: "terminate" }],
    ["cancellation", "cancelEventDefinition", "", "", { kind: "cancel" }],
  ])("says what it is about: %s", async (_, definition, content, root, event) => {
    const [name = ""] = definition.split(" ");
    const { elements } = await readModel(
      processDocument(
        `<bpmn:intermediateCatchEvent id="c"><bpmn:${definition} id="d">${content}</bpmn:${name}></bpmn:intermediateCatchEvent><bpmn:task id="t"/>`,
        root,
      ),
    );
    expect(elements[0]?.event).toStrictEqual(event);
  });

  test("may also be what a receive task waits for", async () => {
    expect((await only('<bpmn:receiveTask id="t" messageRef="m"/>', order))?.event).toStrictEqual({
      kind: "message",
      name: "order",
      correlationKey: "=id",
    });
  });
});
