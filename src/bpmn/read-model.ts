import { OperateError } from "../errors.ts";
import { documentationOf, elementOf, listenersOf } from "./element.ts";
import type { Flow, Model, Process } from "./model.ts";
import { body, extension, flag, idOf, nodes, present, property, reference, text, typeOf } from "./node.ts";

/** What stands inside a process beside flow nodes and sequence flows. */
const DATA: ReadonlySet<string> = new Set(["bpmn:DataObject", "bpmn:DataObjectReference", "bpmn:DataStoreReference"]);

interface Placed {
  readonly node: unknown;
  readonly container: unknown;
}

const inside = (container: unknown): IterableIterator<Placed> =>
  nodes(container, "flowElements")
    .map((node) => ({ node, container }))
    .values();

/** All flow elements of a process in document order. Not recursive: nobody limits how deep a model is nested. */
function* flowElements(process: unknown): Generator<Placed> {
  const open = [inside(process)];
  for (let level = open.at(-1); level !== undefined; level = open.at(-1)) {
    const next = level.next();
    if (next.done) {
      open.pop();
    } else {
      yield next.value;
      open.push(inside(next.value.node));
    }
  }
}

const flowOf = (node: unknown): Flow | undefined => {
  const [source, target] = [reference(node, "sourceRef"), reference(node, "targetRef")];
  if (source === undefined || target === undefined) return undefined;
  return present({
    id: idOf(node),
    name: text(node, "name"),
    source,
    target,
    condition: body(node, "conditionExpression"),
    isDefault: property(property(node, "sourceRef"), "default") === node ? true : undefined,
  });
};

const processOf = (node: unknown, participants: readonly unknown[]): Process =>
  present({
    id: idOf(node),
    name: text(node, "name"),
    pool: text(
      participants.find((participant) => property(participant, "processRef") === node),
      "name",
    ),
    executable: flag(node, "isExecutable") ?? false,
    versionTag: text(extension(node, "zeebe:VersionTag"), "value"),
    documentation: documentationOf(node),
    listeners: listenersOf(node),
  });

const definitionsOf = async (xml: string): Promise<unknown> => {
  const { parse } = await import("./parse.ts");
  try {
    return (await parse(xml)).definitions;
  } catch (cause) {
    throw new OperateError("BAD_RESPONSE", "the XML of this process definition cannot be read as a BPMN model", {
      next: "look at the XML itself; it may have been cut or changed on the way",
      cause,
    });
  }
};

/**
 * Reads a BPMN document with Camunda 8's extensions. The parser is loaded with the first one.
 * Fails with `BAD_RESPONSE` when it is no BPMN or holds no process; extensions nobody knows are ignored.
 */
export const readModel = async (xml: string): Promise<Model> => {
  const roots = nodes(await definitionsOf(xml), "rootElements");
  const processes = roots.filter((root) => typeOf(root) === "bpmn:Process");
  if (processes.length === 0)
    throw new OperateError("BAD_RESPONSE", "the BPMN model of this process definition holds no process", {
      next: "look at the XML itself; it may have been cut or changed on the way",
    });
  const placed = processes.flatMap((process) =>
    [...flowElements(process)].map((entry) => ({ ...entry, process: idOf(process) })),
  );
  const isFlow = ({ node }: Placed): boolean => typeOf(node) === "bpmn:SequenceFlow";
  const participants = roots.flatMap((root) => nodes(root, "participants"));
  return {
    processes: processes.map((process) => processOf(process, participants)),
    elements: placed
      .filter((entry) => !isFlow(entry) && !DATA.has(typeOf(entry.node)))
      .map(({ node, container, process }) => elementOf(node, container, process)),
    flows: placed.filter(isFlow).flatMap(({ node }) => flowOf(node) ?? []),
  };
};
