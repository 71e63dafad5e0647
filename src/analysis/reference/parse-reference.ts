import { OperateError } from "../../errors.ts";
import { urlOf } from "../../url-of.ts";

/** A business value as a person says it. */
export interface Said {
  /** The whole text. */
  readonly text: string;
  /** What may be the value itself, the likeliest first: of "order 4711" it is `4711`. At least one. */
  readonly values: readonly [string, ...string[]];
  /** The words around the likeliest, in lower case, which may name a process: of "order 4711" it is `order`. */
  readonly names: readonly string[];
}

/** What a reference is before anybody has looked. A key is digits, or the id of a decision instance: `<key>-<n>`. */
export type Reference =
  | { readonly kind: "link"; readonly key: string }
  /** A long number may be a business value as well. */
  | { readonly kind: "key"; readonly key: string; readonly said: Said }
  | { readonly kind: "value"; readonly said: Said };

const LARGEST_KEY = 9_223_372_036_854_775_807n;

/** A key has a partition in its upper bits, so a shorter number is never one. */
const KEY = /^([1-9]\d{14,18})(?:-\d{1,9})?$/;
const KEYS_IN_TEXT = /(?<![\w.-])[1-9]\d{14,18}(?:-\d{1,9})?(?![\w.-])/g;
const LINK = /https?:\/\/\S+/i;

const isKey = (text: string): boolean => BigInt(KEY.exec(text)?.[1] ?? LARGEST_KEY + 1n) <= LARGEST_KEY;

/** Without quotes, brackets and the marks of a sentence around it. */
const bare = (word: string): string => word.replace(/^["'„“«(<[#]+/, "").replace(/["'”“»)>\],.;:!?]+$/, "");

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/** The last key in a path: `/operate/processes/<key>`, `/decisions/<id>`, `/#/instances/<key>`, `/tasklist/<key>/process`. */
const keyInPath = (path: string): string | undefined => path.split("/").findLast(isKey);

const oneInQuery = (query: string): string | undefined => {
  const keys = [...new Set(decoded(query).match(KEYS_IN_TEXT) ?? [])].filter(isKey);
  if (keys.length < 2) return keys[0];
  throw new OperateError("INVALID_ARGUMENT", `reference is a link with ${keys.length} keys in it`, {
    next: "use one of the keys alone",
  });
};

/** What a path shows counts more than what is chosen in it by the query: `/processes/<key>?flowNodeInstanceId=<key>`. */
const keyInLink = (link: string): string => {
  const { pathname, search, hash } = new URL(link);
  const [place = "", chosen = ""] = hash.split("?", 2);
  const key = keyInPath(pathname) ?? keyInPath(place) ?? oneInQuery(`${search}&${chosen}`);
  if (key !== undefined) return key;
  throw new OperateError("INVALID_ARGUMENT", "reference is a link in which there is no key", {
    next: "use the link of one process instance, as /operate/processes/<key>, or its key",
  });
};

/** `2026-11-22`, with a time or without; `22.11.2026`, `11/22/2026`. */
const DATE = /^(\d{4}-\d{1,2}-\d{1,2}(T\S*)?|\d{1,2}\.\d{1,2}\.(\d{2}|\d{4})|\d{1,2}\/\d{1,2}\/(\d{2}|\d{4}))$/i;
/** `10:15`, `10:15:30`, `10:15Z`, `9am`. */
const TIME = /^(\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|am|pm|[+-]\d{2}:?\d{2})?|\d{1,2}(am|pm))$/i;

const isPointInTime = (word: string): boolean => DATE.test(word) || TIME.test(word);

const wordsIn = (text: string): readonly string[] => text.split(/\s+/).map(bare).filter(Boolean);

/** More words than these are no value. */
const MOST_VALUES = 3;

/** The words with a digit in them, the last first; when something happened comes after all else. Or else the last word. */
const saidIn = (text: string): Said => {
  const words = wordsIn(text);
  const numbered = words.filter((word) => /\d/.test(word)).reverse();
  const named = numbered.filter((word) => !isPointInTime(word));
  const [value = words.at(-1) ?? text, ...others] = named.length > 0 ? named : numbered;
  const at = words.lastIndexOf(value);
  const names = words.filter((_, index) => index !== at).map((word) => word.toLowerCase());
  const values = [...new Set(others)].filter((word) => word !== value).slice(0, MOST_VALUES - 1);
  return { text, values: [value, ...values], names };
};

/** A word that is a key, or a link without its host or without `https://`. */
const keyInWord = (word: string): string | undefined => keyInPath(word.split("?", 1)[0] ?? "");

/**
 * Understands a reference; `INVALID_ARGUMENT` for a blank one and for a link without a key or with several. A link is only read:
 * whatever its host is, nobody ever asks it.
 */
export const parseReference = (reference: string): Reference => {
  const text = reference.trim();
  if (text === "") {
    throw new OperateError("INVALID_ARGUMENT", "reference is blank", {
      next: "give a key, a link, or a value such as A-4711",
    });
  }
  const link = bare(LINK.exec(text)?.[0] ?? "");
  if (urlOf(link) !== undefined) return { kind: "link", key: keyInLink(link) };
  // A key as some programs write large numbers.
  const together = /^[\d\s.,']+$/.test(text) ? text.replace(/\D/g, "") : "";
  const [key] = [...wordsIn(text), together].flatMap((word) => keyInWord(word) ?? []);
  const said = saidIn(text);
  return key === undefined ? { kind: "value", said } : { kind: "key", key, said };
};
