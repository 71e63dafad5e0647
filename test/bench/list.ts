import { bytes } from "../../src/mcp/channels.ts";
import { listingOf } from "../../src/mcp/listing.ts";
import type { Print } from "./bench.ts";
import { openTokenizer } from "./tokenizer.ts";

const DEFAULT = { toolsets: ["data", "troubleshoot"], excludeTools: [] };
/** What a model sees of the default tool list: without output schemas, which hosts keep to themselves. */
export const benchList = async (print: Print): Promise<void> => {
  const tokensOf = await openTokenizer();
  const shown = listingOf(DEFAULT)(false).map((tool) => ({ name: tool.name, text: JSON.stringify(tool) }));
  const sizes = shown.map(({ name, text }) => ({ name, size: bytes(text), tokens: tokensOf(text) }));
  const sum = (of: "size" | "tokens"): number => sizes.reduce((before, one) => before + one[of], 0);
  const all = { name: "all", size: sum("size"), tokens: sum("tokens") };
  const mean = { name: "mean", size: all.size / sizes.length, tokens: all.tokens / sizes.length };
  print("\ntool\tbytes\ttokens (o200k)");
  for (const { name, size, tokens } of [...sizes, all, mean]) {
    print([name, size.toFixed(0), tokens.toFixed(0)].join("\t"));
  }
  print("reach: 20,000 bytes in all, 200 tokens per tool");
};
