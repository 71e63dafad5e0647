/**
 * The text with everything between `<!-- NAME:begin -->` and `<!-- NAME:end -->` replaced by `content`, the markers kept on lines of
 * their own. Unchanged where the markers are not there.
 */
export const replaceBetween = (text: string, name: string, content: string): string => {
  const begin = `<!-- ${name}:begin -->`;
  const end = `<!-- ${name}:end -->`;
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) return text;
  return `${text.slice(0, from)}${begin}\n\n${content.trim()}\n\n${text.slice(to)}`;
};
