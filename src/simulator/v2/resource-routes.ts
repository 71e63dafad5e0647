import { type Answer, empty, json, xml } from "../answer.ts";
import type { Condition } from "../collection.ts";
import type { JsonObject } from "../json.ts";
import { accepts } from "../received.ts";
import type { Served } from "../served.ts";
import type { Row } from "../world.ts";
import { type Filter, readFilter } from "./filter.ts";
import { invalid, missing, Problem } from "./problem.ts";
import { readBody, readPage, readSort } from "./query.ts";
import type { Resource } from "./resource.ts";
import type { Asked, Route } from "./route.ts";
import { existing, stockOf, surroundings } from "./rows.ts";
import { pageOfAnswer, search } from "./search.ts";
import { showAlone, showInList } from "./show.ts";

/** What every resource has: a search, and most a read by key. */
export const resourceRoutes = (resource: Resource): readonly Route[] => {
  const { path, key, since, readable } = resource;
  const searching: Route = {
    method: "POST",
    path: `/v2/${path}/search`,
    since,
    answer: (asked) => json(answerSearch(asked, resource)),
  };
  const reading: Route = {
    method: "GET",
    path: `/v2/${path}/{${key}}`,
    since,
    answer: ({ api, key: given }) => json(showAlone(api, resource, existing(api, resource, given))),
  };
  return readable ? [searching, reading] : [searching];
};

/** Answers a search among the rows that meet a condition; `filterable` says whether the body may hold a filter. */
export const answerSearch = (
  { api, request }: Asked,
  resource: Resource,
  { among, filterable = true }: { readonly among?: Condition; readonly filterable?: boolean } = {},
): JsonObject => {
  const body = readBody(request.text, ["sort", "page", ...(filterable ? ["filter"] : [])]);
  const { filter, sort, page } = body;
  const levels = readSort(sort, resource, api.version);
  const asksLatest = isLatestOnly(body);
  if (asksLatest) refuseOtherSorts(resource, levels);
  const read = narrowed(readFilter(filter, resource, surroundings(api)), among);
  const { from: _from, before: _before, ...forward } = readPage(page);
  const hits = search(stockOf(api, resource.path), resource, {
    filter: read,
    levels,
    page: asksLatest ? forward : readPage(page),
  });
  const whole = request.query.get("truncateValues") === "false";
  return {
    items: hits.entries.map(({ row }) => showInList(api, resource, row, whole)),
    page: pageOfAnswer(hits, api.version, asksLatest),
  };
};

const narrowed = (filter: Filter, among: Condition | undefined): Filter =>
  among === undefined ? filter : { ...filter, conditions: [...filter.conditions, among] };

const isLatestOnly = ({ filter }: JsonObject): boolean =>
  typeof filter === "object" && filter !== null && "isLatestVersion" in filter && filter["isLatestVersion"] === true;

const refuseOtherSorts = ({ key, latestSortedBy }: Resource, levels: ReturnType<typeof readSort>): void => {
  const others = levels.flatMap(({ column: { name } }) =>
    name === key || latestSortedBy.includes(name) ? [] : [name],
  );
  if (latestSortedBy.length === 0 || others.length === 0) return;
  invalid(`Unsupported sort fields ${others.join(", ")}; with isLatestVersion only ${latestSortedBy.join(", ")} are.`);
};

/** The model of a definition, e.g. below `/v2/process-definitions/{processDefinitionKey}`. */
export const modelRoute = (resource: Resource): Route => ({
  method: "GET",
  path: `/v2/${resource.path}/{${resource.key}}/xml`,
  since: "8.8",
  answer: ({ api, request, key }) => {
    if (!accepts(request, "text/xml")) throw new Problem(406, "Acceptable representations: [text/xml].");
    return answerModel(api, resource, existing(api, resource, key));
  },
});

const answerModel = (api: Served, resource: Resource, row: Row): Answer => {
  const key = String(row[resource.key]);
  const entity = api.entities.find(({ path }) => path.v2 === resource.path);
  if (entity === undefined) throw missing(resource.name, key);
  const model = api.store.xml(entity, key);
  return model === undefined ? empty(204) : xml(model);
};
