import { isObject } from "../narrow.ts";

const FOREIGN = /\sid\s*=\s*["'](?:[^a-z_]|[^"']*[^\w.:"'-])/i;
const TAG = /<[^\s<>/!?]+(?:\s+[^\s=<>]+\s*=\s*(?:"[^"]*"|'[^']*'))+\s*\/?>/g;
const ID = /(\s(?:id|default|\w+Ref)\s*=\s*)(?:"([^"]*)"|'([^']*)')/g;

/** Ids that the parser takes; it drops an element with another, although XML allows letters of every script. */
const TAKEN = /^(?:|(?:[a-z][\w.-]*:)?[a-z_][\w.-]*)$/i;

const decoded = (id: string): string =>
  id.replace(/&#(?:x([0-9a-f]{1,6})|([0-9]{1,7}));/gi, (written, hex?: string, decimal?: string) => {
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? written : String.fromCodePoint(code);
  });

/** A document with ids that the parser takes, and the written id of each that was replaced. */
export interface PlainIds {
  readonly xml: string;
  readonly written: ReadonlyMap<string, string>;
}

/** Replaces ids of other than ASCII letters, and what refers to them, by plain ones that occur nowhere else. */
export const plainIds = (xml: string): PlainIds => {
  if (!FOREIGN.test(xml)) return { xml, written: new Map() };
  let mark = "_";
  while (xml.includes(`${mark}id`)) mark += "_";
  const plain = new Map<string, string>();
  const plainOf = (id: string): string => {
    const known = plain.get(id) ?? `${mark}id${plain.size}`;
    plain.set(id, known);
    return known;
  };
  const replaced = xml.replace(TAG, (tag) =>
    tag.replace(ID, (whole, before: string, double?: string, single?: string) => {
      const id = decoded(double ?? single ?? "");
      return TAKEN.test(id) ? whole : `${before}"${plainOf(id)}"`;
    }),
  );
  return { xml: replaced, written: new Map([...plain].map(([id, by]) => [by, id])) };
};

/** Gives the parsed nodes the ids back that were written. */
export const restoreIds = (nodesById: unknown, { written }: PlainIds): void => {
  for (const [plain, id] of written) {
    const node = isObject(nodesById) ? nodesById[plain] : undefined;
    if (isObject(node)) Reflect.set(node, "id", id);
  }
};
