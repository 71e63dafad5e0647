import { OperateError } from "../../errors.ts";
import { rawArray } from "../../http/json.ts";
import { member } from "../../narrow.ts";
import { type Client, pathOf } from "../client.ts";
import type { Call, Detail, Engine, Page, PageRequest } from "../engine.ts";
import { entities } from "../entities/index.ts";
import type { Entity, Version } from "../entity.ts";
import { type Credential, identify } from "../identity.ts";
import { operateJoins } from "../joins/joins.ts";
import { instancesWith } from "../joins/variables.ts";
import { newerOnly, unsupported } from "../search/support.ts";
import { isContradiction, soundPages } from "../sound-pages.ts";
import { reaches } from "../version.ts";
import { checkDeletes, onlyDeletes } from "./changes.ts";
import { decodeDetail, decodeFlows, decodeResults, decodeStatistics } from "./decode.ts";
import { searchBody } from "./encode.ts";
import type { Evidence } from "./evidence.ts";
import { behind, edge } from "./position.ts";
import { definitionStatistics } from "./statistics.ts";

/** `total` is counted up to here and then stays (Elasticsearch's default). */
const COUNTED_TO = 10_000;
const MAX_PAGE_SIZE = 1000;
const STATISTICS_SINCE: Version = "8.2";

/** Path of an entity. What only the Orchestration Cluster API has is refused before anybody asks for its path. */
const path = (entity: Pick<Entity, "path" | "plural">, ...rest: readonly string[]): string => {
  if (entity.path.v1 === undefined) throw new OperateError("INTERNAL", `${entity.plural} must not be asked for here`);
  return pathOf("v1", entity.path.v1, ...rest);
};

const itemsOf = (json: unknown): readonly unknown[] => {
  const items = member(json, "items");
  return Array.isArray(items) ? items : [];
};

/** Answers that an endpoint gives which a version does not have. */
const isAbsent = (error: unknown): boolean =>
  error instanceof OperateError && ["CONFIG", "BAD_RESPONSE", "NOT_FOUND"].includes(error.code);

/** The Operate REST API v1, Camunda 8.0 to 8.9. */
export const operateV1 = (options: {
  base: URL;
  webApp: string;
  client: Client;
  evidence: Evidence;
  credential: Credential;
  /** Path of the question who is logged in. */
  identityPath: string;
}): Engine => {
  const { client, evidence } = options;
  const sound = soundPages();

  /** An endpoint that came later is asked all the same: only its answer tells for certain whether it is there. */
  const since = async <T>(version: Version | undefined, what: string, ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      const isThere = version === undefined || reaches(evidence.version().atLeast, version);
      throw isThere || !isAbsent(error) ? error : unsupported(what, "v1", evidence.version(), version);
    }
  };

  const ask = async (entity: Entity, request: PageRequest, call: Call): Promise<Page> => {
    const response = await since(entity.since.v1, entity.plural, () =>
      client.search(path(entity, "search"), searchBody(entity, request), call),
    );
    const { rows, total } = decodeResults(entity, response.json);
    evidence.see(entity, itemsOf(response.json));
    const after = rows.length === 0 ? undefined : rawArray(response.body, "sortValues");
    return { rows, total, totalIsExact: total < COUNTED_TO, ...(after === undefined ? {} : { after }) };
  };

  const read = (entity: Entity, request: PageRequest, call: Call): Promise<Page> =>
    sound(entity, request, () => ask(entity, request, call));

  const get = async (entity: Entity, key: string, call: Call): Promise<Detail> => {
    const { json } = await since(entity.since.v1, entity.plural, () => client.read(path(entity, key), "json", call));
    evidence.see(entity, [json]);
    const detail = decodeDetail(entity, json);
    // Operate finds process instances by document id and may hand out another kind of document.
    if (detail.row[entity.key] === key) return detail;
    throw new OperateError("NOT_FOUND", `there is no ${entity.name} with this key`);
  };

  const version = async (call: Call) => {
    // The newest rows prove most; an entity is asked only while it could prove more than is proved already.
    for (const entity of entities) {
      if (!evidence.open(entity) || entity.since.v1 !== undefined) continue;
      try {
        await read(entity, { filter: {}, sort: [{ field: entity.key, order: "DESC" }], size: 1 }, call);
      } catch (error) {
        // What may not or cannot be read proves nothing, and is no reason to know nothing.
        const isForbidden = error instanceof OperateError && error.code === "FORBIDDEN";
        if (!isForbidden && !isContradiction(error)) throw error;
      }
    }
    return evidence.version();
  };

  /** Nothing is sent that this version would silently ignore: it would answer unfiltered rows. */
  const page = async (entity: Entity, request: PageRequest, call: Call): Promise<Page> => {
    const used = [...Object.keys(request.filter), ...request.sort.map(({ field }) => field)];
    for (const name of used) {
      const came = entity.fields[name]?.v1?.since;
      if (came === undefined || reaches(evidence.version().atLeast, came)) continue;
      const known = await version(call);
      if (!reaches(known.atLeast, came)) throw unsupported(`${name} of ${entity.plural}`, "v1", known, came);
    }
    return read(entity, request, call);
  };

  const instance = (key: string, part: string, call: Call) =>
    since(STATISTICS_SINCE, part, () => client.read(pathOf("v1", "process-instances", key, part), "json", call));

  const pages = { page, maxPageSize: MAX_PAGE_SIZE };
  const source = { ...pages, get, version };

  return {
    generation: "v1",
    api: "operate-v1",
    address: options.base.href.replace(/\/+$/, ""),
    webApp: options.webApp,
    maxPageSize: MAX_PAGE_SIZE,
    filtersWindows: false,
    filtersVariables: false,
    version,
    page,
    get,
    edge,
    behind,
    joins: operateJoins(source),
    instancesWith: instancesWith(source),
    instanceStatistics: async (key, call) => ({
      rows: decodeStatistics((await instance(key, "statistics", call)).json),
      notices: [],
    }),
    definitionStatistics: (key, call) => definitionStatistics(pages, key, call),
    sequenceFlows: async (key, call) => decodeFlows((await instance(key, "sequence-flows", call)).json),
    async xml(entity, row, call) {
      const { of, path: paths } = entity.xml ?? { of: entity.key, path: entity.path };
      const { body } = await client.read(path({ ...entity, path: paths }, String(row[of]), "xml"), "xml", call);
      return body.replaceAll("\r\n", "\n");
    },
    identity: (call) => identify(client, options.identityPath, options.credential, call),
    sameError: async (_, call) => {
      throw newerOnly("the count of instances by error", await version(call), "8.9");
    },
    instancesByVersion: async (_, call) => {
      throw newerOnly("the count of instances by version", await version(call), "8.9");
    },
    partitions: async () => ({ rows: [], notices: [] }),
    checkAbility: async (ability, call) => checkDeletes(ability, await version(call)),
    async change(change, call) {
      if (change.act !== "deleteInstance") throw onlyDeletes(await version(call));
      await client.write(
        { method: "DELETE", path: pathOf("v1", "process-instances", change.processInstanceKey) },
        call,
      );
    },
  };
};
