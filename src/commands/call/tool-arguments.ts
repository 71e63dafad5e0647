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

/**
 * Reads the arguments of a tool: `name=value`, a JSON object, and `-` for one over stdin, in any order; each name once.
 * `stdin` is the text that came in, where it was read.
 */
export const readToolArguments = (tool: Tool, words: readonly string[], stdin: string | undefined): ToolArguments => {
  const types = new Map(inputsOf(tool).map(({ name, type }) => [name, type]));
  const entriesIn = (word: string): readonly Entry[] | string => {
    if (word === STDIN) return entriesOf(stdin ?? "", "what comes over stdin");
    if (word.trimStart().startsWith("{")) return entriesOf(word, JSON.stringify(word.slice(0, 60)));
    const [, name, value = ""] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name === undefined) return `${JSON.stringify(word.slice(0, 60))} is neither name=value nor a JSON object`;
    return [[name, types.has(name) ? readValue(value, types.get(name)) : value]];
  };
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
