import { type Answer, json, page, springError } from "./answer.ts";
import type { Visitor } from "./login/gate.ts";
import type { Received } from "./received.ts";
import { answerOperate, type OperateApi } from "./v1/routes.ts";
import { clusterUser, operateUser, topology } from "./whoami.ts";

const GATEWAY = "8.8.4";

/** Answers a request that got past the gate of Operate up to 8.7. */
export const answerOlder = (api: OperateApi, request: Received, visitor: Visitor): Answer => {
  if (request.path.startsWith("/v1/")) return answerOperate(api, request);
  const path = api.context + request.path;
  if (request.method === "GET" && request.path === "/api/authentications/user") {
    return operateUser(visitor, path, api.now());
  }
  return request.method === "GET" && request.path === "/" ? page("Operate") : springError(404, path, api.now());
};

/** Answers a request that got past the gate of 8.8 and later: the Operate API, the basics of the newer one, the web pages. */
export const answerNewer = (api: OperateApi, request: Received, visitor: Visitor): Answer => {
  const { method, path } = request;
  if (path.startsWith("/v1/")) return answerOperate(api, request);
  if (method === "GET") {
    if (path === "/v2/topology") return json(topology(GATEWAY));
    if (path === "/v2/authentication/me") return json(clusterUser(visitor));
    if (/^\/(?:|login|operate(?:\/.*)?)$/.test(path)) return page("Camunda");
  }
  return springError(404, api.context + path, api.now());
};
