import { joined, phrase, plain, type Wording } from "../phrase.ts";
import { factsOf, listenerText } from "./facts.ts";
import type { Element, Flow, Model, Process } from "./model.ts";
import { quoted, shown } from "./shown.ts";

/** Deeper levels are not indented further, so that a line never grows with the nesting. */
const DEEPEST = 12;

const flowText = ({ target, name, condition, isDefault }: Flow): string =>
  [
    shown(target),
    name && quoted(name),
    condition ? `[${shown(condition)}]` : undefined,
    isDefault ? "[default]" : undefined,
  ]
    .filter(Boolean)
    .join(" ");

/** Id, kind and name of something, then its facts. */
const lineText = (head: readonly (string | undefined)[], facts: readonly Wording[]): Wording => {
  const first = head.filter(Boolean).join(" ");
  return facts.length === 0 ? first : phrase(`${first}: `, joined(facts, "; "));
};

const elementText = (element: Element, outgoing: readonly Flow[]): Wording => {
  const { id, type, name } = element;
  const line = lineText([shown(id), shown(type), name && quoted(name)], factsOf(element));
  return outgoing.length === 0 ? line : phrase(line, ` -> ${outgoing.map(flowText).join(", ")}`);
};

const processText = ({ id, name, pool, executable, versionTag, listeners = [] }: Process): Wording =>
  lineText(
    ["process", shown(id), name && quoted(name)],
    [
      ...(pool === undefined || pool === name ? [] : [`in pool ${quoted(pool)}`]),
      ...(versionTag === undefined ? [] : [`version tag ${shown(versionTag)}`]),
      ...listeners.map(listenerText),
      ...(executable ? [] : ["not executable"]),
    ],
  );

const grouped = <Item>(items: readonly Item[], by: (item: Item) => string): ReadonlyMap<string, readonly Item[]> => {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(by(item));
    if (group === undefined) groups.set(by(item), [item]);
    else group.push(item);
  }
  return groups;
};

/**
 * A model for a reader who does not want the XML: one line per process and flow node, contents of a sub-process indented
 * below it, sequence flows as `-> target "name" [condition]` at their source. Facts stand only where there are any; long
 * texts are cut with their full length said; line breaks inside a text are shown as `\n`. Expressions in it are named by what their
 * result is called.
 */
export const outlineWording = (model: Model): Wording => {
  const outgoing = grouped(model.flows, ({ source }) => source);
  const content = grouped(model.elements, ({ process }) => process);
  const depth = new Map<string, number>();
  const lines: Wording[] = [];
  for (const process of model.processes) {
    lines.push(processText(process));
    for (const element of content.get(process.id) ?? []) {
      const level = Math.min((depth.get(element.parent) ?? 0) + 1, DEEPEST);
      depth.set(element.id, level);
      lines.push(phrase("  ".repeat(level), elementText(element, outgoing.get(element.id) ?? [])));
    }
  }
  return joined(lines, "\n");
};

/** The same as a text, with all that is in it. */
export const outline = (model: Model): string => plain(outlineWording(model));
