/** Whether results are structures as well as text: always, never, or as suits the client. */
export type Structured = "auto" | "on" | "off";

/**
 * How the names of clients begin that show the model only the structure as soon as there is one (as of November 2026). The text
 * has the same facts in fewer tokens, so these get it alone.
 */
const HIDING_TEXT = ["claude-code", "codex", "opencode"];

/** Whether a client of this name gets structures beside the text. */
export const getsStructure = (structured: Structured, client: string | undefined): boolean => {
  if (structured !== "auto") return structured === "on";
  const name = client?.toLowerCase().replaceAll(/[\s_]+/g, "-") ?? "";
  return !HIDING_TEXT.some((beginning) => name.startsWith(beginning));
};
