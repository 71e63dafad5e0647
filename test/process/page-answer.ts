import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { current, ROOT } from "../docs/current.ts";
import type { Block } from "../docs/pages.ts";

/** What is left out of an answer: `...` alone on a line for any number of lines, at the end of one for its rest. */
const LEFT_OUT = /\.\.\.$/m;

const escaped = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** What an answer has to match that is shown with parts left out. */
const pattern = (shown: string): RegExp => {
  const parts = shown.split(/^\.\.\.\n/m).map((part) => escaped(part).replaceAll(/ ?\\\.\\\.\\\.$/gm, ".*"));
  return new RegExp(`^${parts.join("(?:.*\n)*?")}$`);
};

/** Compares the answer that a page shows with the real one, or writes it there when the update is asked for (`UPDATE=1`). */
export const expectAnswer = (page: string, { text, mark }: Block, answer: string): void => {
  if (LEFT_OUT.test(text)) {
    expect(answer).toMatch(pattern(text));
    return;
  }
  const shown = (content: string) => `<!-- ${mark} -->\n\`\`\`text\n${content}\`\`\`\n`;
  if (process.env["UPDATE"]) {
    writeFileSync(
      join(ROOT, page),
      current(page).replace(shown(text), () => shown(answer)),
    );
  } else expect(answer).toBe(text);
};
