import { tools } from "../tools/index.ts";
import type { ListedTool } from "./listed-tool.ts";
import { listed } from "./schemas.ts";

/** A tool as the list shows it, and the toolset it belongs to. */
export interface Entry {
  readonly name: string;
  readonly toolset: string;
  readonly listed: ListedTool;
}

/**
 * Every tool as the list shows it, in its order. The build computes it once and puts the outcome in the place of this module, so
 * that a server can list its tools before it has loaded them.
 */
export const catalogue: readonly Entry[] = tools.map((tool) => ({
  name: tool.name,
  toolset: tool.toolset,
  listed: listed(tool),
}));
