import { isObject } from "../../../src/narrow.ts";
import type { ClusterDocumentName, DocumentName } from "./folder.ts";

/** An object of a document. */
export type Node = Readonly<Record<string, unknown>>;

/** Where a node is: the names and indexes on the way to it from the root. */
export type Place = readonly string[];

/** One thing in which a document differs from what the API does, and how to make it right. */
export interface Mend {
  readonly name: string;
  /** What would go wrong without it. */
  readonly reason: string;
  /** The documents that need it. */
  readonly documents: readonly (ClusterDocumentName | DocumentName)[];
  /** The node as it should be; undefined where it is right. `root` is the document as the mends before left it. */
  mend(node: Node, at: Place, root: Node): Node | undefined;
}

/** Whether a place is of a form; in the form, `*` stands for any one step and `**` at the beginning for any number. */
export const isAt = (at: Place, form: string): boolean => {
  const steps = form.split("/");
  const anywhere = steps[0] === "**";
  const wanted = anywhere ? steps.slice(1) : steps;
  const end = anywhere ? at.slice(-wanted.length) : at;
  return end.length === wanted.length && wanted.every((step, index) => step === "*" || step === end[index]);
};

const walk = (value: unknown, at: Place, visit: (node: Node, at: Place) => Node): unknown => {
  if (Array.isArray(value)) return value.map((item, index) => walk(item, [...at, String(index)], visit));
  if (!isObject(value)) return value;
  const members = Object.entries(visit(value, at));
  return Object.fromEntries(members.map(([name, held]) => [name, walk(held, [...at, name], visit)]));
};

/** A mended document, and how often each mend was needed. */
export interface Mended {
  readonly root: Node;
  readonly applied: Readonly<Record<string, number>>;
}

/** Applies the mends to a document, one after the other. */
export const mendAll = (document: Node, mends: readonly Mend[]): Mended => {
  const applied: Record<string, number> = {};
  const root = mends.reduce<Node>((before, { name, mend }) => {
    applied[name] = 0;
    const after = walk(before, [], (node, at) => {
      const mended = mend(node, at, before);
      if (mended !== undefined) applied[name] = (applied[name] ?? 0) + 1;
      return mended ?? node;
    });
    return isObject(after) ? after : before;
  }, document);
  return { root, applied };
};
