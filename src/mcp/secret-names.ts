import { isPlaceholder } from "./secret-references.ts";
import { legible } from "./secret-spelling.ts";

/** Words that say that something is secret, wherever they stand in a name. */
const WORDS = [
  "pass[-_ .]{0,2}wo?rd",
  "passwd",
  "secret",
  "token",
  "api[-_ .:/]{0,2}key",
  "authorization",
  "credential",
  "private[-_ .:/]{0,2}key",
];

/** What may follow such a word that then says something else. */
const INNOCENT: Readonly<Record<string, string>> = {
  "pass[-_ .]{0,2}wo?rd": "less|[-_ .]?polic(?:y|ies)",
  secret: "ar(?:y|ies|ial|iat)",
  token: "i[sz](?:e|ing|ab|at)|[-_ .]?(?:count|type|limit|expir(?:y|es|ed|ation)|ring(?![a-z]))",
};

/** A word that ends like the beginning of one of these, where another begins behind it. */
const COMPASS = /(?:c|(?<![a-z])C)ompass(?=[-_ .]{0,2}W|[-_ .]{1,2}w)/g;

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
  /** Whether a text may hold a name that says that something is secret: a quick look before a close one. */
  mayHold(text: string): boolean;
  /** Whether a name says that something is secret. */
  says(name: string): boolean;
  /** Whether a value, as JSON text, is secret under this name: of numbers only long ones under a name that ends in the word. */
  hides(name: string, json: string): boolean;
}

const bounded = (word: string): string => {
  const innocent = INNOCENT[word];
  return innocent === undefined ? word : `${word}(?!${innocent})`;
};

/** The usual names, and those that a setting adds. */
export const secretNames = (more: readonly string[]): SecretNames => {
  const own = more.filter((one) => one !== "").map(literal);
  const any = [...WORDS.map(bounded), ...own].join("|");
  const [part, trace] = [any, [...WORDS, ...own].join("|")].map((words) => new RegExp(words, "i"));
  const end = new RegExp(`(?:${any})s?[\\W\\d_]*$`, "i");
  const isIn = (pattern: RegExp | undefined, name: string): boolean => pattern?.test(name) === true;
  /** What a setting adds may be in letters that are none of Latin. */
  const spellings = (name: string): readonly string[] => {
    const read = legible(name);
    const plain = read.replace(COMPASS, "");
    return read === name ? [plain] : [plain, name];
  };
  const says = (name: string): boolean => spellings(name).some((one) => isIn(part, one));
  return {
    mayHold: (text) => isIn(trace, text) || isIn(trace, legible(text)),
    says,
    hides(name, json) {
      const value = json.trim();
      if (/^(?:true|false|null|"")?$/.test(value) || isPlaceholder(value)) return false;
      if (!/^-?\d[\d.eE+-]*$/.test(value)) return says(name);
      return (
        value.length >= SHORTEST_NUMBER &&
        spellings(name).some((one) => end.test(one)) &&
        !/tokens$/i.test(legible(name))
      );
    },
  };
};
