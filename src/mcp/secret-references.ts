import type { Named } from "../phrase.ts";
import type { SecretNames } from "./secret-names.ts";

/** What the connectors put a secret of theirs in for, alone or behind the word that a header begins with. */
const PLACEHOLDER = /^\s*=?\s*(?:\\*")?(?:(?:basic|bearer)\s+)?\{\{\s*secrets\.[\w-]+\s*\}\}(?:\\*")?\s*$/i;

/** A text, or a number that is no count: of those a value may consist. */
const LITERAL = /["']|(?<![\w.])\d{4,}/;

/** Whether a text only names a secret that is kept elsewhere. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);

/** Whether something stands in an expression itself, and not only where it comes from. */
export const hasLiteral = (expression: string): boolean => LITERAL.test(expression);

/** Whether an expression only says where its value comes from. */
export const isReference = (text: string): boolean =>
  (text.startsWith("=") && !hasLiteral(text)) || isPlaceholder(text);

/** Whether what is named here is secret: whatever it is, if it is neither a yes or no nor a reference. */
export const isSecret = ({ name, value, isExpression }: Named, names: SecretNames): boolean => {
  if (/^(?:true|false|null)?$/.test(value) || !names.says(name)) return false;
  return !(isExpression ? isReference(value) : isPlaceholder(value));
};
