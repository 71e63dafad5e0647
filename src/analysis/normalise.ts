import { endOfWord, SIGN, thingAround } from "./varying.ts";

/** Longest part of a message that is looked at: causes are named at its beginning, and stack traces are long. */
const LONGEST = 4000;

/** What stands in quotes; apostrophes inside words and the values of JSON text are left out of account. */
const QUOTED = /(?<!\w)'[^'\n]{1,300}'(?!\w)|(?<!\w|: ?)"[^"\n]{1,300}"(?!\w)/y;

/** White space that is not a single blank, of which there are many. */
const SPACE = /[^\S ]\s*| \s+/g;

const QUOTE_OR_SIGN = new RegExp(`['"]|${SIGN}`, "g");

/** What follows is a message inside a message. */
const MESSAGE = /\bmessage:? $/i;

/** A name with a short number at its end, e.g. of an element. */
const NAME = /^[\w-]*[a-z][\w-]*-\d{1,4}$/;

/** Whether a quoted value is a number, an id, a date or an address as a whole, and so another one from case to case. */
const isOfOneCase = (value: string, marked: string): boolean => /^<\w+>$/.test(marked) && !NAME.test(value);

/** Names in quotes stay; in a message that is quoted, only what would go without quotes goes. */
const inQuotes = (quoted: string, before: string): string => {
  const value = quoted.slice(1, -1);
  const marked = withMarks(value);
  const quote = quoted.charAt(0);
  return MESSAGE.test(before) || isOfOneCase(value, marked) ? quote + marked + quote : quoted;
};

const quotedAt = (text: string, at: number): string | undefined => {
  QUOTED.lastIndex = at;
  return QUOTED.exec(text)?.[0];
};

/** The text with a mark in place of each thing that differs from case to case; one pass, in linear time. */
export const withMarks = (text: string): string => {
  let result = "";
  let copied = 0;
  /** What stands before is done with. */
  let from = 0;
  const put = (start: number, end: number, instead: string): void => {
    result += text.slice(copied, start) + instead;
    copied = end;
    from = end;
  };
  for (;;) {
    QUOTE_OR_SIGN.lastIndex = from;
    const sign = QUOTE_OR_SIGN.exec(text);
    if (sign === null) return copied === 0 ? text : result + text.slice(copied);
    const at = sign.index;
    if (sign[0] === "'" || sign[0] === '"') {
      const quoted = quotedAt(text, at);
      if (quoted === undefined) from = at + 1;
      else put(at, at + quoted.length, inQuotes(quoted, text.slice(Math.max(0, at - 10), at)));
    } else {
      const thing = thingAround(text, at, from);
      if (thing === undefined) from = endOfWord(text, at);
      else put(thing.start, thing.end, thing.mark);
    }
  }
};

/**
 * A message without what differs from case to case of the same cause: keys, numbers, ids, times, hashes, hosts, addresses, line
 * numbers and lambda names. Names in quotes stay, because another variable or element is another cause; so do status codes.
 */
export const normalised = (message: string): string => {
  const text = message.length > LONGEST ? message.slice(0, LONGEST) : message;
  return withMarks(text).replace(SPACE, " ").trim();
};
