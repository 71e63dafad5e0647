/** One element of a parsed document: its name, attributes, and the names of the elements around it, outermost first. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly around: readonly string[];
}

const NAME = "[\\p{L}_][\\p{L}\\p{N}._-]*(?::[\\p{L}_][\\p{L}\\p{N}._-]*)?";
const TAG = new RegExp(`^<(/?)(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, "u");
const ATTRIBUTE = new RegExp(`(${NAME})="([^"<]*)"`, "gu");
const LOOSE_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos);)/;

const attributesOf = (text: string): Record<string, string> => {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(ATTRIBUTE)) {
    if (name in attributes) throw new Error(`attribute ${name} twice in ${text}`);
    attributes[name] = value;
  }
  return attributes;
};

/** Every element of an XML document, in order; throws where the document is not well-formed. Strict: double quotes, no comments, no CDATA. */
export const xmlElements = (xml: string): readonly XmlElement[] => {
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(declaration)) throw new Error("no XML declaration");
  if (LOOSE_AMPERSAND.test(xml)) throw new Error("an ampersand that is no entity");
  const elements: XmlElement[] = [];
  const around: string[] = [];
  let rest = xml.slice(declaration.length);
  let roots = 0;
  while (rest.trim() !== "") {
    const text = rest.search(/</);
    if (text < 0) throw new Error("text after the last element");
    if (around.length === 0 && rest.slice(0, text).trim() !== "") throw new Error("text outside the root");
    rest = rest.slice(text);
    const found = TAG.exec(rest);
    if (found === null) throw new Error(`not a tag: ${rest.slice(0, 60)}`);
    const [whole, closing, name = "", attributes = "", empty] = found;
    rest = rest.slice(whole.length);
    if (closing) {
      if (around.pop() !== name) throw new Error(`${name} is closed but not open`);
      continue;
    }
    if (around.length === 0) roots += 1;
    elements.push({ name, attributes: attributesOf(attributes), around: [...around] });
    if (!empty) around.push(name);
  }
  if (around.length > 0) throw new Error(`${around.join(", ")} left open`);
  if (roots !== 1) throw new Error(`${roots} roots`);
  return elements;
};
