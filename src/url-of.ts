/**
 * The URL of a text, below a base where there is one; undefined where it is none. Not by `URL.canParse`: called often, that of Node 20
 * takes addresses with letters such as ü for wrong ones.
 */
export const urlOf = (text: string, base?: string): URL | undefined => {
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
};
