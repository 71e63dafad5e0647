import { OperateError } from "../../errors.ts";

/** As deep as answers of the cluster are read. */
const DEEPEST = 64;

const partsOf = (value: unknown): readonly unknown[] =>
  typeof value === "object" && value !== null ? Object.values(value) : [];

const isExact = (value: unknown): boolean => !Number.isInteger(value) || Number.isSafeInteger(value);

/** Refuses numbers that have lost digits on their way here: they would be written wrong. And what is too deep to be read back. */
export const checkExact = (variables: Readonly<Record<string, unknown>>): void => {
  let level: readonly unknown[] = partsOf(variables);
  let lost = false;
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > DEEPEST) {
      throw new OperateError("INVALID_ARGUMENT", `variables: a value has more than ${DEEPEST} levels`, {
        next: "give values with fewer levels",
      });
    }
    lost ||= !level.every(isExact);
    level = level.flatMap(partsOf);
  }
  if (!lost) return;
  throw new OperateError("INVALID_ARGUMENT", "variables: an integer beyond 2^53 has lost digits on its way here", {
    next: "give it as a text where the process takes one, or set it by another way",
  });
};
