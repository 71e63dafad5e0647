import { type HttpResponse, header } from "./http.ts";

/** The media type an answer claims, in lower case and without parameters; undefined when it claims none. */
export const mediaType = (response: HttpResponse): string | undefined =>
  header(response, "content-type")?.split(";")[0]?.trim().toLowerCase() || undefined;

/** Whether it is JSON: `application/json`, `application/problem+json`, ... */
export const isJson = (type: string | undefined): boolean =>
  type !== undefined && /^[a-z]+\/(?:[\w.-]+\+)?json$/.test(type);

/** Whether it is XML, and not a web page written as such. */
export const isXml = (type: string | undefined): boolean =>
  type !== undefined && type !== "application/xhtml+xml" && /^[a-z]+\/(?:[\w.-]+\+)?xml$/.test(type);

const KNOWN = new Set([
  "application/json",
  "application/octet-stream",
  "application/problem+json",
  "application/xhtml+xml",
  "application/xml",
  "text/html",
  "text/plain",
  "text/xml",
]);

/** A media type in words for a sentence of ours: the other side may claim anything, so only well-known ones are repeated. */
export const spoken = (type: string | undefined): string => {
  if (type === undefined) return "no content type";
  return KNOWN.has(type) ? type : "an unknown content type";
};
