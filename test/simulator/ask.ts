import { request } from "undici";
import { onTestFinished } from "vitest";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import { isList, isObject, type Json, type JsonObject, readJson } from "../../src/simulator/json.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";

/** An answer as it came over the wire. */
export interface Heard {
  readonly status: number;
  /** Headers by name in lower case, several joined with a line break. */
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** The text read as JSON; undefined when it is none. */
  readonly body: Json | undefined;
}

/** A cluster that ends with the test. */
export const cluster = async (options: ClusterOptions = {}): Promise<Cluster> => {
  const started = await startCluster(options);
  onTestFinished(() => started.close());
  return started;
};

/** Sends one request; `body` as it stands. */
export const ask = async (
  url: string,
  method: "GET" | "POST" | "DELETE" | "PUT" | "PATCH" = "GET",
  options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Heard> => {
  const answer = await request(url, { method, headers: options.headers ?? {}, body: options.body ?? null });
  const text = await answer.body.text();
  const headers = Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join("\n")]);
  return { status: answer.statusCode, headers: Object.fromEntries(headers), text, body: readable(text) };
};

const readable = (text: string): Json | undefined => {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
};

const JSON_HEADERS = { "content-type": "application/json" };
/** Headers of a form. */
export const FORM_HEADERS = { "content-type": "application/x-www-form-urlencoded" };

/** Sends a JSON text. */
export const post = (url: string, body: string, headers: Readonly<Record<string, string>> = {}): Promise<Heard> =>
  ask(url, "POST", { headers: { ...JSON_HEADERS, ...headers }, body });

/** Sends a form. */
export const postForm = (url: string, fields: Readonly<Record<string, string>>): Promise<Heard> =>
  ask(url, "POST", { headers: FORM_HEADERS, body: new URLSearchParams(fields).toString() });

/** The object an answer consists of; an empty one when it consists of something else. */
export const objectOf = ({ body }: Heard): JsonObject => (isObject(body) ? body : {});

/** The items of a search result. */
export const itemsOf = (heard: Heard): readonly JsonObject[] => {
  const { items } = objectOf(heard);
  return isList(items) ? items.filter(isObject) : [];
};

/** One field of all items of a search result. */
export const column = (heard: Heard, name: string): readonly (Json | undefined)[] =>
  itemsOf(heard).map((item) => item[name]);

/** The cookies an answer sets, as a client sends them back. */
export const cookiesOf = ({ headers }: Heard): string =>
  (headers["set-cookie"] ?? "")
    .split("\n")
    .map((line) => line.split(";", 1).join())
    .join("; ");
