import type * as z from "zod";
import { OperateError } from "../errors.ts";
import { member } from "../narrow.ts";

const quoted = (text: string): string => JSON.stringify(text.slice(0, 60));

/** More than so many complaints or names tell nobody anything, and a call may bring thousands. */
const MOST = 5;

const first = (texts: readonly string[], between: string): string =>
  texts.length <= MOST
    ? texts.join(between)
    : `${texts.slice(0, MOST).join(between)}${between}and ${texts.length - MOST} more`;

const pathOf = (path: readonly PropertyKey[]): string => path.map((part) => String(part).slice(0, 60)).join(".");

type Issue = z.core.$ZodIssue;

/** Names that differ by case or one letter are most likely meant. */
const nearest = (name: string, known: readonly string[]): string | undefined => {
  const lower = name.toLowerCase();
  return known.find((one) => {
    const other = one.toLowerCase();
    return other === lower || other.includes(lower) || lower.includes(other);
  });
};

const unknownArguments = (issue: Issue & { keys: readonly string[] }, allowed: readonly string[]): string => {
  const where = issue.path.length === 0 ? "" : ` in ${pathOf(issue.path)}`;
  const hints = issue.keys.map((name) => nearest(name, allowed)).filter((hint) => hint !== undefined);
  const meant =
    issue.path.length > 0 || hints.length === 0 ? "" : ` (did you mean ${first([...new Set(hints)], ", ")}?)`;
  return `unknown argument${where}: ${first(issue.keys.map(quoted), ", ")}${meant}`;
};

const sentence = (issue: Issue, args: unknown, allowed: readonly string[]): string => {
  const name = pathOf(issue.path);
  if (issue.path.length === 1 && member(args, name) === undefined) return `${name} is required`;
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownArguments(issue, allowed);
    case "invalid_value":
      return `${name}: allowed are ${issue.values.map(String).join(", ")}`;
    case "invalid_type":
      return issue.message.startsWith("Invalid input")
        ? `${name} must be of type ${issue.expected}`
        : `${name} ${issue.message}`;
    case "too_small":
      return issue.origin === "string" ? `${name} must not be empty` : `${name} must be at least ${issue.minimum}`;
    case "too_big":
      return `${name} must be at most ${issue.maximum}`;
    default:
      return `${name} ${issue.message}`;
  }
};

/** Checks the arguments of a call; `INVALID_ARGUMENT` names every wrong one and what is allowed. */
export const checkArguments = (input: z.ZodObject, args: unknown): Readonly<Record<string, unknown>> => {
  const result = input.safeParse(args);
  if (result.success) return result.data;
  const allowed = Object.keys(input.shape);
  const isUnknown = result.error.issues.some(({ code, path }) => code === "unrecognized_keys" && path.length === 0);
  const list = allowed.length === 0 ? "call it without arguments" : `allowed arguments: ${allowed.join(", ")}`;
  throw new OperateError(
    "INVALID_ARGUMENT",
    first(
      result.error.issues.map((issue) => sentence(issue, args, allowed)),
      "; ",
    ),
    {
      ...(isUnknown ? { next: list } : {}),
    },
  );
};
