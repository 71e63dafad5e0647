/** Longest part of a message that is looked at: causes are named at its beginning, and stack traces are long. */
const LONGEST = 4000;

/** What differs from case to case of the same cause, in the order in which it is recognised. */
const VARYING: readonly (readonly [RegExp, string])[] = [
  [/\b[a-z][a-z0-9+.-]{1,15}:\/\/[^\s"'<>)\]}]+/gi, "<url>"],
  [/\b[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/g, "<email>"],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, "<uuid>"],
  [
    /\b\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:\s?(?:Z|[+-]\d\d:?\d\d))?)?(?:\[[\w/]{1,40}\])?/g,
    "<time>",
  ],
  [/\b\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?\b/g, "<time>"],
  [/\b\d{1,3}(?:\.\d{1,3}){3}(?::\d{1,5})?\b/g, "<host>"],
  [
    /\b(?:[a-z0-9-]{1,63}\.){1,8}(?:com|net|org|io|local|internal|example|test|de|eu|cloud|svc)(?::\d{1,5})?\b/gi,
    "<host>",
  ],
  [/\blocalhost(?::\d{1,5})?\b/gi, "<host>"],
  // A stack frame: the place in the file, the numbers of lambdas, proxies and hidden classes.
  [/\(([\w$.-]{1,100}\.\w{1,10}):\d{1,6}(?::\d{1,6})?\)/g, "($1:<n>)"],
  [/\blambda\$[\w$]{1,80}\$\d+/g, "lambda"],
  [/\$\$[\w$]{1,80}|\$Proxy\d+|\/0x[0-9a-f]+/g, "<generated>"],
  [/@[0-9a-f]{5,16}\b/g, "@<hash>"],
  [/\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{8,64}\b/gi, "<hash>"],
  [/\b[A-Za-z]{1,12}-(?:[A-Za-z]{1,4}-)?\d{2,}(?:-[\w-]{1,40})?\b/g, "<id>"],
];

/** Numbers that are a cause of their own: the status of an HTTP or SMTP answer, the code of an error, of an exit. */
const CODE =
  /\b(?:status(?:\s?code)?|code|error|errno|exit(?:\s?code| status)?|http|smtp|ORA|SQLSTATE|request)\b[\s:=(#"'-]{0,4}$/i;
const STATUS_PHRASE = /^\s(?:[A-Z][a-z]+|OK\b)/;

const numbered = (text: string): string =>
  text.replace(
    /(?<![\p{L}\d_])-?\d+(?:[.,]\d+)*(?![\p{L}_])|(?<![\p{L}_])\d+(?=(?:ms|s|kb|mb|gb)\b)/giu,
    (number, at: number) => {
      const isCode =
        /^[1-5]\d\d$/.test(number) &&
        (CODE.test(text.slice(Math.max(0, at - 30), at)) || STATUS_PHRASE.test(text.slice(at + 3, at + 6)));
      return isCode ? number : "<n>";
    },
  );

/** What stands in single quotes, apostrophes inside words left out of account. */
const QUOTED = /(?<!\w)'[^'\n]{1,300}'(?!\w)/g;

/** A value in quotes that could not be read as a duration, a date or a number; anything else in quotes is a name. */
const UNREADABLE = /\bparse [\w ]{1,30} from $/i;

/** What follows is a message inside a message. */
const MESSAGE = /\bmessage:? $/i;

const plain = (text: string): string =>
  numbered(VARYING.reduce((rest, [pattern, mark]) => rest.replace(pattern, mark), text));

/** A quoted value is another one from case to case only if it is a number, an id, a date or an address as a whole. */
const inQuotes = (quoted: string, before: string): string => {
  if (UNREADABLE.test(before.slice(-60))) return "'<value>'";
  const shown = plain(quoted.slice(1, -1));
  if (MESSAGE.test(before.slice(-20))) return `'${shown}'`;
  return /^<\w+>$/.test(shown) ? `'${shown}'` : quoted;
};

/**
 * A message without what differs from case to case of the same cause: keys, numbers, ids, times, hashes, hosts, addresses, line
 * numbers and lambda names. Names in quotes stay, because another variable or element is another cause; so do status codes.
 */
export const normalised = (message: string): string => {
  const text = message.slice(0, LONGEST);
  let result = "";
  let last = 0;
  for (const { 0: quoted, index } of text.matchAll(QUOTED)) {
    const before = text.slice(last, index);
    result += plain(before) + inQuotes(quoted, before);
    last = index + quoted.length;
  }
  return (result + plain(text.slice(last))).replace(/\s+/g, " ").trim();
};
