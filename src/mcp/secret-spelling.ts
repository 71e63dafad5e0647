/** Letters of other scripts that look like Latin ones, in small letters, each before the one that it looks like. */
const ALIKE =
  "аaсcԁdеeһhнhіiјjкkӏlпnոnоoօoрpգqгrѕsтtսuѵvνvԝwшwхxуyαaεeιiκkοoρpτtυuωwıiɩiĸkɑaɡgɴnɪiʀrᴀaᴄcᴅdᴇeᴋkᴏoᴘpꜱsᴛtᴜuᴠvᴡwʏy";

const LATIN: ReadonlyMap<string, string> = new Map(
  (ALIKE.match(/../gu) ?? []).map(([other = "", latin = ""]) => [other, latin] as const),
);

const LOOKALIKE = new RegExp(`[${[...LATIN.keys()].join("")}]`, "giu");

/** Not to be seen in a name, whatever is put there: zero-width characters, soft hyphens, control characters, also as JSON escapes them. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}|(?![\t\n\r])\p{Cc}|\\{1,40}u00(?:[01][\da-f]|7f)/giu;

/** White space as JSON escapes it. */
const SPACE = /\\{1,40}[bfnrt]/g;

/** Nothing in it could be read in another way. */
const PLAIN = /^[\t\n\r -[\]-~]*$/;

/** A name as a person reads it: with plain letters for those that look like them, and without what is not to be seen. */
export const legible = (name: string): string => {
  if (PLAIN.test(name)) return name;
  return name
    .replace(UNSEEN, "")
    .replace(SPACE, " ")
    .normalize("NFKC")
    .replace(UNSEEN, "")
    .replace(LOOKALIKE, (letter) => LATIN.get(letter.toLowerCase()) ?? letter)
    .trim();
};
