import type { Decision, Requirements } from "../decision.ts";
import { characters, tag, xmlDocument } from "./xml.ts";

const NAMESPACES = {
  xmlns: "https://www.omg.org/spec/DMN/20191111/MODEL/",
  "xmlns:dmndi": "https://www.omg.org/spec/DMN/20191111/DMNDI/",
  "xmlns:dc": "http://www.omg.org/spec/DMN/20180521/DC/",
  "xmlns:di": "http://www.omg.org/spec/DMN/20180521/DI/",
  "xmlns:modeler": "http://camunda.org/schema/modeler/1.0",
};

const SIZE = { width: 180, height: 80 };
const STEP = 140;

const text = (feel: string): string => tag("text", {}, [characters(feel)]);

const table = (decision: Decision): string =>
  tag("decisionTable", { id: `${decision.id}_table`, hitPolicy: "FIRST" }, [
    ...decision.inputs.map((input) =>
      tag("input", { id: input.id, label: input.label }, [
        tag("inputExpression", { id: `${input.id}_expression`, typeRef: input.type }, [text(input.expression.feel)]),
      ]),
    ),
    tag("output", {
      id: decision.output.id,
      label: decision.output.name,
      name: decision.output.name,
      typeRef: decision.output.type,
    }),
    ...decision.rules.map((rule) =>
      tag("rule", { id: rule.id }, [
        ...rule.tests.map((test, column) => tag("inputEntry", { id: `${rule.id}_in${column + 1}` }, [text(test.feel)])),
        tag("outputEntry", { id: `${rule.id}_out` }, [text(JSON.stringify(rule.output))]),
      ]),
    ),
  ]);

const decisionTag = (decision: Decision): string =>
  tag("decision", { id: decision.id, name: decision.name }, [
    decision.requires &&
      tag("informationRequirement", { id: `${decision.id}_requirement` }, [
        tag("requiredDecision", { href: `#${decision.requires}` }),
      ]),
    table(decision),
  ]);

const diagram = ({ decisions }: Requirements): string => {
  const top = (id: string): number => 80 + STEP * decisions.findIndex((decision) => decision.id === id);
  const shapes = decisions.map(({ id }) =>
    tag("dmndi:DMNShape", { id: `${id}_di`, dmnElementRef: id }, [tag("dc:Bounds", { x: 160, y: top(id), ...SIZE })]),
  );
  const edges = decisions.flatMap(({ id, requires }) =>
    requires === undefined
      ? []
      : [
          tag("dmndi:DMNEdge", { id: `${id}_requirement_di`, dmnElementRef: `${id}_requirement` }, [
            tag("di:waypoint", { x: 250, y: top(requires) }),
            tag("di:waypoint", { x: 250, y: top(id) + SIZE.height }),
          ]),
        ],
  );
  return tag("dmndi:DMNDI", {}, [tag("dmndi:DMNDiagram", { id: "DMNDiagram_1" }, [...shapes, ...edges])]);
};

/** A decision requirements graph as a DMN 1.3 document with diagram. */
export const dmnXml = (requirements: Requirements): string =>
  xmlDocument(
    tag(
      "definitions",
      {
        ...NAMESPACES,
        id: requirements.id,
        name: requirements.name,
        namespace: "http://camunda.org/schema/1.0/dmn",
        "modeler:executionPlatform": "Camunda Cloud",
        "modeler:executionPlatformVersion": "8.6.0",
      },
      [...requirements.decisions.map(decisionTag), diagram(requirements)],
    ),
  );
