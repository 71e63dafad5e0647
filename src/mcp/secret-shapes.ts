import { MASK } from "../secrets.ts";
import type { Masked } from "./secret-spans.ts";

/** A pre-check that is cheap beside the patterns. */
const MAYBE = /eyJ|bearer|PRIVATE KEY/i;

const DOTTED = /[\w.-]{20,}/g;
const SHORTEST_HEADER = 11;
const SHORTEST_PAYLOAD = 8;

/** Words that follow `bearer` in prose and in challenges of a server. */
const PROSE =
  "tokens?|auth|authentication|authorization|realm|scheme|error|header|is|was|of|the|in|not|and|or|for|with";
const BEARER = new RegExp(`(bearer(?:\\s|%20|\\+){1,20})(?!(?:${PROSE})\\b)[\\w~+/.-]{3,}=*`, "gi");

/** Runs to the end where the end of the key is cut off. */
const PRIVATE_KEY =
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g;

/** How many of the pieces between dots, from this one on, are a JWT or a JWE. */
const piecesOfToken = (pieces: readonly string[], at: number): number => {
  const long = (index: number): boolean => (pieces[index]?.length ?? 0) >= SHORTEST_PAYLOAD;
  if (!long(at + 1)) return 0;
  return long(at + 3) && long(at + 4) ? 5 : 3;
};

/** Cut at the dots, because a pattern that may begin anywhere in a long run reads it again from each place. */
const withoutTokens = (run: string): Masked => {
  const pieces = run.split(".");
  const kept: string[] = [];
  let count = 0;
  for (let at = 0; at < pieces.length; at += 1) {
    const piece = pieces[at] ?? "";
    const begin = piece.indexOf("eyJ");
    const taken = begin >= 0 && piece.length - begin >= SHORTEST_HEADER ? piecesOfToken(pieces, at) : 0;
    kept.push(taken === 0 ? piece : piece.slice(0, begin) + MASK);
    count += taken === 0 ? 0 : 1;
    at += Math.max(0, taken - 1);
  }
  return { text: kept.join("."), count };
};

/** Masks what is secret by its shape: a JWT, a bearer token, a private key; also behind an escaped line break. */
export const maskShapes = (text: string): Masked => {
  if (!MAYBE.test(text)) return { text, count: 0 };
  let count = 0;
  const masked = text
    .replace(PRIVATE_KEY, () => {
      count += 1;
      return MASK;
    })
    .replace(DOTTED, (run) => {
      if (!run.includes("eyJ")) return run;
      const done = withoutTokens(run);
      count += done.count;
      return done.text;
    })
    .replace(BEARER, (_, before: string) => {
      count += 1;
      return before + MASK;
    });
  return { text: masked, count };
};
