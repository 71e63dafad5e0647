import { isObject, textOf } from "../narrow.ts";

/** A property of a parsed node, or its default value in BPMN. */
export const property = (node: unknown, name: string): unknown => (isObject(node) ? node[name] : undefined);

/** A property that is a text; undefined when it is missing or empty. */
export const text = (node: unknown, name: string): string | undefined => textOf(property(node, name));

/** A property that is true or false. */
export const flag = (node: unknown, name: string): boolean | undefined => {
  const value = property(node, name);
  return typeof value === "boolean" ? value : undefined;
};

/** The nodes of a property that holds several. */
export const nodes = (node: unknown, name: string): readonly unknown[] => {
  const value = property(node, name);
  return Array.isArray(value) ? value : [];
};

/** Type of a node with its prefix, e.g. `bpmn:ServiceTask`; empty for what is no node. */
export const typeOf = (node: unknown): string => text(node, "$type") ?? "";

/** Id of a node; a node without one has a name for that. */
export const idOf = (node: unknown): string => text(node, "id") ?? "(no id)";

/** Id of the node that a property refers to; undefined when the document holds no such node. */
export const reference = (node: unknown, name: string): string | undefined => text(property(node, name), "id");

/** What stands between the tags of a child node, e.g. an expression, without the white space around it. */
export const body = (node: unknown, name: string): string | undefined =>
  text(property(node, name), "body")?.trim() || undefined;

/** The extension of this type, e.g. `zeebe:TaskDefinition`. */
export const extension = (node: unknown, type: string): unknown =>
  nodes(property(node, "extensionElements"), "values").find((value) => typeOf(value) === type);

/** The list when there is something in it. */
export const filled = <Item>(list: readonly Item[]): readonly Item[] | undefined =>
  list.length === 0 ? undefined : list;

/** The same object without the members that are undefined. */
export const present = <const Facts extends object>(facts: Facts): Facts => {
  for (const [name, value] of Object.entries(facts)) {
    if (value === undefined) Reflect.deleteProperty(facts, name);
  }
  return facts;
};
