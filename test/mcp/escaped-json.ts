/** A JSON text with some characters of its strings written as `\uXXXX`, as other serialisers do. */
export const escapedJson = (value: unknown, isEscaped: (character: string) => boolean): string =>
  JSON.stringify(value).replace(/\\(["\\])|[\p{L}<>&]/gu, (whole, special: string | undefined) => {
    const character = special ?? whole;
    if (character.length > 1 || !isEscaped(character)) return whole;
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
