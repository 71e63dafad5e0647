import { type Answer, json, page, springError } from "./answer.ts";
import type { Visitor } from "./login/gate.ts";
import type { Received } from "./received.ts";
import type { Served } from "./served.ts";
import { reaches } from "./v1/quirks.ts";
import { answerOperate } from "./v1/routes.ts";
import { answerCluster } from "./v2/routes.ts";
import { operateUser, topology } from "./whoami.ts";

/** Answers a request that got past the gate of Operate up to 8.7; with `v2`, the gateway of the time answers its topology. */
export const answerOlder = (api: Served, request: Received, visitor: Visitor): Answer => {
  if (request.path.startsWith("/v1/")) return answerOperate(api, request);
  const path = api.context + request.path;
  if (request.method === "GET" && request.path === "/api/authentications/user") {
    return operateUser(visitor, path, api.now());
  }
  if (api.apis.includes("v2") && request.method === "GET" && request.path === "/v2/topology") {
    return json(topology(api.version));
  }
  return request.method === "GET" && request.path === "/" ? page("Operate") : springError(404, path, api.now());
};

/** Answers a request that got past the gate of 8.8 and later: both APIs, the web pages. */
export const answerNewer = (api: Served, request: Received, visitor: Visitor): Answer => {
  const { method, path } = request;
  if (path.startsWith("/v1/")) return answerOperate(api, request);
  if (path.startsWith("/v2/")) return answerCluster(api, request, visitor);
  if (method === "GET" && /^\/(?:|login|operate(?:\/.*)?)$/.test(path)) return page("Camunda");
  return springError(404, api.context + path, api.now());
};

/** Whether a request is for an API that the cluster does not have: one that is switched off, or that this version lost. */
export const isGone = ({ version, apis }: Served, { path }: Received): boolean => {
  if (path.startsWith("/v1/")) return !apis.includes("v1");
  if (path.startsWith("/v2/")) return !apis.includes("v2") && reaches(version, "8.8");
  return reaches(version, "8.10") && path.startsWith("/operate/v1/");
};
