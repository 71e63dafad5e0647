import { endOfWord, SIGN, type Thing, thingAround } from "./varying.ts";

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

const quotedThing = (text: string, at: number): Thing | undefined => {
  QUOTED.lastIndex = at;
  const quoted = QUOTED.exec(text)?.[0];
  if (quoted === undefined) return undefined;
  return { start: at, end: at + quoted.length, mark: inQuotes(quoted, text.slice(Math.max(0, at - 10), at)) };
};

/** The text with a mark in place of each thing that differs from case to case; one pass, in linear time. */
export const withMarks = (text: string): string => {
  let result = "";
  let copied = 0;
  let from = 0;
  for (;;) {
    QUOTE_OR_SIGN.lastIndex = from;
    const sign = QUOTE_OR_SIGN.exec(text);
    if (sign === null) return copied === 0 ? text : result + text.slice(copied);
    const isQuote = sign[0] === "'" || sign[0] === '"';
    const thing = isQuote ? quotedThing(text, sign.index) : thingAround(text, sign.index, from);
    if (thing === undefined) {
      from = isQuote ? sign.index + 1 : endOfWord(text, sign.index);
    } else {
      result += text.slice(copied, thing.start) + thing.mark;
      copied = thing.end;
      from = thing.end;
    }
  }
};

/** Texts that are remembered at most, of each kind. */
const REMEMBERED = 1000;

/** The same function, which does each text once as long as there are few. */
const remembering = (work: (text: string) => string): ((text: string) => string) => {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    const result = work(text);
    if (known.size < REMEMBERED) known.set(text, result);
    return result;
  };
};

/**
 * Gives a message without what differs from case to case of the same cause: keys, numbers, ids, times, hashes, hosts, addresses, line
 * numbers and lambda names. Names in quotes stay, because another variable or element is another cause; so do status codes.
 *
 * Remembers some of what it has seen, for many messages: the first line and what follows it each for itself, because it is the first
 * line that differs, and what follows is most of the work.
 */
export const normaliser = (): ((message: string) => string) => {
  const tidy = (text: string): string => withMarks(text).replace(SPACE, " ").trim();
  const [first, others] = [remembering(tidy), remembering(tidy)];
  return (message) => {
    const text = message.length > LONGEST ? message.slice(0, LONGEST) : message;
    const end = text.indexOf("\n");
    return end === -1 ? first(text) : `${first(text.slice(0, end))} ${others(text.slice(end + 1))}`.trim();
  };
};

/** One message as a `normaliser` gives it. */
export const normalised = (message: string): string => normaliser()(message);
