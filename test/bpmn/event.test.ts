import { describe, expect, test } from "vitest";
import type { Element } from "../../src/bpmn/model.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { bakery } from "./bakery.ts";
import { extended, processDocument } from "./document.ts";

const model = await readModel(bakery);

const element = (id: string): Element | undefined => model.elements.find((entry) => entry.id === id);

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
    const { elements } = await readModel(processDocument('<bpmn:receiveTask id="t" messageRef="m"/>', order));
    expect(elements[0]?.event).toStrictEqual({
      kind: "message",
      name: "order",
      correlationKey: "=id",
    });
  });
});
