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

/** How quotes are escaped in HTML: not, the double ones alone, both as Spring, Python or Go do it. */
const QUOTES = [
  ['"', "'"],
  ["&quot;", "'"],
  ["&quot;", "&#39;"],
  ["&quot;", "&#x27;"],
  ["&#34;", "&#39;"],
] as const;

const inHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The ways one secret can be written down: raw, in a URL, in a form, in JSON, in HTML, in base64. */
const encodings = (secret: string): string[] => {
  const percent = encodeURIComponent(secret);
  const base64 = Buffer.from(secret, "utf8").toString("base64");
  return [
    secret,
    percent,
    percent.toLowerCase(),
    percent.replaceAll("%20", "+"),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    ...QUOTES.map(([double, single]) => inHtml(secret).replaceAll('"', double).replaceAll("'", single)),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(secret, "utf8").toString("base64url"),
  ];
};

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
