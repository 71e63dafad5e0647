import { OperateError } from "../errors.ts";

/**
 * What a request asks the other side to answer with; another content type is a `BAD_RESPONSE`. `done` is the answer to a change:
 * nothing, or JSON that says no more than that.
 */
export type Accept = "json" | "xml" | "done";

/** One HTTP request as the layers pass it on. Plain data: a layer that changes something passes on a copy. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: URL;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly accept: Accept;
  /** Local name that the root element of an XML answer must have. */
  readonly root?: string;
  /**
   * May be sent again when the first try got lost: declared by the verb (searches are POSTs), never guessed from the method.
   * What may not changes something.
   */
  readonly repeatable: boolean;
  /** Ends the request, its waits and its retries. */
  readonly signal: AbortSignal;
  /** Told that it goes out on the network, and (`false`) that it came back refused for its credential: then nothing was done. */
  readonly goesOut?: (isOut: boolean) => void;
}

/** One HTTP answer, its body read to the end and decoded. */
export interface HttpResponse {
  readonly status: number;
  /** Names in lower case; every value of a repeated header is kept. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: string;
  /** The body as a value, put there by the `content` layer when the request accepts JSON and the status is a success. */
  readonly json?: unknown;
}

/** Sends a request, one way or another, and resolves to an answer or rejects with an `OperateError`. */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** A step around a `Send`. */
export type Layer = (next: Send) => Send;

/** Puts layers around a `Send`: the first is the outermost. */
export const pipeline = (send: Send, ...layers: readonly Layer[]): Send =>
  layers.reduceRight((next, layer) => layer(next), send);

/** What happened to one try of a request: for the log and the tests' journal; holds no header, body or query. */
export interface HttpEvent {
  readonly request: string;
  readonly origin: string;
  /** The variable that names the proxy on the way, where there is one. */
  readonly proxy?: string;
  readonly ms: number;
  readonly status?: number;
  readonly failure?: string;
}

export type Observe = (event: HttpEvent) => void;

/** First value of a header, if it was sent. */
export const header = (response: HttpResponse, name: string): string | undefined => response.headers.get(name)?.[0];

/** Method and path, the way a request is named in logs and errors: never with its query. */
export const named = (request: Pick<HttpRequest, "method" | "url">): string =>
  `${request.method} ${request.url.pathname}`;

/** An answer that came through but cannot be read as what it claims to be: worth one more try, as it may have been cut short. */
export class UnreadableBody extends Error {
  readonly code = "UNREADABLE_BODY";

  constructor() {
    super("the body cannot be read as what it claims to be");
    this.name = "UnreadableBody";
  }
}

/**
 * The low-level code of a failure (`ECONNRESET`, `UND_ERR_SOCKET`, ...): its own or that of the nearest cause that has one.
 * `HTTPParserError` for bytes that are not HTTP: undici gives those errors a name only.
 */
export const lowLevelCode = (error: unknown): string | undefined => {
  for (let at = error instanceof OperateError ? error.cause : error; at instanceof Error; at = at.cause) {
    if ("code" in at && typeof at.code === "string") return at.code;
    if (at.name === "HTTPParserError") return at.name;
  }
  return undefined;
};
