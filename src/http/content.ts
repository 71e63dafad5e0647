import { OperateError } from "../errors.ts";
import { type Accept, type HttpRequest, type HttpResponse, type Layer, named, UnreadableBody } from "./http.ts";
import { parseJson } from "./json.ts";
import { isJson, isXml, mediaType, spoken } from "./media-type.ts";
import { rootOf } from "./xml.ts";

const FITS: Readonly<Record<Accept, (type: string | undefined, body: string) => boolean>> = {
  json: isJson,
  xml: isXml,
  done: (type, body) => body === "" || isJson(type),
};

const DUE: Readonly<Record<Accept, string>> = { json: "JSON", xml: "XML", done: "an empty answer" };

/** Nobody asks for a range, so whoever answers with one has cut the answer. */
const PARTIAL = 206;

/** What is wrong with a document; undefined when it is whole and has the root that is due. */
const flawOf = ({ root: due }: HttpRequest, { body }: HttpResponse): string | undefined => {
  const root = rootOf(body);
  if (root === undefined) return "the answer is not a whole XML document, or was cut short";
  const local = root.slice(root.indexOf(":") + 1);
  return due === undefined || local === due ? undefined : `the answer is XML, but no document of ${due}`;
};

const read = (request: HttpRequest, response: HttpResponse): HttpResponse => {
  const { origin } = request.url;
  const facts = { status: response.status, request: named(request), origin };
  if (response.status === PARTIAL) {
    throw new OperateError("BAD_RESPONSE", `${origin} answers ${PARTIAL}, a part of what was asked for`, { facts });
  }
  const type = mediaType(response);
  if (!FITS[request.accept](type, response.body)) {
    throw new OperateError(
      "BAD_RESPONSE",
      `${origin} answers ${response.status} with ${spoken(type)} where ${DUE[request.accept]} is due`,
      { facts },
    );
  }
  const flaw = request.accept === "xml" ? flawOf(request, response) : undefined;
  if (flaw !== undefined) {
    throw new OperateError("BAD_RESPONSE", `${origin}: ${flaw}`, { facts, cause: new UnreadableBody() });
  }
  if (request.accept !== "json") return response;
  try {
    return { ...response, json: parseJson(response.body) };
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    throw new OperateError(error.code, `${origin}: ${error.message}`, { facts, cause: error.cause });
  }
};

/**
 * Makes sure that a success is what was asked for and all of it, and reads its JSON. A web page that answers 200 where the API
 * should be is a `BAD_RESPONSE`; its text goes nowhere. Answers with another status pass as they are.
 */
export const content = (): Layer => (next) => async (request) => {
  const response = await next(request);
  return response.status >= 200 && response.status < 300 ? read(request, response) : response;
};
