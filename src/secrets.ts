import { openNeedles, SHORTEST } from "./needles.ts";

/** What takes the place of a secret. */
export const MASK = "***";

/** The secrets that are alive in this process, and their removal from text. */
export interface Secrets {
  /**
   * Remembers a secret: a setting, a token, a cookie, a CSRF value. Shorter than 6 characters is not remembered. For one that is
   * renewed again and again, `renewed` names what it is: of each such kind the newest 1,000 are remembered.
   */
  add(secret: string, renewed?: string): void;
  /** For our own text (log lines, error sentences): every known secret, in every encoding it may appear in. */
  redact(text: string): string;
  /** For data of the cluster: only secrets of 12 characters or more, so that a short password does not eat innocent words. */
  redactData(text: string): string;
}

const SHORTEST_IN_DATA = 12;
/** Some servers bring a new CSRF token with each answer. So many at 25 answers a second are those of the longest call. */
const MOST_RENEWED = 1000;
const LASTING = "";

/** How quotes are escaped in HTML: not, the double ones alone, both as Spring, Python, Go, PHP, XML or JSP do it. */
const QUOTES = [
  ['"', "'"],
  ["&quot;", "'"],
  ["&quot;", "&#39;"],
  ["&quot;", "&#x27;"],
  ["&#34;", "&#39;"],
  ["&quot;", "&#039;"],
  ["&quot;", "&apos;"],
  ["&#034;", "&#039;"],
] as const;

const inHtml = (secret: string): string[] => {
  const text = secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  return QUOTES.map(([double, single]) => text.replaceAll('"', double).replaceAll("'", single));
};

const lowerHex = (percent: string): string => percent.replace(/%[\dA-F]{2}/g, (code) => code.toLowerCase());

/** In an address or a form: with or without slashes, blanks and the few other signs that some leave alone, hex digits in either case. */
const inUrl = (secret: string): string[] => {
  const percent = encodeURIComponent(secret);
  const form = new URLSearchParams({ s: secret }).toString().slice(2);
  const strict = form.replaceAll("+", "%20").replaceAll("*", "%2A");
  const whole = [percent, form, strict, percent.replaceAll("%20", "+")];
  const all = [...whole, ...whole.map((one) => one.replaceAll("%2F", "/")), percent.replaceAll("%", "%25")];
  return [...all, ...all.map(lowerHex)];
};

const unicode = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;

/** In JSON: as it must be, with slashes escaped, in ASCII alone, and with the signs that Go and Gson keep out of HTML. */
const inJson = (secret: string): string[] => {
  const json = JSON.stringify(secret).slice(1, -1);
  const ascii = json.replace(/[^ -~]/g, unicode);
  const all = [json, ascii, json.replace(/[<>&]/g, unicode), ascii.replace(/[<>&='\u2028\u2029]/g, unicode)];
  return [...all, ...all.map((one) => one.replaceAll("/", "\\/"))];
};

/** In base64, alone or as a part of something longer: then its ends depend on what stands beside it, and its middle on where it begins. */
const inBase64 = (secret: string): string[] => {
  const bytes = Buffer.from(secret, "utf8");
  const whole = bytes.toString("base64");
  const parts = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64url");
    return text.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const standard = parts.map((one) => one.replaceAll("-", "+").replaceAll("_", "/"));
  return [whole, whole.replace(/=+$/, ""), bytes.toString("base64url"), ...parts, ...standard];
};

const inHex = (secret: string): string[] => {
  const hex = Buffer.from(secret, "utf8").toString("hex");
  return [hex, hex.toUpperCase()];
};

/** The ways one secret can be written down. */
const encodings = (secret: string): string[] =>
  // In small letters, as the name of a host in an address.
  [secret, secret.toLowerCase(), inUrl(secret), inJson(secret), inHtml(secret), inBase64(secret), inHex(secret)].flat();

/** One spelling of a secret, and the length of the secret itself. */
interface Spelling {
  readonly text: string;
  readonly length: number;
}

/** An empty registry. */
export const secretRegistry = (): Secrets => {
  const needles = openNeedles<Spelling>();
  /** By what is renewed; in the order in which they came. */
  const kinds = new Map<string, Map<string, readonly Spelling[]>>();

  const forget = (known: Map<string, readonly Spelling[]>, secret: string): void => {
    for (const spelling of known.get(secret) ?? []) needles.delete(spelling);
    known.delete(secret);
  };

  return {
    add(secret, renewed = LASTING) {
      if (secret.length < SHORTEST) return;
      const known = kinds.get(renewed) ?? new Map<string, readonly Spelling[]>();
      kinds.set(renewed, known);
      // Again the newest of them.
      forget(known, secret);
      const spellings = [...new Set(encodings(secret))].map((text) => ({ text, length: secret.length }));
      for (const spelling of spellings) needles.add(spelling);
      known.set(secret, spellings);
      const [oldest] = known.keys();
      if (renewed !== LASTING && known.size > MOST_RENEWED && oldest !== undefined) forget(known, oldest);
    },
    redact: (text) => needles.replace(text, MASK, () => true),
    redactData: (text) => needles.replace(text, MASK, ({ length }) => length >= SHORTEST_IN_DATA),
  };
};
