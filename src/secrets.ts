/** What takes the place of a secret. */
export const MASK = "***";

/** The secrets that are alive in this process, and their removal from text. */
export interface Secrets {
  /** Remembers a secret: a setting, a token, a cookie, a CSRF value. Shorter than 6 characters is not remembered. */
  add(secret: string): void;
  /** For our own text (log lines, error sentences): every known secret, in every encoding it may appear in. */
  redact(text: string): string;
  /** For data of the cluster: only secrets of 12 characters or more, so that a short password does not eat innocent words. */
  redactData(text: string): string;
}

const SHORTEST_IN_TEXT = 6;
const SHORTEST_IN_DATA = 12;

/** Characters that mean something in a pattern. */
const SPECIAL = /[\\^$.*+?()[\]{}|/-]/g;

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
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
    base64,
    base64.replace(/=+$/, ""),
    Buffer.from(secret, "utf8").toString("base64url"),
  ];
};

/** An empty registry. */
export const secretRegistry = (): Secrets => {
  const written: { text: string; length: number }[] = [];
  const known = new Set<string>();
  /** Any of what is written down of them; most texts have none, and then one look is enough. */
  let any: RegExp | undefined;
  const without = (text: string, shortest: number): string =>
    any?.test(text) === true
      ? written.reduce((rest, { text: form, length }) => (length < shortest ? rest : rest.replaceAll(form, MASK)), text)
      : text;
  return {
    add(secret) {
      if (secret.length < SHORTEST_IN_TEXT || known.has(secret)) return;
      known.add(secret);
      for (const text of new Set(encodings(secret))) written.push({ text, length: secret.length });
      written.sort((a, b) => b.text.length - a.text.length);
      any = new RegExp(written.map((one) => one.text.replace(SPECIAL, "\\$&")).join("|"));
    },
    redact: (text) => without(text, SHORTEST_IN_TEXT),
    redactData: (text) => without(text, SHORTEST_IN_DATA),
  };
};
