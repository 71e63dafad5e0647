/** `<NAME>`, and `${NAME}`, `${env:NAME}`, `${input:name}` as hosts replace them. The tenant `<default>` is none. */
const PLACEHOLDER = /^(?:<[A-Z][A-Z0-9_]*>|\$\{[^{}]+\})$/;

/** Whether a text stands for a value that nobody has put in. */
export const isPlaceholder = (text: string): boolean => PLACEHOLDER.test(text);
