const WORDS = [
  "pass[-_ .]?wo?rd",
  "passwd",
  "secret(?!ar(?:y|ies|ial|iat))",
  "token(?!i[sz]|[-_ .]?(?:count|type|limit))",
  "api[-_ .:/]{0,2}key",
  "authorization",
  "credential",
  "private[-_ .:/]{0,2}key",
];

/** Shorter numbers are counts, lengths and days. */
const SHORTEST_NUMBER = 4;

/** A part of a name in which `*` stands for anything. */
const literal = (text: string): string =>
  text
    .replace(/^\*+|\*+$/g, "")
    .replace(/[.+?^${}()|[\]\\]/g, "\\$&")
    .replace(/\*+/g, ".{0,60}?");

/** Which names and values are secret. */
export interface SecretNames {
  /** Whether a name, or a text that may hold names, says that something is secret. */
  says(text: string): boolean;
  /** Whether a value, as JSON text, is secret under this name: of numbers only long ones under a name that ends in the word. */
  hides(name: string, json: string): boolean;
}

/** The usual names, and those that a setting adds. */
export const secretNames = (more: readonly string[]): SecretNames => {
  const any = [...WORDS, ...more.filter((one) => one !== "").map(literal)].join("|");
  const part = new RegExp(any, "i");
  const end = new RegExp(`(?:${any})s?$`, "i");
  return {
    says: (text) => part.test(text),
    hides(name, json) {
      const value = json.trim();
      if (/^(?:true|false|null|"")?$/.test(value)) return false;
      if (!/^-?\d[\d.eE+-]*$/.test(value)) return part.test(name);
      return value.length >= SHORTEST_NUMBER && end.test(name) && !/tokens$/i.test(name);
    },
  };
};
