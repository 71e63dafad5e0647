import { absent, type Field } from "../entity.ts";

/** A word of ours as the Operate API says it, e.g. `TERMINATED` as `CANCELED`. */
export const toWireWord = (field: Field, word: string): string => {
  const wire = field.words.find((entry) => entry.word === word)?.v1;
  return wire === undefined || wire === absent ? word : wire;
};

/** A word of the Operate API as this project says it; an unknown one passes. */
export const fromWireWord = (field: Field, wire: string): string =>
  field.words.find((entry) => (entry.v1 ?? entry.word) === wire)?.word ?? wire;
