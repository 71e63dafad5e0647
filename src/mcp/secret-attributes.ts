import { MASK } from "../secrets.ts";
import type { SecretNames } from "./secret-names.ts";
import type { Masked } from "./secret-shapes.ts";

/** A tag with its attributes; the last value may be cut off. */
const TAG = /<[\w:.-]+(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*(?:"|$)|'[^']*(?:'|$)))+/g;
const ATTRIBUTE = /(\s([\w:.-]+)\s*=\s*)("[^"]*|'[^']*)/g;

const NAMING = new Set(["key", "name", "target"]);

/** An expression without a text in it only says where the value comes from. */
const isReference = (value: string): boolean => value.startsWith("=") && !/["']|&(?:#34|#x22|quot);/i.test(value);

const isSecret = (attribute: string, value: string): boolean =>
  value !== "" && (attribute === "value" || (attribute === "source" && !isReference(value)));

/** Masks what an XML tag gives to a secret name, such as the value of a header, in either order of the attributes. */
export const maskAttributes = (text: string, names: SecretNames): Masked => {
  let count = 0;
  if (!text.includes("<") || !names.mayHold(text)) return { text, count };
  const masked = text.replace(TAG, (tag) => {
    const isNamed = [...tag.matchAll(ATTRIBUTE)].some(
      ([, , name = "", quoted = ""]) => NAMING.has(name) && names.says(quoted.slice(1)),
    );
    if (!isNamed) return tag;
    return tag.replace(ATTRIBUTE, (whole, before: string, name: string, quoted: string) => {
      if (!isSecret(name, quoted.slice(1))) return whole;
      count += 1;
      return before + quoted.slice(0, 1) + MASK;
    });
  });
  return { text: masked, count };
};
