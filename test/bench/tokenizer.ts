import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installed } from "./installed.ts";

/** Counts the tokens of a text, as the encoding o200k does; other models differ by a few per cent. */
export const openTokenizer = async (): Promise<(text: string) => number> => {
  const { folder } = installed("gpt-tokenizer", "4.0.0");
  const { countTokens }: { countTokens: (text: string) => number } = await import(
    pathToFileURL(join(folder, "esm", "encoding", "o200k_base.js")).href
  );
  return countTokens;
};
