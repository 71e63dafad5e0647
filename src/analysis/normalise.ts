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
  // What could not be read as a duration, a date or a number is a value and not a name.
  [/(?<=\bparse [\w ]{1,30} from )'[^']{0,200}'/gi, "'<value>'"],
  // A stack frame: the place in the file, the numbers of lambdas, proxies and hidden classes.
  [/\(([\w$.-]{1,100}\.\w{1,10}):\d{1,6}(?::\d{1,6})?\)/g, "($1:<n>)"],
  [/\blambda\$[\w$]{1,80}\$\d+/g, "lambda"],
  [/\$\$[\w$]{1,80}|\$Proxy\d+|\/0x[0-9a-f]+/g, "<generated>"],
  [/@[0-9a-f]{5,16}\b/g, "@<hash>"],
  [/\b(?=[0-9a-f]{0,63}\d)(?=[0-9a-f]{0,63}[a-f])[0-9a-f]{8,64}\b/gi, "<hash>"],
  [/\b(?=[A-Za-z0-9_-]{0,19}\d)(?:[A-Za-z]{1,12}[-_])+[A-Za-z]{0,4}\d{2,}[\w-]{0,40}\b/g, "<id>"],
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

/**
 * A message without what differs from case to case of the same cause: keys, numbers, ids, times, hashes, hosts, addresses, line
 * numbers and lambda names. Names in quotes stay, because another variable or element is another cause; so do status codes.
 */
export const normalised = (message: string): string => {
  const replaced = VARYING.reduce((text, [pattern, mark]) => text.replace(pattern, mark), message.slice(0, LONGEST));
  return numbered(replaced).replace(/\s+/g, " ").trim();
};
