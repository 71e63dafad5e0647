/*
 * What differs from case to case of the same cause, and how it is found in one pass: only a digit and a few other signs can begin or
 * be inside such a thing, and what stands between them is copied as it is. Every pattern is of bounded length, so the time is linear.
 */

const CLOCK = /\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?/.source;
const ZONE = /(?:\s?(?:AM|PM|am|pm))?(?:\s?(?:Z|UTC|GMT|CET|CEST|[+-]\d\d:?\d\d))?(?:\[[\w/+-]{1,40}\])?/.source;
const MONTH = /(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?/.source;
const DAY = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},?/.source;
const AT_TIME = `(?:(?:[T: ]|, | at )${CLOCK}${ZONE})?`;
const TOP = "com|net|org|io|local|internal|example|test|de|eu|cloud|svc";
const PORT = /(?::\d{1,5})?/.source;

/** What stands before the dash in an error code or the name of a standard: its number is always the same. */
const CONSTANT = "ORA|PLS|TNS|SQL|ERR|HTTP|ISO|UTF|SHA|AES|TLS|RFC|CWE|CVE";
const HASH = "(?=[a-f]{0,40}\\d)[0-9a-f]{8,40}|(?=[a-z]{0,40}\\d[a-z]{0,40}\\d)[a-z0-9]{8,40}";

/** Each kind of thing with what is put in its place, in the order in which they are tried where one may begin. */
const KINDS: readonly (readonly [mark: string, source: string])[] = [
  ["<url>", /[A-Za-z][A-Za-z0-9+.-]{1,15}:\/\/[^\s"'`<>)\]}]{1,2000}/.source],
  ["<email>", /[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,5}/.source],
  ["<uuid>", /[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}(?!\w)/.source],
  ["<time>", `\\d{4}[-/.]\\d\\d[-/.]\\d\\d(?!\\d)${AT_TIME}`],
  ["<time>", `\\d{1,2}[/.]\\d{1,2}[/.]\\d{4}(?!\\d)${AT_TIME}`],
  ["<time>", `\\d{1,2}[- /.]{1,2}${MONTH}[- /]\\d{4}(?!\\d)${AT_TIME}`],
  ["<time>", `(?:${DAY} )?${MONTH} \\d{1,2}(?:,? \\d{4})?${AT_TIME}(?: \\d{4})?(?!\\w)`],
  ["<time>", `${DAY} \\d{1,2} ${MONTH} \\d{4}(?!\\d)${AT_TIME}`],
  ["<time>", /\d{1,2}:\d\d:\d\d(?:[.,]\d{1,9})?(?!\w)/.source],
  ["<host>", `\\d{1,3}(?:\\.\\d{1,3}){3}${PORT}(?![\\w.]\\d)`],
  ["<host>", `(?:[A-Za-z0-9-]{1,63}\\.){1,8}(?:${TOP})(?![\\w-]|\\.\\w)${PORT}`],
  ["<host>", `localhost${PORT}(?!\\w)`],
  // Numbers of lambdas, proxies and hidden classes.
  ["lambda", /lambda\$[\w$]{1,80}\$\d+/.source],
  ["<generated>", /\$\$[\w$]{1,80}(?:\/0x[0-9a-f]{1,16})?|\$Proxy\d{1,9}/.source],
  ["@<id>", /@[0-9a-f]{5,16}(?!\w)/.source],
  // A business key; a name that ends in a number, with an underscore only in a long one, or in a hash.
  ["<id>", `(?!(?:${CONSTANT})-)[A-Z]{1,6}-(?:[A-Za-z]{1,4}-)?\\d{2,20}(?![A-Za-z_])(?:-\\w{1,40}){0,4}`],
  [
    "<id>",
    `(?!(?:${CONSTANT})-)(?:[A-Za-z][A-Za-z0-9]{0,30}[-_]){1,6}(?:(?<=-)\\d{1,20}|\\d{5,20}|${HASH})(?!\\w)(?:-\\w{1,40}){0,4}`,
  ],
  // By itself a hash counts as a number, because one in so many has no letter in it.
  ["<n>", /0x[0-9A-Fa-f]{2,16}(?!\w)/.source],
  ["<n>", /(?=\d{0,64}[a-f])[0-9a-f]{7,64}(?!\w)|(?=\d{0,64}[A-F])[0-9A-F]{7,64}(?!\w)/.source],
  ["<n>", /(?=(?:[A-Za-z]{0,20}\d){4})(?=\d{0,64}[A-Za-z])[0-9A-Za-z]{8,64}(?!\w)/.source],
  ["<n>", /[-+]?\d{1,40}(?:[.,]\d{1,40}){0,8}(?=[A-Za-z%]{0,3}(?!\w))/.source],
];
const MARKS = KINDS.map(([mark]) => mark);
const ANY = new RegExp(KINDS.map(([, source]) => `(${source})`).join("|"), "y");

/** Where something that varies may begin or is going on, as the source of a pattern. */
export const SIGN = `\\d|@|://|\\$\\$|lambda\\$|\\blocalhost\\b|\\.(?:${TOP})(?![\\w-]|\\.\\w)|\\b(?:${DAY}|${MONTH}) `;

const [PLUS, DASH, DOT] = [0x2b, 0x2d, 0x2e];

/** What a word, a part of a name and a whole name with dots are made of. */
const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;
const isWord = (c: number): boolean =>
  (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a) || isDigit(c) || c === 0x5f || c === 0x24;
const isPart = (c: number): boolean => isWord(c) || c === DASH || c === PLUS;
const isName = (c: number): boolean => isPart(c) || c === DOT;

/** Numbers that are a cause of their own: the status of an HTTP or SMTP answer, the code of an error, of an exit. */
const STATUS = /^[1-5]\d\d$/;
const BEFORE_STATUS = /\b(?:status(?:[ _-]?code)?|error|http(?:\/\d(?:\.\d)?)?|smtp|request:)["'\s:=(#-]{0,4}$/i;
const BEFORE_CODE = new RegExp(
  `\\b(?:(?:(?:error|exit|return|response)[ _-]?(?:code|status)|errno|sqlstate)["'\\s:=(#-]{0,4}|(?:${CONSTANT})-)$`,
  "i",
);
const BEFORE_SHORT_CODE = /\bcode["'\s:=(#-]{0,4}$/i;
const BEHIND_STATUS =
  /^ (?:OK|Created|Moved|Found|Bad|Unauthorized|Payment|Forbidden|Not|Method|Request|Conflict|Gone|Length|Precondition|Payload|Unsupported|Unprocessable|Locked|Failed|Too|Internal|Service|Gateway|Mailbox)\b/;

/** Something that varies from case to case: what stands from `start` to `end`, and what is put in its place. */
export interface Thing {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

const isCode = (text: string, start: number, end: number): boolean => {
  const length = end - start;
  if (length > 6) return false;
  const before = text.slice(Math.max(0, start - 24), start);
  if (BEFORE_CODE.test(before)) return true;
  if (length > 3) return false;
  if (BEFORE_SHORT_CODE.test(before)) return true;
  const isStatus = STATUS.test(text.slice(start, end));
  return isStatus && (BEFORE_STATUS.test(before) || BEHIND_STATUS.test(text.slice(end, end + 16)));
};

/** What begins at `start` and goes on beyond `at`; a code of an error is put in its own place. */
const thingAt = (text: string, start: number, at: number): Thing | undefined => {
  ANY.lastIndex = start;
  const found = ANY.exec(text);
  if (found === null || start + found[0].length <= at) return undefined;
  const end = start + found[0].length;
  const mark = MARKS[found.indexOf(found[0], 1) - 1] ?? "";
  return { start, end, mark: mark === "<n>" && isCode(text, start, end) ? found[0] : mark };
};

const startOf = (text: string, from: number, least: number, belongs: (c: number) => boolean): number => {
  let start = from;
  while (start > least && belongs(text.charCodeAt(start - 1))) start -= 1;
  return start;
};

/**
 * What a sign at `at` belongs to: it may have begun with the name, the part of a name or the word that leads up to the sign, but not
 * before `least`.
 */
export const thingAround = (text: string, at: number, least: number): Thing | undefined => {
  const word = startOf(text, at, least, isWord);
  const part = startOf(text, word, least, isPart);
  const name = startOf(text, part, least, isName);
  const isInWord = word < at && isDigit(text.charCodeAt(at));
  return (
    thingAt(text, name, at) ??
    (part === name ? undefined : thingAt(text, part, at)) ??
    (word === part ? undefined : thingAt(text, word, at)) ??
    (at === word || isInWord ? undefined : thingAt(text, at, at))
  );
};

/** Index of the first character behind `from` that does not go on with the same word. */
export const endOfWord = (text: string, from: number): number => {
  let end = from + 1;
  while (end < text.length && isWord(text.charCodeAt(end))) end += 1;
  return end;
};
