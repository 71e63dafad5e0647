import type { Named } from "../phrase.ts";

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

/** Whether a value is secret under a secret name: whatever it is, if it is neither a yes or no nor a reference. */
export const isRevealing = ({ value, isExpression }: Omit<Named, "name">): boolean =>
  !/^(?:true|false|null)?$/.test(value) && !(isExpression ? isReference(value) : isPlaceholder(value));
