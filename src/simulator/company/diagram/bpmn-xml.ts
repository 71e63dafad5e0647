import type { ElementType, EventDefinition, Flow, Graph, Mapping, Model, Node } from "../model.ts";
import { layOut } from "./layout.ts";
import type { Box, Point } from "./route.ts";
import { characters, tag, xmlDocument } from "./xml.ts";

const TAGS: Readonly<Record<ElementType, string>> = {
  START_EVENT: "bpmn:startEvent",
  END_EVENT: "bpmn:endEvent",
  INTERMEDIATE_CATCH_EVENT: "bpmn:intermediateCatchEvent",
  BOUNDARY_EVENT: "bpmn:boundaryEvent",
  SERVICE_TASK: "bpmn:serviceTask",
  SEND_TASK: "bpmn:sendTask",
  SCRIPT_TASK: "bpmn:scriptTask",
  USER_TASK: "bpmn:userTask",
  RECEIVE_TASK: "bpmn:receiveTask",
  BUSINESS_RULE_TASK: "bpmn:businessRuleTask",
  CALL_ACTIVITY: "bpmn:callActivity",
  SUB_PROCESS: "bpmn:subProcess",
  EXCLUSIVE_GATEWAY: "bpmn:exclusiveGateway",
  PARALLEL_GATEWAY: "bpmn:parallelGateway",
  EVENT_BASED_GATEWAY: "bpmn:eventBasedGateway",
};

const NAMESPACES = {
  "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
  "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
  "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
  "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
  "xmlns:zeebe": "http://camunda.org/schema/zeebe/1.0",
  "xmlns:modeler": "http://camunda.org/schema/modeler/1.0",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
};

const idOf = (kind: string, name: string): string => `${kind}_${name.replace(/[^A-Za-z0-9]+/g, "_")}`;

const mapped = (kind: "input" | "output", mappings: readonly Mapping[] = []): string[] =>
  mappings.map(({ source, target }) => tag(`zeebe:${kind}`, { source: `=${source.feel}`, target }));

const wrapped = (name: string, content: readonly (string | undefined)[]): string | undefined =>
  content.some((piece) => piece !== undefined) ? tag(name, {}, content) : undefined;

const taskExtensions = ({ job, calls, decision, type, form, people, listener }: Node): (string | undefined)[] => [
  job && tag("zeebe:taskDefinition", { type: job.type, retries: job.retries }),
  job?.headers &&
    tag(
      "zeebe:taskHeaders",
      {},
      Object.entries(job.headers).map(([key, value]) => tag("zeebe:header", { key, value })),
    ),
  calls &&
    tag("zeebe:calledElement", {
      processId: calls,
      propagateAllParentVariables: false,
      propagateAllChildVariables: false,
    }),
  decision && tag("zeebe:calledDecision", { decisionId: decision.id, resultVariable: decision.result }),
  type === "USER_TASK" ? tag("zeebe:userTask") : undefined,
  form && tag("zeebe:formDefinition", { formId: form }),
  people && tag("zeebe:assignmentDefinition", { assignee: people.assignee, candidateGroups: people.groups?.join(",") }),
  listener &&
    tag("zeebe:executionListeners", {}, [tag("zeebe:executionListener", { eventType: "start", type: listener })]),
];

const extensions = (node: Node): string | undefined =>
  wrapped("bpmn:extensionElements", [
    ...taskExtensions(node),
    wrapped("zeebe:ioMapping", [...mapped("input", node.inputs), ...mapped("output", node.outputs)]),
  ]);

const eventDefinition = (id: string, event: EventDefinition): string => {
  switch (event.kind) {
    case "timer":
      return tag("bpmn:timerEventDefinition", { id: `${id}_timer` }, [
        tag(event.date ? "bpmn:timeDate" : "bpmn:timeDuration", { "xsi:type": "bpmn:tFormalExpression" }, [
          characters(event.feel),
        ]),
      ]);
    case "message":
      return tag("bpmn:messageEventDefinition", { id: `${id}_message`, messageRef: idOf("Message", event.name) });
    case "error":
      return tag("bpmn:errorEventDefinition", { id: `${id}_error`, errorRef: idOf("Error", event.code) });
  }
};

const loop = ({ each }: Node): string | undefined =>
  each &&
  tag("bpmn:multiInstanceLoopCharacteristics", { isSequential: each.sequential }, [
    tag("bpmn:extensionElements", {}, [
      tag("zeebe:loopCharacteristics", { inputCollection: `=${each.collection}`, inputElement: each.item }),
    ]),
  ]);

const nodeTag = (node: Node, graph: Graph): string =>
  tag(
    TAGS[node.type],
    {
      id: node.id,
      name: node.name === "" ? undefined : node.name,
      default: graph.flows.find((flow) => flow.from === node.id && flow.fallback)?.id,
      attachedToRef: node.attachedTo,
      cancelActivity: node.interrupting,
      messageRef:
        node.type === "RECEIVE_TASK" && node.event?.kind === "message" ? idOf("Message", node.event.name) : undefined,
    },
    [
      extensions(node),
      ...graph.flows.filter((flow) => flow.to === node.id).map((flow) => tag("bpmn:incoming", {}, [flow.id])),
      ...graph.flows.filter((flow) => flow.from === node.id).map((flow) => tag("bpmn:outgoing", {}, [flow.id])),
      loop(node),
      node.event && node.type !== "RECEIVE_TASK" ? eventDefinition(node.id, node.event) : undefined,
      ...(node.body === undefined ? [] : graphTags(node.body)),
    ],
  );

const flowTag = (flow: Flow): string =>
  tag("bpmn:sequenceFlow", { id: flow.id, name: flow.name, sourceRef: flow.from, targetRef: flow.to }, [
    flow.condition &&
      tag("bpmn:conditionExpression", { "xsi:type": "bpmn:tFormalExpression" }, [
        characters(`=${flow.condition.feel}`),
      ]),
  ]);

const graphTags = (graph: Graph): string[] => [
  ...graph.nodes.map((node) => nodeTag(node, graph)),
  ...graph.flows.map(flowTag),
];

const allNodes = (graph: Graph): Node[] =>
  graph.nodes.flatMap((node) => (node.body === undefined ? [node] : [node, ...allNodes(node.body)]));

/** Messages and errors, each declared once however many elements use it. */
const rootTags = (graph: Graph): string[] => {
  const tags = new Map<string, string>();
  for (const { event } of allNodes(graph)) {
    if (event?.kind === "message") {
      const id = idOf("Message", event.name);
      const subscription = event.correlationKey && `=${event.correlationKey.feel}`;
      tags.set(
        id,
        tag("bpmn:message", { id, name: event.name }, [
          subscription &&
            tag("bpmn:extensionElements", {}, [tag("zeebe:subscription", { correlationKey: subscription })]),
        ]),
      );
    }
    if (event?.kind === "error") {
      const id = idOf("Error", event.code);
      tags.set(id, tag("bpmn:error", { id, name: event.code, errorCode: event.code }));
    }
  }
  return [...tags.values()];
};

const bounds = ({ x, y, width, height }: Box): string => tag("dc:Bounds", { x, y, width, height });

const diagram = (model: Model): string => {
  const layout = layOut(model.graph, { x: 160, y: 80 });
  const expanded = new Set(allNodes(model.graph).flatMap((node) => (node.body === undefined ? [] : [node.id])));
  const shapes = [...layout.boxes].map(([id, box]) =>
    tag("bpmndi:BPMNShape", { id: `${id}_di`, bpmnElement: id, isExpanded: expanded.has(id) || undefined }, [
      bounds(box),
    ]),
  );
  const edges = [...layout.edges].map(([id, points]) =>
    tag(
      "bpmndi:BPMNEdge",
      { id: `${id}_di`, bpmnElement: id },
      points.map(({ x, y }: Point) => tag("di:waypoint", { x, y })),
    ),
  );
  return tag("bpmndi:BPMNDiagram", { id: "BPMNDiagram_1" }, [
    tag("bpmndi:BPMNPlane", { id: "BPMNPlane_1", bpmnElement: model.id }, [...shapes, ...edges]),
  ]);
};

/** A process model as a BPMN 2.0 document with Zeebe extensions and diagram. */
export const bpmnXml = (model: Model): string =>
  xmlDocument(
    tag(
      "bpmn:definitions",
      {
        ...NAMESPACES,
        id: `Definitions_${model.id}`,
        targetNamespace: "http://bpmn.io/schema/bpmn",
        "modeler:executionPlatform": "Camunda Cloud",
        "modeler:executionPlatformVersion": "8.6.0",
      },
      [
        tag("bpmn:process", { id: model.id, name: model.name, isExecutable: true }, [
          model.versionTag && tag("bpmn:extensionElements", {}, [tag("zeebe:versionTag", { value: model.versionTag })]),
          ...graphTags(model.graph),
        ]),
        ...rootTags(model.graph),
        diagram(model),
      ],
    ),
  );
