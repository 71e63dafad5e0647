import { describe, expect, test } from "vitest";
import { processDefinition } from "../../../src/camunda/entities/process-definition.ts";
import { entity } from "../../../src/camunda/entity.ts";
import { of, sample, text } from "./sample.ts";
import { type XmlElement, xmlElements } from "./xml-elements.ts";

const decisionRequirements = entity({
  name: "decision requirements",
  plural: "decision requirements",
  key: "decisionRequirementsKey",
  path: { v1: "drd", v2: "decision-requirements" },
  about: "For this test only.",
  fields: {},
});

const definitions = sample.table("process-definitions");

const drawn = (key: string): readonly XmlElement[] => xmlElements(sample.xml(processDefinition, key) ?? "");

/** BPMN elements and flows inside the process: what has an id and a name of its own in the semantic part. */
const semantic = (elements: readonly XmlElement[]): readonly XmlElement[] =>
  elements.filter(
    ({ name, around, attributes }) =>
      name.startsWith("bpmn:") &&
      around.includes("bpmn:process") &&
      attributes["id"] !== undefined &&
      !name.endsWith("EventDefinition"),
  );

interface Area {
  readonly id: string;
  /** A sub-process that shows its content. */
  readonly expanded: boolean;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where the shapes lie: each bounds element follows its shape. */
const areas = (elements: readonly XmlElement[]): readonly Area[] =>
  elements.flatMap(({ name, attributes }, index) => {
    if (name !== "bpmndi:BPMNShape") return [];
    const bounds = elements[index + 1]?.attributes ?? {};
    const [left, top] = [Number(bounds["x"]), Number(bounds["y"])];
    return {
      id: attributes["bpmnElement"] ?? "",
      expanded: attributes["isExpanded"] === "true",
      left,
      top,
      right: left + Number(bounds["width"]),
      bottom: top + Number(bounds["height"]),
    };
  });

const contains = (outer: Area, inner: Area): boolean =>
  outer.expanded &&
  outer.left <= inner.left &&
  outer.top <= inner.top &&
  outer.right >= inner.right &&
  outer.bottom >= inner.bottom;

const meets = (one: Area, other: Area): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

describe("process models", () => {
  test("of all definitions are well-formed BPMN with their own process id, name and version tag", () => {
    for (const row of definitions) {
      const elements = drawn(text(row, "processDefinitionKey"));
      expect(elements[0]?.name).toBe("bpmn:definitions");
      expect(elements.find(({ name }) => name === "bpmn:process")?.attributes).toMatchObject({
        id: row["processDefinitionId"],
        name: row["name"],
        isExecutable: "true",
      });
      const tag = elements.find(({ name }) => name === "zeebe:versionTag")?.attributes["value"];
      expect(tag).toBe(row["versionTag"]);
    }
  });

  test("have each id once, and every reference leads to one", () => {
    for (const row of definitions) {
      const elements = drawn(text(row, "processDefinitionKey"));
      const ids = elements.flatMap(({ attributes }) => attributes["id"] ?? []);
      expect(new Set(ids).size).toBe(ids.length);
      for (const { attributes } of elements) {
        const references = [
          "sourceRef",
          "targetRef",
          "attachedToRef",
          "default",
          "messageRef",
          "errorRef",
          "bpmnElement",
        ];
        for (const name of references) {
          const reference = attributes[name];
          if (reference !== undefined) expect(ids).toContain(reference);
        }
      }
    }
  });

  test("know every element and sequence flow that their instances went through", () => {
    for (const row of definitions) {
      const key = text(row, "processDefinitionKey");
      const ids = new Set(semantic(drawn(key)).map(({ attributes }) => attributes["id"]));
      const mine = sample.table("process-instances").filter((instance) => instance["processDefinitionKey"] === key);
      for (const instance of mine) {
        const instanceKey = text(instance, "processInstanceKey");
        for (const element of of("element-instances", instanceKey)) expect(ids).toContain(element["elementId"]);
        for (const flow of sample.sequenceFlows(instanceKey)) expect(ids).toContain(flow);
      }
    }
  });

  test("are drawn completely: a shape for every element, an edge for every flow", () => {
    for (const row of definitions) {
      const elements = drawn(text(row, "processDefinitionKey"));
      const shown = elements.flatMap(({ name, attributes }) =>
        name === "bpmndi:BPMNShape" || name === "bpmndi:BPMNEdge" ? (attributes["bpmnElement"] ?? []) : [],
      );
      expect(shown.sort()).toEqual(
        semantic(elements)
          .map(({ attributes }) => attributes["id"])
          .sort(),
      );
    }
  });

  test("are drawn so that shapes do not overlap, except what belongs inside or onto another", () => {
    for (const row of definitions) {
      const elements = drawn(text(row, "processDefinitionKey"));
      const host = new Map(elements.map(({ attributes }) => [attributes["id"], attributes["attachedToRef"]]));
      const shapes = areas(elements);
      for (const one of shapes) {
        for (const other of shapes) {
          if (one.id >= other.id || !meets(one, other)) continue;
          const belongs = contains(one, other) || contains(other, one);
          const attached = host.get(one.id) === other.id || host.get(other.id) === one.id;
          expect([row["processDefinitionId"], one.id, other.id, belongs || attached]).toContain(true);
        }
      }
    }
  });

  test("say what the engine needs to know: job types, called processes, decisions, forms, messages, timers, errors", () => {
    const names = new Set(
      definitions.flatMap((row) => drawn(text(row, "processDefinitionKey")).map(({ name }) => name)),
    );
    for (const name of [
      "zeebe:taskDefinition",
      "zeebe:ioMapping",
      "zeebe:calledElement",
      "zeebe:calledDecision",
      "zeebe:formDefinition",
      "zeebe:subscription",
      "zeebe:executionListener",
      "zeebe:loopCharacteristics",
      "bpmn:timerEventDefinition",
      "bpmn:boundaryEvent",
      "bpmn:errorEventDefinition",
    ]) {
      expect(names).toContain(name);
    }
  });
});

describe("decision models", () => {
  test("are well-formed DMN with the decisions and rules that instances name", () => {
    const requirements = sample.table("decision-requirements");
    const ids = new Map(
      requirements.map((row) => {
        const key = text(row, "decisionRequirementsKey");
        const elements = xmlElements(sample.xml(decisionRequirements, key) ?? "");
        return [
          key,
          elements.flatMap(({ name, attributes }) => (name === "dmndi:DMNShape" ? [] : (attributes["id"] ?? []))),
        ];
      }),
    );
    for (const row of sample.table("decision-definitions")) {
      expect(ids.get(text(row, "decisionRequirementsKey"))).toContain(row["decisionDefinitionId"]);
    }
    const rules = [...ids.values()].flat();
    const entityOfInstances = { ...decisionRequirements, path: { v1: "decision-instances", v2: "decision-instances" } };
    const matched = sample
      .table("decision-instances")
      .map((row) => sample.details(entityOfInstances, text(row, "decisionEvaluationInstanceKey"))?.["matchedRules"])
      .flatMap((found) => (Array.isArray(found) ? found : []))
      .flatMap((rule) => (typeof rule === "object" && rule !== null && !Array.isArray(rule) ? [rule["ruleId"]] : []));
    expect(matched.length).toBeGreaterThan(50);
    for (const rule of matched) expect(rules).toContain(rule);
  });

  test("are unknown for a key that is none", () => {
    expect(sample.xml(decisionRequirements, "1")).toBeUndefined();
    expect(sample.xml(processDefinition, "1")).toBeUndefined();
  });
});
