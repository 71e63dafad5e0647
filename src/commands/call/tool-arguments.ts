import { parseJson } from "../../http/json.ts";
import { isObject } from "../../narrow.ts";
import type { Tool } from "../../tools/tool.ts";
import { inputsOf } from "./inputs.ts";

/** Arguments of a tool as they were written, or what cannot be understood about them. */
export type ToolArguments = { readonly args: Readonly<Record<string, unknown>> } | { readonly complaint: string };

/** Stands for the JSON object that comes over stdin. */
export const STDIN = "-";

const attempt = (read: (text: string) => unknown, text: string): unknown => {
  try {
    return read(text);
  } catch {
    return undefined;
  }
};

const jsonOr = (text: string, read: (text: string) => unknown): unknown => {
  const value = attempt(read, text);
  return value === undefined ? text : value;
};

/** A text stays as it is written, so that a key keeps its digits; everything else may be JSON. */
const readValue = (text: string, type: string | undefined): unknown => {
  switch (type) {
    case "string":
      return text;
    case "array": {
      const value = attempt(parseJson, text);
      if (Array.isArray(value)) return value;
      return isObject(value) ? [value] : text;
    }
    case undefined:
      // Not the parser that keeps long numbers as texts: a text is another value here.
      return jsonOr(text, JSON.parse);
    default:
      return jsonOr(text, parseJson);
  }
};

type Entry = readonly [name: string, value: unknown];

const entriesOf = (json: string, where: string): readonly Entry[] | string => {
  const value = attempt(parseJson, json);
  return isObject(value) ? Object.entries(value) : `${where} is no JSON object`;
};

const isObjectText = (word: string): boolean => word.trimStart().startsWith("{");

/** What may be among the words once. */
const ONCE: readonly (readonly [what: string, isOne: (word: string) => boolean])[] = [
  [STDIN, (word) => word === STDIN],
  ["the JSON object", isObjectText],
];

/**
 * Reads the arguments of a tool: `name=value`, a JSON object, and `-` for one over stdin, in any order; each of them and each
 * name once.
 * `stdin` is the text that came in, where it was read.
 */
export const readToolArguments = (tool: Tool, words: readonly string[], stdin: string | undefined): ToolArguments => {
  const inputs = new Map(inputsOf(tool).map((input) => [input.name, input]));
  const entriesIn = (word: string): readonly Entry[] | string => {
    if (word === STDIN) return entriesOf(stdin ?? "", "what comes over stdin");
    if (isObjectText(word)) return entriesOf(word, JSON.stringify(word.slice(0, 60)));
    const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name === undefined) return `${JSON.stringify(word.slice(0, 60))} is neither name=value nor a JSON object`;
    const input = inputs.get(name);
    const read = input === undefined ? value : readValue(value, input.type);
    if (input?.form !== undefined && typeof read === "string") return `${name} is written as JSON: ${input.form}`;
    return [[name, read]];
  };
  for (const [what, isOne] of ONCE) {
    if (words.filter(isOne).length > 1) return { complaint: `${what} is given twice` };
  }
  const args = new Map<string, unknown>();
  for (const word of words) {
    const entries = entriesIn(word);
    if (typeof entries === "string") return { complaint: entries };
    for (const [name, value] of entries) {
      if (args.has(name)) return { complaint: `${name} is given twice` };
      args.set(name, value);
    }
  }
  return { args: Object.fromEntries(args) };
};
