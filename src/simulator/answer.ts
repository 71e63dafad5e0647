import { STATUS_CODES } from "node:http";
import { type Json, writeJson } from "./json.ts";

/** Headers of an answer; several values for `set-cookie`. */
export type Headers = Readonly<Record<string, string | readonly string[]>>;

/** What goes back for one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

/** A JSON answer. */
export const json = (value: Json, status = 200, headers: Headers = {}): Answer => ({
  status,
  headers: { "content-type": "application/json", ...headers },
  body: writeJson(value),
});

/** An answer without a body. */
export const empty = (status: number, headers: Headers = {}): Answer => ({ status, headers, body: "" });

/** A web page, as a browser would get it. */
export const page = (title: string, status = 200): Answer => ({
  status,
  headers: { "content-type": "text/html;charset=UTF-8" },
  body: `<!doctype html><html lang="en"><head><title>${title}</title></head><body><div id="root"></div></body></html>\n`,
});

/** A model. */
export const xml = (body: string): Answer => ({
  status: 200,
  headers: { "content-type": "text/xml;charset=UTF-8" },
  body,
});

/** What Spring says when no controller of the application had the word. `at` in milliseconds since 1970. */
export const springError = (status: number, path: string, at: number, message?: string): Answer => {
  const error = STATUS_CODES[status] ?? "";
  const timestamp = new Date(at).toISOString().replace("Z", "+00:00");
  return json({ timestamp, status, error, message: message ?? error, path }, status);
};

/** A problem detail (RFC 9457), the error body of 8.8 and later outside the Operate API. */
export const problem = (
  status: number,
  detail: string,
  instance: string,
  title: string = STATUS_CODES[status] ?? "",
): Answer =>
  json({ type: "about:blank", title, status, detail, instance }, status, {
    "content-type": "application/problem+json",
  });

/** The error types of the Operate API, with the status of each. */
export const OPERATE_ERRORS = {
  "Data invalid": 400,
  "Invalid request": 400,
  AccessDeniedException: 403,
  ForbiddenException: 403,
  "Requested resource not found": 404,
  "API application error": 500,
} as const;

/** One type of error of the Operate API. */
export type OperateErrorType = keyof typeof OPERATE_ERRORS;

/** The error body of the Operate API; `instance` is a UUID. */
export const operateError = (type: OperateErrorType, message: string, instance: string): Answer => {
  const status = OPERATE_ERRORS[type];
  return json({ status, message, instance, type }, status, { "content-type": "application/problem+json" });
};

/** Ends the handling of a request of the Operate API with an error body; the message is Camunda's. */
export class Refusal extends Error {
  readonly type: OperateErrorType;

  constructor(type: OperateErrorType, message: string) {
    super(message);
    this.name = "Refusal";
    this.type = type;
  }
}
