import type { Element, Model } from "../bpmn/model.ts";
import type { Mapping } from "../camunda/change.ts";
import type { Row } from "../camunda/engine.ts";

/** A mapping held against both models. */
export interface Checked {
  /** One row for each active element and each instruction: what it becomes, and what is wrong with that. */
  readonly rows: readonly Row[];
  /** The instructions with those that were missing and go without saying; undefined where somebody has to decide. */
  readonly proposal: readonly Mapping[] | undefined;
  /** Whether the instructions can be carried out as they were given. */
  readonly isComplete: boolean;
}

const elementIn = (model: Model, id: string): Element | undefined =>
  model.elements.find((element) => element.id === id);

/** The same id and kind, or else the only one of the same kind and name. */
const counterpart = (element: Element, target: Model): Element | undefined => {
  const same = elementIn(target, element.id);
  if (same?.type === element.type) return same;
  const alike = target.elements.filter(
    ({ type, name }) => type === element.type && name !== undefined && name === element.name,
  );
  return alike.length === 1 ? alike[0] : undefined;
};

const isProcess = (model: Model, id: string): boolean => model.processes.some((process) => process.id === id);

/** Whether what is around both is the same, by the mapping. */
const isSameScope = (
  from: Element,
  to: Element,
  source: Model,
  target: Model,
  mapped: ReadonlyMap<string, string>,
): boolean =>
  isProcess(source, from.parent)
    ? isProcess(target, to.parent)
    : (mapped.get(from.parent) ?? from.parent) === to.parent;

const problemOf = (
  { sourceElementId, targetElementId }: Mapping,
  source: Model,
  target: Model,
  mapped: ReadonlyMap<string, string>,
): string | undefined => {
  const from = elementIn(source, sourceElementId);
  const to = elementIn(target, targetElementId);
  if (from === undefined) return "the present version has no such element";
  if (to === undefined) return "the target version has no such element";
  if (from.type !== to.type) return "the two are of different kinds";
  return isSameScope(from, to, source, target, mapped) ? undefined : "the two lie in different sub-processes";
};

/** Checks the instructions for elements that are active; proposes the entries that are missing. */
export const checkMapping = (
  given: readonly Mapping[],
  active: readonly string[],
  source: Model,
  target: Model,
): Checked => {
  const mapped = new Map(given.map((one) => [one.sourceElementId, one.targetElementId]));
  const missing = active.filter((id) => !mapped.has(id));
  const proposed = missing.flatMap((id): Mapping[] => {
    const from = elementIn(source, id);
    const to = from === undefined ? undefined : counterpart(from, target);
    return to === undefined ? [] : [{ sourceElementId: id, targetElementId: to.id }];
  });
  const whole = new Map([...given, ...proposed].map((one) => [one.sourceElementId, one.targetElementId]));
  const isTwice = ({ sourceElementId }: Mapping): boolean =>
    given.filter((one) => one.sourceElementId === sourceElementId).length > 1;
  const row = (one: Mapping, entry: string): Row => {
    const problem = isTwice(one) ? "the element is mapped more than once" : problemOf(one, source, target, whole);
    return { ...one, entry, ...(problem === undefined ? {} : { problem }) };
  };
  const undecided = missing.filter((id) => !whole.has(id));
  const rows = [
    ...given.map((one) => row(one, "given")),
    ...proposed.map((one) => row(one, "proposed")),
    ...undecided.map(
      (id): Row => ({
        sourceElementId: id,
        entry: "missing",
        problem: "the target version has no obvious counterpart",
      }),
    ),
  ];
  const isSound = rows.every(({ problem }) => problem === undefined);
  return {
    rows,
    proposal: isSound ? [...given, ...proposed] : undefined,
    isComplete: isSound && missing.length === 0,
  };
};
