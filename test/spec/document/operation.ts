import { isObject } from "../../../src/narrow.ts";
import { follow } from "./follow.ts";
import type { Node, Place } from "./mend.ts";
import type { Check } from "./schemas.ts";

/** A request as far as a document speaks of it. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** As it was sent, without the question mark. */
  readonly query?: string;
  readonly contentType?: string | undefined;
  /** A JSON value with plain numbers; undefined without a body. */
  readonly body?: unknown;
}

/** An answer as far as a document speaks of it. */
export interface Answered {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** One method of one path of a document. */
export interface Operation {
  /** Its path, with `{key}` for a parameter. */
  readonly path: string;
  readonly method: string;
  /** The statuses its answers may have. */
  readonly statuses: readonly number[];
  /** What is wrong with a request. */
  request(asked: Asked): readonly string[];
  /** What is wrong with an answer. */
  answer(answered: Answered): readonly string[];
}

/** An operation of a document: where it is, what goes before its path, and how the schema at a place is compiled. */
export interface Source {
  readonly root: Node;
  readonly base: string;
  readonly at: Place;
  readonly check: (at: Place) => Check;
}

const mediaType = (contentType: string): string => contentType.split(";", 1).join("").trim().toLowerCase();

const listed = (node: unknown): readonly string[] => (isObject(node) ? Object.keys(node) : []);

const parsed = (text: string, type: string): unknown => {
  if (!type.endsWith("json")) return text;
  const value: unknown = JSON.parse(text);
  return value;
};

/** What a text of an address can stand for: itself, a number, a truth value. */
const readings = (text: string): readonly unknown[] => [
  ...(/^-?\d+$/.test(text) ? [Number(text)] : []),
  ...(text === "true" || text === "false" ? [text === "true"] : []),
  text,
];

const parametersOf = ({ root, at }: Source) => {
  const declared = follow(root, [...at, "parameters"]).node;
  return (Array.isArray(declared) ? declared : []).map((_, index) => {
    const parameter = follow(root, [...at, "parameters", String(index)]);
    const { name, in: where, required } = isObject(parameter.node) ? parameter.node : {};
    return { name: String(name), where, isRequired: required === true, schema: [...parameter.at, "schema"] };
  });
};

const parameterProblems = (source: Source, path: string, { path: asked, query = "" }: Asked): readonly string[] => {
  const declared = parametersOf(source);
  const segments = asked.split("/").map(decodeURIComponent);
  const given = new URLSearchParams(query);
  const unknown = [...given.keys()].filter(
    (name) => !declared.some((parameter) => parameter.where === "query" && parameter.name === name),
  );
  const wrong = declared.flatMap(({ name, where, isRequired, schema }) => {
    const text = where === "query" ? given.get(name) : segments[path.split("/").indexOf(`{${name}}`)];
    if (text === undefined || text === null) return isRequired ? [`parameter ${name} is missing`] : [];
    const problems = readings(text).map((value) => source.check(schema)(value));
    const fits = problems.some(({ length }) => length === 0);
    return fits ? [] : (problems[0] ?? []).map((problem) => `parameter ${name}: ${problem}`);
  });
  return [...unknown.map((name) => `parameter ${name} is not known`), ...wrong];
};

/** Reads an operation of a document. */
export const operation = (source: Source): Operation => {
  const { root, base, at, check } = source;
  const [, own = "", method = ""] = at;
  const path = base + own;
  return {
    path,
    method: method.toUpperCase(),
    statuses: listed(follow(root, [...at, "responses"]).node).map(Number),

    request: (asked) => {
      const { contentType = "", body } = asked;
      const problems = parameterProblems(source, path, asked);
      const content = follow(root, [...at, "requestBody", "content"]);
      if (content.node === undefined) return body === undefined ? problems : [...problems, "no body belongs here"];
      const isRequired = follow(root, [...at, "requestBody", "required"]).node === true;
      if (body === undefined && contentType === "" && !isRequired) return problems;
      const type = mediaType(contentType);
      if (!listed(content.node).includes(type)) return [...problems, `${type || "no content type"} is not listed`];
      return [...problems, ...check([...content.at, type, "schema"])(body)];
    },

    answer: ({ status, contentType, text }) => {
      const content = follow(root, [...at, "responses", String(status), "content"]);
      const isListed = follow(root, [...at, "responses", String(status)]).node !== undefined;
      if (content.node === undefined && isListed) return text === "" ? [] : [`no text belongs to ${status}`];
      if (content.node === undefined) return [`status ${status} is not listed`];
      const type = mediaType(contentType);
      const range = [type, "*/*"].find((one) => listed(content.node).includes(one));
      if (range === undefined) return [`${type || "no content type"} is not listed for ${status}`];
      return check([...content.at, range, "schema"])(parsed(text, type));
    },
  };
};
