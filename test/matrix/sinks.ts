/** Every way a secret may be written down: as it is, in a URL, a form, JSON, HTML, base64, base64url, and as a Basic header. */
export const spellings = (secret: string, user = "demo"): readonly string[] => {
  const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
  const html = secret
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ s: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    html,
    base64(secret).replace(/=+$/, ""),
    Buffer.from(secret, "utf8").toString("base64url"),
    base64(`${user}:${secret}`).replace(/=+$/, ""),
  ];
};

/** The spellings of secrets that a text holds; there should be none. */
export const leaks = (text: string, secrets: readonly string[]): readonly string[] =>
  secrets.flatMap((secret) => spellings(secret)).filter((spelling) => text.includes(spelling));
