import { member, textOf } from "../narrow.ts";
import { cutAt } from "../preview.ts";
import type { HttpResponse } from "./http.ts";
import { parseJson } from "./json.ts";
import { isJson, mediaType } from "./media-type.ts";

/** What the body of an error answer says. All texts are the other side's. */
export interface ErrorBody {
  /** The reason it gives, in one text. */
  readonly detail?: string;
  /** Raised by a handler of the API, not by what stands before it: an unknown path does not get that far. */
  readonly fromApi: boolean;
}

/** Longest reason passed on: much more than anybody shows of it, as who shows it has to know a secret in it as a whole. */
const LONGEST = 64 * 1024;

/**
 * Reads the error shapes of both APIs: Operate's `{status, message, instance, type}`, problem details with `title` and
 * `detail`, and Spring's `{timestamp, status, error, message, path}` of the layers before them.
 * Undefined when the body is not JSON: then something else than Camunda answered.
 */
export const errorBody = (response: HttpResponse): ErrorBody | undefined => {
  if (!isJson(mediaType(response))) return undefined;
  let body: unknown;
  try {
    body = parseJson(response.body);
  } catch {
    return undefined;
  }
  const message = textOf(member(body, "message"));
  const title = textOf(member(body, "title"));
  const operate = message !== undefined && textOf(member(body, "type")) !== undefined;
  // Camunda's titles are codes like NOT_FOUND; "Not Found" is the framework's, for a path it does not know.
  const problem = title !== undefined && /^[A-Z]+(?:_[A-Z]+)*$/.test(title);
  const detail = textOf(member(body, "detail")) ?? message ?? title ?? textOf(member(body, "error"));
  return { fromApi: operate || problem, ...(detail === undefined ? {} : { detail: cutAt(detail.trim(), LONGEST) }) };
};
