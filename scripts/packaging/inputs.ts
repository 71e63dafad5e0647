import { flag, path } from "../../src/config/kinds.ts";
import type { Setting } from "../../src/config/setting.ts";

/** The four kinds of input that both the bundle's dialog and the registry know, in the words of the dialog. */
export type InputType = "string" | "number" | "boolean" | "file";

/** The kind of input that a person sets a setting with. */
export const inputType = ({ kind, default: fallback }: Setting): InputType => {
  if (kind === flag) return "boolean";
  if (kind === path) return "file";
  return typeof fallback === "number" ? "number" : "string";
};

/** What a setting is about, without Markdown. */
export const aboutOf = ({ about }: Setting): string => about.replaceAll("`", "");

/** In words, without Markdown: what applies where nothing is set. */
export const fallbackOf = ({ otherwise }: Setting): string | undefined => otherwise?.replaceAll("`", "");
