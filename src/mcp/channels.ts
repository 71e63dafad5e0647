/** A result for both kinds of hosts: those that show the model the text, and those that show it the structure. */
export interface Channels {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
}

/** Size in UTF-8. */
export const bytes = (text: string): number => Buffer.byteLength(text, "utf8");

/** Whether each channel stays within the budget on its own. */
export const fits = ({ text, structured }: Channels, budget: number): boolean =>
  bytes(text) <= budget && bytes(JSON.stringify(structured)) <= budget;
