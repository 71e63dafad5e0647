import { OperateError } from "../../errors.ts";

const isExact = (value: unknown): boolean => {
  if (Array.isArray(value)) return value.every(isExact);
  if (typeof value === "object" && value !== null) return Object.values(value).every(isExact);
  return !Number.isInteger(value) || Number.isSafeInteger(value);
};

/** Refuses numbers that have lost digits on their way here: they would be written wrong. */
export const checkExact = (variables: Readonly<Record<string, unknown>>): void => {
  if (isExact(variables)) return;
  throw new OperateError("INVALID_ARGUMENT", "variables: an integer beyond 2^53 has lost digits on its way here", {
    next: "give it as a text where the process takes one, or set it by another way",
  });
};
