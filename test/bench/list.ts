import { bytes } from "../../src/mcp/channels.ts";
import { listingOf } from "../../src/mcp/listing.ts";
import type { Print } from "./bench.ts";

const DEFAULT = { toolsets: ["data", "troubleshoot"], excludeTools: [] };
/** There is no tokenizer here; for JSON and English the rule of thumb is good to about a tenth. */
export const BYTES_PER_TOKEN = 4;

/** What a model sees of the default tool list: without output schemas, which hosts keep to themselves. */
export const benchList = async (print: Print): Promise<void> => {
  const sizes = listingOf(DEFAULT)(false).map((tool) => [tool.name, bytes(JSON.stringify(tool))] as const);
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  print("\ntool\tbytes\ttokens (bytes / 4)");
  for (const [name, size] of [...sizes, ["all", total] as const, ["mean", total / sizes.length] as const]) {
    print([name, size.toFixed(0), (size / BYTES_PER_TOKEN).toFixed(0)].join("\t"));
  }
  print("reach: 20,000 bytes in all, 200 tokens per tool");
};
