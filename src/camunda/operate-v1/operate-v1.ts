import { OperateError } from "../../errors.ts";
import { rawArray } from "../../http/json.ts";
import { member } from "../../narrow.ts";
import type { Call, Engine, Page, PageRequest } from "../engine.ts";
import { entities } from "../entities/index.ts";
import type { Entity } from "../entity.ts";
import { type Client, pathOf } from "./client.ts";
import { decodeResults, decodeRow } from "./decode.ts";
import { searchBody } from "./encode.ts";
import type { Evidence } from "./evidence.ts";
import { type Credential, identify } from "./identity.ts";
import { behind, edge } from "./position.ts";

/** `total` is counted up to here and then stays (Elasticsearch's default). */
const COUNTED_TO = 10_000;
const MAX_PAGE_SIZE = 1000;

const path = (entity: Entity, ...rest: readonly string[]): string => pathOf("v1", entity.path.v1, ...rest);

const itemsOf = (json: unknown): readonly unknown[] => {
  const items = member(json, "items");
  return Array.isArray(items) ? items : [];
};

/** The Operate REST API v1, Camunda 8.0 to 8.9. */
export const operateV1 = (options: {
  base: URL;
  client: Client;
  evidence: Evidence;
  credential: Credential;
  /** Path of the question who is logged in. */
  identityPath: string;
}): Engine => {
  const { client, evidence } = options;

  const page = async (entity: Entity, request: PageRequest, call: Call): Promise<Page> => {
    const response = await client.search(path(entity, "search"), searchBody(entity, request), call);
    const { rows, total } = decodeResults(entity, response.json);
    evidence.see(entity, itemsOf(response.json));
    const after = rows.length === 0 ? undefined : rawArray(response.body, "sortValues");
    return { rows, total, totalIsExact: total < COUNTED_TO, ...(after === undefined ? {} : { after }) };
  };

  const newest = (entity: Entity, call: Call): Promise<Page> =>
    page(entity, { filter: {}, sort: [{ field: entity.key, order: "DESC" }], size: 1 }, call);

  return {
    generation: "v1",
    api: "operate-v1",
    address: options.base.href.replace(/\/+$/, ""),
    maxPageSize: MAX_PAGE_SIZE,
    page,
    edge,
    behind,

    async version(call) {
      // The newest rows prove most; an entity is asked only while it could prove more than is proved already.
      for (const entity of entities) {
        if (evidence.open(entity)) await newest(entity, call);
      }
      return evidence.version();
    },

    async get(entity, key, call) {
      const { json } = await client.read(path(entity, key), "json", call);
      evidence.see(entity, [json]);
      const row = decodeRow(entity, json);
      // Operate finds process instances by document id and may hand out another kind of document.
      if (row[entity.key] === key) return row;
      throw new OperateError("NOT_FOUND", `there is no ${entity.name} with this key`);
    },

    async xml(entity, key, call) {
      const { body } = await client.read(path(entity, key, "xml"), "xml", call);
      return body.replaceAll("\r\n", "\n");
    },

    identity: (call) => identify(client, options.identityPath, options.credential, call),
  };
};
