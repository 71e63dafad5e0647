import type { IncomingMessage } from "node:http";
import { type Json, readJson } from "./json.ts";

/** One request as it arrived, its body read to the end. */
export interface Received {
  readonly method: string;
  /** Path without the query, as it was sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Headers by name in lower case; several of one name joined. */
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: ReadonlyMap<string, string>;
  readonly text: string;
}

const LARGEST_BODY = 4 * 1024 * 1024;

/** Reads a request; undefined when its body is larger than 4 MiB. */
export const receive = async (message: IncomingMessage): Promise<Received | undefined> => {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of message) {
    if (!(piece instanceof Buffer)) continue;
    size += piece.length;
    if (size > LARGEST_BODY) return undefined;
    pieces.push(piece);
  }
  const [path = "/", query = ""] = (message.url ?? "/").split(/\?(.*)/s);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(", ") : value;
  }
  return {
    method: message.method ?? "GET",
    path,
    query: new URLSearchParams(query),
    headers,
    cookies: readCookies(headers["cookie"] ?? ""),
    text: Buffer.concat(pieces).toString("utf8"),
  };
};

const readCookies = (header: string): ReadonlyMap<string, string> =>
  new Map(
    header.split(";").flatMap((pair): [string, string][] => {
      const [name = "", ...value] = pair.trim().split("=");
      return name === "" ? [] : [[name, value.join("=")]];
    }),
  );

/** The content type without its parameters, in lower case; empty when there is none. */
export const mediaType = (request: Received): string =>
  (request.headers["content-type"] ?? "").split(";", 1).join("").trim().toLowerCase();

/** Whether a request takes an answer of a type, e.g. `text/xml`. */
export const accepts = (request: Received, type: string): boolean => {
  const accept = request.headers["accept"] ?? "*/*";
  return accept.includes("*/*") || accept.includes(type) || accept.includes(`${type.split("/", 1).join()}/*`);
};

/** The fields of a form, from the query and from a form body, the body's first. */
export const formFields = (request: Received): URLSearchParams => {
  const form = mediaType(request) === "application/x-www-form-urlencoded" ? request.text : "";
  return new URLSearchParams([...new URLSearchParams(form), ...request.query]);
};

/** The body as a test wants to see it: JSON or a form read, other text as it is, nothing as undefined. */
export const bodyOf = (request: Received): Json | undefined => {
  if (request.text === "") return undefined;
  if (mediaType(request) === "application/x-www-form-urlencoded") {
    return Object.fromEntries(new URLSearchParams(request.text));
  }
  try {
    return readJson(request.text);
  } catch {
    return request.text;
  }
};

/** User and password of an `Authorization: Basic` header. */
export const basicCredentials = (request: Received): { user: string; password: string } | undefined => {
  const token = /^basic +(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
  if (token === undefined) return undefined;
  const [user = "", password = ""] = Buffer.from(token, "base64").toString("utf8").split(/:(.*)/s);
  return { user, password };
};

/** The token of an `Authorization: Bearer` header. */
export const bearerToken = (request: Received): string | undefined =>
  /^bearer +(\S+)$/i.exec(request.headers["authorization"] ?? "")?.[1];
