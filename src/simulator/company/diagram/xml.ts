/** Attributes of an element; those without a value are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);

const indented = (text: string): string => text.replace(/^(?=.)/gm, "  ");

/** Character data, escaped. */
export const characters = (text: string): string => escaped(text);

/** One XML element, indented; content is text or elements made by this function. */
export const tag = (
  name: string,
  attributes: Attributes = {},
  content: readonly (string | undefined)[] = [],
): string => {
  const given = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join("");
  const inner = content.filter((piece) => piece !== undefined && piece !== "");
  if (inner.length === 0) return `<${name}${given} />`;
  const [only] = inner;
  if (inner.length === 1 && only !== undefined && !only.startsWith("<")) return `<${name}${given}>${only}</${name}>`;
  return `<${name}${given}>\n${inner.map((piece) => indented(String(piece))).join("\n")}\n</${name}>`;
};

/** A whole document. */
export const xmlDocument = (root: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;
