import { isObject, member } from "../../../src/narrow.ts";
import type { Node, Place } from "./mend.ts";
import type { Check } from "./schemas.ts";

/** A request as far as a document speaks of it. */
export interface Asked {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
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

const mediaType = (contentType: string): string => contentType.split(";", 1).join("").trim().toLowerCase();

const listed = (node: unknown): readonly string[] => (isObject(node) ? Object.keys(node) : []);

const segmentValue = (segment: string): unknown => (/^-?\d+$/.test(segment) ? Number(segment) : segment);

const parsed = (text: string, type: string): unknown => {
  if (!type.endsWith("json")) return text;
  const value: unknown = JSON.parse(text);
  return value;
};

const parameterProblems = (node: Node, at: Place, path: string, asked: string, check: (at: Place) => Check) => {
  const declared = Array.isArray(node["parameters"]) ? node["parameters"] : [];
  const segments = asked.split("/").map(decodeURIComponent);
  return declared.flatMap((parameter, index) => {
    const position = path.split("/").indexOf(`{${String(member(parameter, "name"))}}`);
    const problems = check([...at, "parameters", String(index), "schema"])(segmentValue(segments[position] ?? ""));
    return problems.map((problem) => `parameter ${String(member(parameter, "name"))}: ${problem}`);
  });
};

/** Reads an operation of a document. `check` compiles the schema at a place. */
export const operation = (path: string, method: string, node: Node, check: (at: Place) => Check): Operation => {
  const at = ["paths", path, method.toLowerCase()];
  return {
    path,
    method,
    statuses: listed(node["responses"]).map(Number),

    request: ({ path: given, contentType = "", body }) => {
      const problems = parameterProblems(node, at, path, given, check);
      const content = member(node["requestBody"], "content");
      if (content === undefined) return body === undefined ? problems : [...problems, "no body belongs here"];
      const type = mediaType(contentType);
      if (!listed(content).includes(type)) return [...problems, `${type || "no content type"} is not listed`];
      return [...problems, ...check([...at, "requestBody", "content", type, "schema"])(body)];
    },

    answer: ({ status, contentType, text }) => {
      const content = member(member(node["responses"], String(status)), "content");
      if (content === undefined) return [`status ${status} is not listed`];
      const type = mediaType(contentType);
      const range = [type, "*/*"].find((one) => listed(content).includes(one));
      if (range === undefined) return [`${type || "no content type"} is not listed for ${status}`];
      return check([...at, "responses", String(status), "content", range, "schema"])(parsed(text, type));
    },
  };
};
