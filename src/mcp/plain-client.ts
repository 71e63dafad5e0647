import { isObject } from "../narrow.ts";

/** What a value may be: a text, a truth value, an object of whatever, an object of such objects, or one with these members. */
type Shape = "text" | "flag" | "object" | "objects" | { readonly [name: string]: Shape };

const suits = (value: unknown, shape: Shape): boolean => {
  if (shape === "text") return typeof value === "string";
  if (shape === "flag") return typeof value === "boolean";
  if (!isObject(value)) return false;
  if (shape === "object") return true;
  if (shape === "objects") return Object.values(value).every(isObject);
  return Object.entries(shape).every(([name, inner]) => value[name] === undefined || suits(value[name], inner));
};

/** What the protocol says of the capabilities of a client, as far as it says anything. */
const CAPABILITIES: Shape = {
  experimental: "objects",
  extensions: "objects",
  roots: { listChanged: "flag" },
  sampling: { context: "object", tools: "object" },
  elicitation: { form: { applyDefaults: "flag" }, url: "object" },
};

const CLIENT: Shape = { name: "text", version: "text", title: "text", websiteUrl: "text", description: "text" };

const hasOnly = (value: Readonly<Record<string, unknown>>, shape: object): boolean =>
  Object.keys(value).every((name) => Object.hasOwn(shape, name));

/** Deepest nesting that is taken for plain. */
const MAX_DEPTH = 8;

const isShallow = (value: unknown, depth = 0): boolean =>
  typeof value !== "object" ||
  value === null ||
  (depth < MAX_DEPTH && Object.values(value).every((inner) => isShallow(inner, depth + 1)));

const isPlain = (value: unknown, shape: object & Shape): boolean =>
  isObject(value) && hasOnly(value, shape) && isShallow(value) && suits(value, shape);

/** Whether these are the capabilities of a client with nothing unusual about them. */
export const isPlainCapabilities = (value: unknown): boolean => isPlain(value, CAPABILITIES);

/** Whether this is the name and the version of a client, with nothing unusual about them. */
export const isPlainClient = (value: unknown): boolean =>
  isObject(value) && "name" in value && "version" in value && isPlain(value, CLIENT);
