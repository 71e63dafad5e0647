import { OperateError } from "../errors.ts";
import { plain, type Wording } from "../phrase.ts";
import type { RowsPart, TextPart } from "./answer.ts";

type Parts = readonly (readonly [name: string, part: RowsPart | TextPart<Wording>])[];

const lengthOf = ({ text }: TextPart<Wording>): number => plain(text).length;

const reaches = (part: TextPart<Wording>): boolean => part.offset < Math.max(1, lengthOf(part));

/**
 * The parts without the texts that end before the offset they are read from: one offset is for all texts, and they differ in length.
 * `INVALID_ARGUMENT` when no text goes on there.
 */
export const withoutFinished = (parts: Parts): { parts: Parts; notices: readonly string[] } => {
  const texts = parts.flatMap(([name, part]) => (part.kind === "text" ? [{ name, part }] : []));
  const finished = texts.filter(({ part }) => !reaches(part));
  if (finished.length > 0 && finished.length === texts.length) {
    const longest = Math.max(...texts.map(({ part }) => lengthOf(part)));
    throw new OperateError("INVALID_ARGUMENT", `offset is beyond the end: the text has ${longest} characters`, {
      next: "use an offset that an answer named",
    });
  }
  return {
    parts: parts.filter(([name]) => finished.every((one) => one.name !== name)),
    notices: finished.map(({ name, part }) => `${name}: ends at ${lengthOf(part)}, before offset ${part.offset}.`),
  };
};
