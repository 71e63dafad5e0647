import { preview } from "../preview.ts";

/** A run of letters of base64 from this length on is taken for a file or a picture, of which nobody reads more than a beginning. */
const SHORTEST = 512;
const SHOWN = 40;

const RUN = new RegExp(`[\\w+/-]{${SHORTEST},}={0,2}`, "g");

/** Text is made of words, and a repeated letter is not encoded: what is has small and large letters and digits. */
const isEncoded = (run: string): boolean => /[a-z]/.test(run) && /[A-Z]/.test(run) && /\d/.test(run);

/** A text with every long base64 value in it cut to its beginning, with its length. */
export const withoutBinary = (text: string): string =>
  text.length < SHORTEST
    ? text
    : text.replace(RUN, (run) => (isEncoded(run) ? preview(run, SHOWN, `base64, ${run.length}`) : run));
