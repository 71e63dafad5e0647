import type { Entity, Version } from "../../camunda/entity.ts";
import { type Answer, empty, json, operateError, Refusal, springError, xml } from "../answer.ts";
import { mediaType, type Received } from "../received.ts";
import type { Store } from "../store.ts";
import { columnsOf, showRow } from "./column.ts";
import { quirksOf, reaches } from "./quirks.ts";
import { search } from "./search.ts";

/** What the Operate API of a cluster answers from. */
export interface OperateApi {
  readonly entities: readonly Entity[];
  readonly version: Version;
  /** Prefix of every path, as the outside sees it; empty when there is none. */
  readonly context: string;
  readonly store: Store;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** A new UUID, names one error. */
  readonly uuid: () => string;
}

const PATH = /^\/v1\/([^/]+)\/([^/]+)(\/xml)?$/;

/** Answers a request below `/v1` from someone who may ask. */
export const answerOperate = (api: OperateApi, request: Received): Answer => {
  const [, path, key = "", model] = PATH.exec(request.path) ?? [];
  const entity = api.entities.find((one) => one.path.v1 === path && reaches(api.version, quirksOf(one).since));
  if (entity === undefined || (model !== undefined && !entity.xml)) return spring(api, request, 404);
  try {
    if (key === "search" && request.method === "POST") return answerSearch(api, entity, request);
    if (request.method === "GET") return answerGet(api, entity, request, decode(key), model !== undefined);
    if (request.method === "DELETE" && model === undefined && quirksOf(entity).deletable !== undefined) {
      return answerDelete(api, entity, decode(key));
    }
    return spring(api, request, 405);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return operateError(error.type, error.message, api.uuid());
  }
};

const spring = (api: OperateApi, request: Received, status: number): Answer =>
  springError(status, api.context + request.path, api.now());

const accepts = (request: Received, type: string): boolean => {
  const accept = request.headers["accept"] ?? "*/*";
  return accept.includes("*/*") || accept.includes(type) || accept.includes(`${type.split("/", 1).join()}/*`);
};

const answerSearch = (api: OperateApi, entity: Entity, request: Received): Answer => {
  if (!accepts(request, "application/json")) return empty(406);
  if (request.text !== "" && mediaType(request) !== "application/json") return spring(api, request, 415);
  return json(search(entity, api.version, api.store.rows(entity), request.text));
};

const answerGet = (api: OperateApi, entity: Entity, request: Received, given: string, model: boolean): Answer => {
  const type = model ? "text/xml" : "application/json";
  if (!accepts(request, type)) return empty(406);
  const key = readKey(entity, given);
  const quirks = quirksOf(entity);
  if (model) {
    const found = api.store.xml(entity, key);
    if (found === undefined) throw new Refusal("Requested resource not found", quirks.missingXml(key));
    return xml(found);
  }
  const row = api.store.find(entity, key);
  if (row === undefined) throw new Refusal("Requested resource not found", quirks.missing(key));
  return json(showRow(row, columnsOf(entity, api.version)));
};

const answerDelete = (api: OperateApi, entity: Entity, given: string): Answer => {
  const key = readKey(entity, given);
  const { deletable = [], missing } = quirksOf(entity);
  const row = api.store.find(entity, key);
  if (row === undefined) throw new Refusal("Requested resource not found", missing(key));
  const state = columnsOf(entity, api.version).get("state")?.shown(row);
  if (typeof state !== "string" || !deletable.includes(state)) {
    throw new Refusal(
      "Invalid request",
      `Process instances needs to be in one of the states [${deletable.join(", ")}]`,
    );
  }
  api.store.remove(entity, key);
  return json({ message: `Process instance and dependant data deleted for key '${key}'`, deleted: 1 });
};

/** The key of a path: a 64-bit number, or text for an entity that goes by an id. */
const readKey = (entity: Entity, given: string): string => {
  if (entity.fields[entity.key]?.kind !== "key") return given;
  if (/^[+-]?\d+$/.test(given)) {
    const key = BigInt(given.replace("+", ""));
    if (key === BigInt.asIntN(64, key)) return String(key);
  }
  throw new Refusal(
    "Invalid request",
    `Failed to convert value of type 'java.lang.String' to required type 'java.lang.Long'; For input string: "${given}"`,
  );
};

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
