/** Longest text of a model that is shown whole, in characters. */
const LONGEST = 200;

/** A text of the model on one line; a long one is cut and its length said. */
export const shown = (text: string): string => {
  const line = text.trim().replace(/[^\S\n\r\u2028\u2029]*(?:\r\n|[\n\r\u0085\u2028\u2029])\s*/g, "\\n");
  if (line.length <= LONGEST) return line;
  return `${line.slice(0, LONGEST).replace(/[\uD800-\uDBFF]$/, "")}... (${text.length} characters)`;
};

/** The same between quotes, so that a name cannot pass for what stands beside it. */
export const quoted = (text: string): string => `"${shown(text).replaceAll('"', '\\"')}"`;
