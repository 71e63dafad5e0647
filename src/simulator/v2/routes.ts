import { type Answer, empty, json, problem } from "../answer.ts";
import type { Visitor } from "../login/gate.ts";
import { accepts, mediaType, type Received } from "../received.ts";
import type { Served } from "../served.ts";
import { reaches } from "../v1/quirks.ts";
import { clusterUser, license, topology } from "../whoami.ts";
import { changeRoutes } from "./change-routes.ts";
import { definitionRoutes } from "./definition-routes.ts";
import { instanceRoutes } from "./instance-routes.ts";
import { Problem } from "./problem.ts";
import { modelRoute, resourceRoutes } from "./resource-routes.ts";
import { resources } from "./resources.ts";
import { parameterOf, type Route } from "./route.ts";
import { statisticRoutes } from "./statistic-routes.ts";
import { decisionDefinitions, decisionRequirements } from "./tables/decisions.ts";
import { processDefinitions } from "./tables/processes.ts";
import { undescribed } from "./undescribed.ts";

const clusterRoutes: readonly Route[] = [
  { method: "GET", path: "/v2/topology", since: "8.8", answer: ({ api }) => json(topology(api.version)) },
  { method: "GET", path: "/v2/license", since: "8.8", answer: () => json(license) },
  { method: "GET", path: "/v2/status", since: "8.8", answer: () => empty(204) },
  {
    method: "GET",
    path: "/v2/authentication/me",
    since: "8.8",
    answer: ({ api, visitor }) => {
      // From 8.9 on, nobody is not a user.
      if (visitor.name === undefined && reaches(api.version, "8.9")) {
        throw new Problem(401, "Full authentication is required to access this resource");
      }
      return json(clusterUser(visitor));
    },
  },
];

const ROUTES: readonly Route[] = [
  ...clusterRoutes,
  ...definitionRoutes,
  ...instanceRoutes,
  ...statisticRoutes,
  ...changeRoutes,
  ...[processDefinitions, decisionDefinitions, decisionRequirements].map(modelRoute),
  ...resources.flatMap(resourceRoutes),
];

/** Answers a request below `/v2` from someone who may ask. */
export const answerCluster = (api: Served, request: Received, visitor: Visitor): Answer => {
  try {
    return answer(api, request, visitor);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return problem(error.status, error.message, api.context + request.path, error.title);
  }
};

const answer = (api: Served, request: Received, visitor: Visitor): Answer => {
  const { method, path } = request;
  const all = [...ROUTES, ...undescribed(api.entities).flatMap(resourceRoutes)];
  const there = all.flatMap((route) => {
    const key = reaches(api.version, route.since) ? parameterOf(route, path) : undefined;
    return key === undefined ? [] : [{ route, key: decode(key) }];
  });
  const found = there.find(({ route }) => route.method === method);
  if (found === undefined) {
    if (there.length > 0) throw new Problem(405, `Method '${method}' is not supported.`);
    throw new Problem(404, `No endpoint ${method} ${path}.`);
  }
  const type = mediaType(request);
  if (request.text !== "" && method !== "GET" && type !== "application/json") {
    throw new Problem(415, `Content-Type '${type}' is not supported.`);
  }
  if (!path.endsWith("/xml") && !accepts(request, "application/json")) {
    throw new Problem(406, "Acceptable representations: [application/json].");
  }
  return found.route.answer({ api, request, visitor, key: found.key });
};

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};
