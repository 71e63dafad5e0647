const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const GREATER = 0x3e;

/** Markup in which anything may stand up to its end. */
const OPAQUE = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
] as const;

/** Index of the `>` that ends the tag at `start`; -1 when there is none. In quotes a `>` is text. */
const endOfTag = (text: string, start: number): number => {
  for (let at = start; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === GREATER) return at;
    if (c !== QUOTE && c !== APOSTROPHE) continue;
    at = text.indexOf(text.charAt(at), at + 1);
    if (at === -1) return -1;
  }
  return -1;
};

/** The same for a `<!DOCTYPE`, which may hold declarations in brackets. */
const endOfDoctype = (text: string, start: number): number => {
  const end = endOfTag(text, start);
  if (end === -1 || !text.slice(start, end).includes("[")) return end;
  const closing = text.indexOf("]", start);
  return closing === -1 ? -1 : text.indexOf(">", closing);
};

/** The name that a tag begins with; empty when there is none. */
const nameAt = (text: string, start: number): string => /[^\s/<>"'=]*/y.exec(text.slice(start, start + 200))?.[0] ?? "";

/**
 * The name of the root element, with its prefix, of an XML document that is whole: one root, as many end tags as start tags, and
 * behind the root nothing but space, comments and processing instructions. Undefined for anything else, e.g. a document that was cut
 * short. One pass from tag to tag; whether the names inside fit each other is not looked at.
 */
export const rootOf = (text: string): string | undefined => {
  let root: string | undefined;
  let depth = 0;
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (;;) {
    const open = text.indexOf("<", at);
    if (depth === 0 && text.slice(at, open === -1 ? text.length : open).trim() !== "") return undefined;
    if (open === -1) return depth === 0 ? root : undefined;
    const opaque = OPAQUE.find(([opening]) => text.startsWith(opening, open));
    const isDeclaration = opaque === undefined && text.startsWith("<!", open);
    let end: number;
    if (opaque !== undefined) {
      const [opening, closing] = opaque;
      const found = text.indexOf(closing, open + opening.length);
      end = found === -1 ? -1 : found + closing.length - 1;
    } else end = isDeclaration ? endOfDoctype(text, open) : endOfTag(text, open);
    if (end === -1) return undefined;
    at = end + 1;
    if (opaque !== undefined || isDeclaration) continue;
    if (text.startsWith("/", open + 1)) {
      depth -= 1;
      if (depth < 0 || (depth === 0 && nameAt(text, open + 2) !== root)) return undefined;
      continue;
    }
    if (depth === 0) {
      const name = nameAt(text, open + 1);
      if (root !== undefined || name === "") return undefined;
      root = name;
    }
    if (!text.startsWith("/", end - 1)) depth += 1;
  }
};
