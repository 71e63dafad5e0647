import type { JSONRPCMessage } from "@modelcontextprotocol/server";
import { isObject, member } from "../narrow.ts";

/** The id of a JSON-RPC request; null where it could not be read. */
export type Id = string | number | null;

/** The line that answers what is not passed on. */
export interface Refused {
  readonly refusal: string;
  readonly id: Id;
}

/** A message to pass on, with its id and method where it has them. */
export interface Accepted {
  readonly message: JSONRPCMessage;
  readonly id: string | number | undefined;
  readonly method: string | undefined;
}

/** What a line holds: a message to pass on, or the error to answer in its place. */
export type Frame = Accepted | Refused;

const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;

const refuse = (code: number, message: string, id: Id): Refused => ({
  refusal: JSON.stringify({ jsonrpc: "2.0", id, error: { code, message } }),
  id,
});

/** Whether a value can be the id of a request. */
export const isId = (value: unknown): value is string | number =>
  typeof value === "string" || Number.isSafeInteger(value);

const isMissingOr = (fits: (value: unknown) => boolean, value: unknown): boolean => value === undefined || fits(value);

/** An answer to a request of ours. Nobody waits for an answer to it, so whether it is well-formed is left to the SDK. */
const isResponse = (value: Readonly<Record<string, unknown>>): boolean =>
  !("method" in value) && ("result" in value || "error" in value);

const MEMBERS = ["jsonrpc", "id", "method", "params"];
const RELATED_TASK = "io.modelcontextprotocol/related-task";

/** What is wrong with a request or notification where the SDK would drop it without a word and leave the client waiting. */
const complaint = (value: Readonly<Record<string, unknown>>): string | undefined => {
  const { jsonrpc, method, params } = value;
  const meta = member(params, "_meta");
  const task = member(meta, RELATED_TASK);
  if (jsonrpc !== "2.0") return "jsonrpc must be 2.0";
  if (isResponse(value)) return undefined;
  if (typeof method !== "string") return "method must be a string";
  if ("id" in value && !isId(value["id"])) return "id must be a string or an integer";
  if (Object.keys(value).some((name) => !MEMBERS.includes(name))) return `only ${MEMBERS.join(", ")} are expected`;
  if (!isMissingOr(isObject, params)) return "params must be an object";
  if (!isMissingOr(isObject, meta)) return "params._meta must be an object";
  if (!isMissingOr(isId, member(meta, "progressToken"))) return "progressToken must be a string or an integer";
  if (task !== undefined && typeof member(task, "taskId") !== "string") return `${RELATED_TASK} must name a taskId`;
  return undefined;
};

const isMessage = (value: unknown): value is JSONRPCMessage => isObject(value) && complaint(value) === undefined;

const utf8 = new TextDecoder("utf-8", { fatal: true });

const parse = (bytes: Buffer): unknown => {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch {
    return undefined;
  }
};

/** Reads one line as a JSON-RPC message. */
export const readFrame = (bytes: Buffer): Frame => {
  const value = parse(bytes);
  if (value === undefined) return refuse(PARSE_ERROR, "the line is not JSON", null);
  if (!isObject(value)) return refuse(INVALID_REQUEST, "one JSON-RPC object per line is expected", null);
  const id = isId(value["id"]) ? value["id"] : undefined;
  const method = typeof value["method"] === "string" ? value["method"] : undefined;
  if (isMessage(value)) return { message: value, id, method };
  // The id of a response is one of ours: an error under it would hit a request of the client that has the same.
  const answered = isResponse(value) ? null : (id ?? null);
  return refuse(INVALID_REQUEST, complaint(value) ?? "invalid request", answered);
};

/** The answer to a message of more than `limit` bytes. */
export const refuseTooLong = (id: Id, limit: number): Refused =>
  refuse(INVALID_REQUEST, `a message may have at most ${limit} bytes`, id);

/** The answer to a request whose id is still being worked on. */
export const refuseDuplicate = (id: string | number): Refused =>
  refuse(INVALID_REQUEST, "a request with this id is still running", id);
