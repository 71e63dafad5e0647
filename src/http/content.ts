import { OperateError } from "../errors.ts";
import { type Accept, type HttpRequest, type HttpResponse, type Layer, named } from "./http.ts";
import { parseJson } from "./json.ts";
import { isJson, isXml, mediaType, spoken } from "./media-type.ts";

const FITS: Readonly<Record<Accept, (type: string | undefined, body: string) => boolean>> = {
  json: isJson,
  xml: isXml,
  done: (type, body) => body === "" || isJson(type),
};

const DUE: Readonly<Record<Accept, string>> = { json: "JSON", xml: "XML", done: "an empty answer" };

const read = (request: HttpRequest, response: HttpResponse): HttpResponse => {
  const { origin } = request.url;
  const facts = { status: response.status, request: named(request), origin };
  const type = mediaType(response);
  if (!FITS[request.accept](type, response.body)) {
    throw new OperateError(
      "BAD_RESPONSE",
      `${origin} answers ${response.status} with ${spoken(type)} where ${DUE[request.accept]} is due`,
      { facts },
    );
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
 * Makes sure that a success is what was asked for, and reads its JSON. A web page that answers 200 where the API should be
 * is a `BAD_RESPONSE`; its text goes nowhere. Answers with another status pass as they are.
 */
export const content = (): Layer => (next) => async (request) => {
  const response = await next(request);
  return response.status >= 200 && response.status < 300 ? read(request, response) : response;
};
