import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { isObject, member, textOf } from "../narrow.ts";

/** The id of a JSON-RPC request; null where it could not be read. */
export type Id = string | number | null;

/** The line that answers what is not passed on. */
export interface Refused {
  readonly refusal: string;
  readonly id: Id;
}

/** A message to pass on, or the error to answer in its place. */
export type Frame =
  | { readonly message: JSONRPCMessage; readonly id: string | number | undefined; readonly method: string | undefined }
  | Refused;

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

const refusal = (code: number, message: string, id: Id): string =>
  JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } });

const isId = (value: unknown): value is string | number => typeof value === "string" || Number.isSafeInteger(value);

const KNOWN = ["jsonrpc", "id", "method", "params", "result", "error"];

const isMissingOrObject = (value: unknown): boolean => value === undefined || isObject(value);

/**
 * What is wrong with a message, where the SDK would drop it without a word and leave the client waiting: an odd id, members it
 * does not know, parameters that are no object.
 */
const complaint = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const params = member(value, "params");
  const meta = member(params, "_meta");
  const token = member(meta, "progressToken");
  const isRequest = member(value, "method") !== undefined;
  if (value["jsonrpc"] !== "2.0") return "jsonrpc must be 2.0";
  if (Object.keys(value).some((name) => !KNOWN.includes(name)))
    return "unknown member beside jsonrpc, id, method and params";
  if (isRequest && typeof value["method"] !== "string") return "method must be a string";
  if (!isRequest && !("result" in value) && !("error" in value)) return "method is missing";
  if ("id" in value && !isId(value["id"])) return "id must be a string or an integer";
  if (!isMissingOrObject(params)) return "params must be an object";
  if (!isMissingOrObject(meta)) return "params._meta must be an object";
  if (token !== undefined && !isId(token)) return "params._meta.progressToken must be a string or an integer";
  return undefined;
};

const isMessage = (value: unknown): value is JSONRPCMessage => isObject(value) && complaint(value) === undefined;

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
};

/** Reads one line as a JSON-RPC message. */
export const readFrame = (bytes: Buffer): Frame => {
  const value = parse(bytes);
  if (value === undefined) return { refusal: refusal(PARSE_ERROR, "the line is not JSON", null), id: null };
  if (!isObject(value)) {
    return { refusal: refusal(INVALID_REQUEST, "one JSON-RPC object per line is expected", null), id: null };
  }
  const id = isId(value["id"]) ? value["id"] : undefined;
  const method = textOf(value["method"]);
  if (isMessage(value)) return { message: value, id, method };
  return { refusal: refusal(INVALID_REQUEST, complaint(value) ?? "invalid request", id ?? null), id: id ?? null };
};

/** Bytes at the beginning of an overlong line in which its id is looked for. */
const ID_WITHIN = 4096;

/** The answer to a line that is too long to be read; its id is taken from the beginning where it stands there. */
export const refuseTooLong = (beginning: Buffer, limit: number): Refused => {
  const [, text, digits] =
    /"id"\s*:\s*(?:"((?:[^"\\]|\\.){0,200})"|(-?\d{1,15})\b)/.exec(beginning.toString("utf8", 0, ID_WITHIN)) ?? [];
  const id = digits === undefined ? (text ?? null) : Number(digits);
  return { refusal: refusal(INVALID_REQUEST, `a message may have at most ${limit} bytes`, id), id };
};

/** The answer to a request whose id is still being worked on. */
export const refuseDuplicate = (id: string | number): Refused => ({
  refusal: refusal(INVALID_REQUEST, "a request with this id is still running", id),
  id,
});
