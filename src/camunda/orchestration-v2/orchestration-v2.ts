import { type Client, pathOf } from "../client.ts";
import type { Call, Detail, Engine, Page, PageRequest } from "../engine.ts";
import type { Entity, Version } from "../entity.ts";
import { type Credential, identify } from "../identity.ts";
import { clusterJoins } from "../joins/joins.ts";
import { instancesWith } from "../joins/variables.ts";
import { unsupported } from "../search/support.ts";
import { soundPages } from "../sound-pages.ts";
import { type ClusterVersion, reaches } from "../version.ts";
import { checkCame, requestFor } from "./changes.ts";
import { decodeDetail, decodeFlows, decodeResults, decodeStatistics } from "./decode.ts";
import { searchBody } from "./encode.ts";
import { countByVersion, countSameError } from "./instance-counts.ts";
import { partitionsIn, readTopology, versionIn } from "./topology.ts";

const without = ({ canBeAsked: _, ...version }: ClusterVersion): ClusterVersion => version;

/** The API gives up to 10,000; more than this only costs memory. */
const MAX_PAGE_SIZE = 1000;

const path = (entity: Entity, ...rest: readonly string[]): string =>
  pathOf("v2", ...entity.path.v2.split("/"), ...rest);

/** The Orchestration Cluster REST API v2, Camunda 8.8 and later. */
export const orchestrationV2 = (options: {
  base: URL;
  webApp: string;
  client: Client;
  /** What is known before anybody has logged in. */
  version: ClusterVersion;
  credential: Credential;
}): Engine => {
  const { client } = options;
  const sound = soundPages();
  let known = options.version;

  /** Asked by each call for itself, as one that is called off must not take the others with it; who may not see it keeps what is known. */
  const version = async (call: Call): Promise<ClusterVersion> => {
    if (known.canBeAsked === true) known = versionIn(await readTopology(client, call)) ?? without(known);
    return known;
  };

  /** Nothing is sent that this version does not have. */
  const checkVersion = async (entity: Entity, request: PageRequest, call: Call): Promise<void> => {
    for (const name of [...Object.keys(request.filter), ...request.sort.map(({ field }) => field)]) {
      const since = entity.fields[name]?.v2?.since;
      if (since === undefined) continue;
      const connected = await version(call);
      if (!reaches(connected.atLeast, since)) throw unsupported(name, "v2", connected, since);
    }
  };

  const checkCameWith = async (since: Version, what: string, call: Call): Promise<void> => {
    const connected = await version(call);
    if (!reaches(connected.atLeast, since)) throw unsupported(what, "v2", connected, since);
  };

  const page = async (entity: Entity, request: PageRequest, call: Call): Promise<Page> => {
    await checkVersion(entity, request, call);
    return sound(entity, request, async () => {
      const { json } = await client.search(path(entity, "search"), searchBody(entity, request), call);
      return decodeResults(entity, json);
    });
  };

  const get = async (entity: Entity, key: string, call: Call): Promise<Detail> =>
    decodeDetail(entity, (await client.read(path(entity, key), "json", call)).json);

  const pages = { page, maxPageSize: MAX_PAGE_SIZE };
  const source = { ...pages, get, version };

  return {
    generation: "v2",
    api: "orchestration-v2",
    address: options.base.href.replace(/\/+$/, ""),
    webApp: options.webApp,
    maxPageSize: MAX_PAGE_SIZE,
    filtersWindows: true,
    filtersVariables: true,
    version,
    page,
    get,
    edge: () => undefined,
    behind: () => undefined,
    joins: clusterJoins(source),
    instancesWith: instancesWith(source),
    async instanceStatistics(key, call) {
      const { json } = await client.read(
        pathOf("v2", "process-instances", key, "statistics", "element-instances"),
        "json",
        call,
      );
      return { rows: decodeStatistics(json), notices: [] };
    },
    async definitionStatistics(key, call) {
      const counts = pathOf("v2", "process-definitions", key, "statistics", "element-instances");
      return { rows: decodeStatistics((await client.search(counts, {}, call)).json), notices: [] };
    },
    async sameError(incident, call) {
      await checkCameWith("8.9", "the count of instances by error", call);
      return countSameError(client, incident, call);
    },
    async instancesByVersion(definition, call) {
      await checkCameWith("8.9", "the count of instances by version", call);
      return countByVersion(client, definition, call);
    },
    async sequenceFlows(key, call) {
      const { json } = await client.read(pathOf("v2", "process-instances", key, "sequence-flows"), "json", call);
      return decodeFlows(json);
    },
    async xml(entity, row, call) {
      const { of, path: xmlPath } = entity.xml ?? { of: entity.key, path: entity.path };
      const { body } = await client.read(pathOf("v2", xmlPath.v2, String(row[of]), "xml"), "xml", call);
      return body.replaceAll("\r\n", "\n");
    },
    identity: (call) => identify(client, "v2/authentication/me", options.credential, call),
    partitions: async (call) => partitionsIn(await readTopology(client, call)),
    checkAbility: async (ability, call) => checkCame(ability, await version(call)),
    change: (change, call) => client.write(requestFor(change), call),
  };
};
