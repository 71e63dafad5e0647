import { readdirSync } from "node:fs";
import { ROOT } from "./current.ts";

/** The pages for people who use the server: the README and what lies in `docs/`. */
export const PAGES: readonly string[] = [
  "README.md",
  ...readdirSync(`${ROOT}docs`)
    .filter((name) => name.endsWith(".md"))
    .toSorted()
    .map((name) => `docs/${name}`),
];

/** A fenced block of a page. */
export interface Block {
  readonly language: string;
  /** Its lines, each with its line break. */
  readonly text: string;
  /** What a comment `<!-- ... -->` on the line before it says; empty where there is none. */
  readonly mark: string;
}

const FENCED = /^(?:<!-- ([^\n]*) -->\n)?```(\w+)\n(.*?)^```$/gms;

/** The fenced blocks of a page, in order. */
export const blocksOf = (page: string): Block[] =>
  [...page.matchAll(FENCED)].map(([, mark = "", language = "", text = ""]) => ({ language, text, mark }));
