import type { Element, Flow, Mapping, Model, NamedValue } from "../bpmn/model.ts";
import { joined, named, namedExpression, phrase, plain, type Wording } from "../phrase.ts";

/** One difference between two models. */
export interface ModelChange {
  readonly change: "added" | "removed" | "changed";
  /** Id of the element or sequence flow. */
  readonly elementId: string;
  /** `element`, `flow`, or what of it is different, e.g. `job type`. */
  readonly what: string;
  /** As the models have it; absent where there was nothing, or nothing is. */
  readonly before?: Wording;
  readonly after?: Wording;
}

/** What of an element or flow can be different, by what it is called; undefined where it has none. */
type Traits = Readonly<Record<string, Wording | undefined>>;

/** Members that hold an expression, and those beside them that say what its result is called. */
const RESULT: ReadonlyMap<string, string> = new Map([
  ["expression", "resultVariable"],
  ["inputCollection", "inputElement"],
  ["outputElement", "outputCollection"],
]);

const memberText = (value: object, name: string, one: unknown): Wording => {
  const result: unknown = Reflect.get(value, RESULT.get(name) ?? "");
  const [key, text] = [JSON.stringify(name), JSON.stringify(one)];
  if (typeof result !== "string" || typeof one !== "string") return `${key}:${text}`;
  return phrase(`${key}:"`, namedExpression(result, text.slice(1, -1)), '"');
};

/** As JSON text. */
const json = (value: object | undefined): Wording | undefined => {
  if (value === undefined || Array.isArray(value)) return value && JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, one]) =>
    one === undefined ? [] : [memberText(value, name, one)],
  );
  return phrase("{", joined(members, ","), "}");
};

const inOrder = (list: readonly Wording[]): Wording =>
  joined(
    [...list].sort((one, other) => (plain(one) < plain(other) ? -1 : 1)),
    "; ",
  );

const mappings = (list: readonly Mapping[] | undefined): Wording | undefined =>
  list && inOrder(list.map(({ source = "", target }) => phrase(`${target}: `, namedExpression(target, source))));

const values = (list: readonly NamedValue[] | undefined): Wording | undefined =>
  list && inOrder(list.map(({ name, value = "" }) => phrase(`${name}: `, named(name, value))));

const elementTraits = (element: Element): Traits => ({
  type: element.type,
  name: element.name,
  "job type": element.job?.type,
  retries: element.job?.retries,
  "job priority": element.job?.priority,
  "input mapping": mappings(element.inputs),
  "output mapping": mappings(element.outputs),
  headers: values(element.headers),
  properties: values(element.properties),
  "called process": json(element.calls),
  "called decision": json(element.decision),
  form: json(element.form),
  script: json(element.script),
  "user task": json(element.userTask),
  event: json(element.event),
  "multi-instance": json(element.multiInstance),
  "ad-hoc": json(element.adHoc),
  listeners: json(element.listeners),
  "linked resources": json(element.linkedResources),
  "attached to": element.attachedTo,
  interrupting: element.interrupting === undefined ? undefined : String(element.interrupting),
  parent: element.parent,
});

const flowTraits = (flow: Flow): Traits => ({
  name: flow.name,
  source: flow.source,
  target: flow.target,
  condition: flow.condition,
  "default flow": flow.isDefault === undefined ? undefined : "true",
});

const present = (before: Wording | undefined, after: Wording | undefined) => ({
  ...(before === undefined ? {} : { before }),
  ...(after === undefined ? {} : { after }),
});

const isSame = (one: Wording | undefined, other: Wording | undefined): boolean =>
  one === undefined || other === undefined ? one === other : plain(one) === plain(other);

const changesOf = (elementId: string, before: Traits, after: Traits): ModelChange[] =>
  Object.keys(before)
    .filter((what) => !isSame(before[what], after[what]))
    .map((what) => ({ change: "changed", elementId, what, ...present(before[what], after[what]) }));

/** Differences of two lists whose entries have ids; `show` says in short what an entry is. */
const listChanges = <T extends { readonly id: string }>(
  what: string,
  before: readonly T[],
  after: readonly T[],
  show: (entry: T) => string,
  traits: (entry: T) => Traits,
): ModelChange[] => {
  const [old, fresh] = [before, after].map((list) => new Map(list.map((entry) => [entry.id, entry])));
  const added = after.filter(({ id }) => !old?.has(id));
  const removed = before.filter(({ id }) => !fresh?.has(id));
  const kept = before.flatMap((entry) => {
    const now = fresh?.get(entry.id);
    return now === undefined ? [] : changesOf(entry.id, traits(entry), traits(now));
  });
  return [
    ...added.map((entry): ModelChange => ({ change: "added", elementId: entry.id, what, after: show(entry) })),
    ...removed.map((entry): ModelChange => ({ change: "removed", elementId: entry.id, what, before: show(entry) })),
    ...kept,
  ];
};

const partOf = ({ elements, flows }: Model, process: string) => {
  const own = elements.filter((element) => element.process === process);
  const ids = new Set(own.map(({ id }) => id));
  return { elements: own, flows: flows.filter(({ source }) => ids.has(source)) };
};

/** What is different between two versions of a process: elements first, then sequence flows. Diagram and documentation do not count. */
export const modelDiff = (before: Model, after: Model, processDefinitionId: string): ModelChange[] => {
  const [old, fresh] = [partOf(before, processDefinitionId), partOf(after, processDefinitionId)];
  return [
    ...listChanges("element", old.elements, fresh.elements, ({ type }) => type, elementTraits),
    ...listChanges("flow", old.flows, fresh.flows, ({ source, target }) => `${source} -> ${target}`, flowTraits),
  ];
};
