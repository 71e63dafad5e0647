import type { Entity, Version } from "../../camunda/entity.ts";
import { type Answer, empty, json, operateError, Refusal, springError, xml } from "../answer.ts";
import type { Json } from "../json.ts";
import { accepts, mediaType, type Received } from "../received.ts";
import type { Served } from "../served.ts";
import { showRow } from "../show-row.ts";
import type { Row } from "../world.ts";
import { columnsFor, columnsOf } from "./column.ts";
import { PARTS } from "./parts.ts";
import { quirksOf, reaches } from "./quirks.ts";
import { search } from "./search.ts";

const PATH = /^\/v1\/([^/]+)\/([^/]+)(?:\/([^/]+))?$/;

/** Answers a request below `/v1` from someone who may ask. */
export const answerOperate = (api: Served, request: Received): Answer => {
  const [, path = "", key = "", part] = PATH.exec(request.path) ?? [];
  const entity = api.entities.find((one) => one.path.v1 === path && reaches(api.version, quirksOf(one).since));
  if (entity === undefined || (part !== undefined && !hasPart(entity, part, api.version))) {
    return spring(api, request, 404);
  }
  try {
    if (part !== undefined) {
      return request.method === "GET" ? answerPart(api, entity, request, decode(key), part) : spring(api, request, 405);
    }
    if (key === "search" && request.method === "POST") return answerSearch(api, entity, request);
    if (request.method === "GET") return answerGet(api, entity, request, decode(key));
    if (request.method === "DELETE" && quirksOf(entity).deletable !== undefined) {
      return answerDelete(api, entity, decode(key));
    }
    return spring(api, request, 405);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return operateError(error.type, error.message, api.uuid());
  }
};

/** Whether there is something below each row of an entity: its own model, or a part of a process instance. */
const hasPart = ({ path, key, xml: model }: Entity, part: string, version: Version): boolean => {
  if (part === "xml") return model?.of === key;
  const known = path.v1 === "process-instances" && Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
  return known !== undefined && reaches(version, known.since);
};

const spring = (api: Served, request: Received, status: number): Answer =>
  springError(status, api.context + request.path, api.now());

const answerSearch = (api: Served, entity: Entity, request: Received): Answer => {
  if (!accepts(request, "application/json")) return empty(406);
  if (request.text !== "" && mediaType(request) !== "application/json") return spring(api, request, 415);
  return json(search(entity, api.version, api.store.stock(entity), request.text));
};

const answerGet = (api: Served, entity: Entity, request: Received, given: string): Answer => {
  if (!accepts(request, "application/json")) return empty(406);
  return json(showWhole(api, entity, existing(api, entity, given)));
};

const answerPart = (api: Served, entity: Entity, request: Received, given: string, part: string): Answer => {
  const isModel = part === "xml";
  if (!accepts(request, isModel ? "text/xml" : "application/json")) return empty(406);
  if (isModel) {
    const key = readKey(entity, given);
    const found = api.store.xml(entity, key);
    if (found === undefined) throw new Refusal("Requested resource not found", quirksOf(entity).missingXml(key));
    return xml(found);
  }
  const key = String(existing(api, entity, given)[entity.key]);
  return json(PARTS[part]?.read(api, key) ?? []);
};

/** The row that a path names; refuses one that is not there. */
const existing = ({ store }: Served, entity: Entity, given: string): Row => {
  const key = readKey(entity, given);
  const row = store.find(entity, key);
  if (row === undefined) throw new Refusal("Requested resource not found", quirksOf(entity).missing(key));
  return row;
};

/** A row with what lists leave out: long values whole, and the lists inside it. */
const showWhole = ({ version, store }: Served, entity: Entity, row: Row): Json => {
  const quirks = quirksOf(entity);
  const columns = columnsOf(entity, version);
  const shown = showRow(row, columns);
  const { preview } = quirks;
  if (preview !== undefined) {
    const whole = row[columns.get(preview.text)?.field ?? ""];
    if (whole !== undefined) shown[preview.text] = whole;
    shown[preview.mark] = false;
  }
  for (const list of entity.lists) {
    const inner = columnsFor(Object.values(list.fields), version, quirks);
    const members = store.nested(entity, String(row[entity.key]), list);
    shown[list.path.v1] = members.map((member) => showRow(member, inner));
  }
  return shown;
};

const answerDelete = (api: Served, entity: Entity, given: string): Answer => {
  const row = existing(api, entity, given);
  const { deletable = [] } = quirksOf(entity);
  const state = columnsOf(entity, api.version).get("state")?.shown(row);
  if (typeof state !== "string" || !deletable.includes(state)) {
    throw new Refusal(
      "Invalid request",
      `Process instances needs to be in one of the states [${deletable.join(", ")}]`,
    );
  }
  const key = String(row[entity.key]);
  for (const dependant of api.entities) api.store.remove(dependant, api.store.belonging(dependant, key));
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
