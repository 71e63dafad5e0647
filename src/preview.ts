/** A cut never falls inside a surrogate pair. */
export const cutAt = (text: string, end: number): string => {
  const last = text.charCodeAt(end - 1);
  const isHighHalf = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, isHighHalf ? end - 1 : end);
};

/** The beginning of a long text, with the length of the whole behind it. */
export const preview = (text: string, shown: number, length: number | string): string =>
  `${cutAt(text, shown)}… [${length} characters]`;
