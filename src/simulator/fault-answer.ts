import type { Entity } from "../camunda/entity.ts";
import { type Answer, empty, json, operateError, page, problem } from "./answer.ts";
import type { WireFault } from "./deliver.ts";
import type { Fault } from "./faults.ts";
import type { Received } from "./received.ts";
import type { Served } from "./served.ts";
import { quirksOf, reaches } from "./v1/quirks.ts";
import { resources } from "./v2/resources.ts";

/** What a fault comes to: an answer in place of the cluster's, or trouble on the wire with the cluster's own. */
export interface Effect {
  readonly answer?: Answer;
  readonly wire?: WireFault | undefined;
}

/** What a fault comes to for a request. */
export const effectOf = (fault: Fault | undefined, request: Received, api: Served): Effect => {
  const newer = reaches(api.version, "8.8");
  switch (fault?.kind) {
    case "html":
      return { answer: page("Sign in", fault.status) };
    case "redirect":
      return { answer: empty(302, { location: fault.location ?? `${api.context}${newer ? "" : "/api"}/login` }) };
    case "unauthorized":
      return { answer: newer ? problem(401, "Access token expired", request.path) : json({ message: "" }, 401) };
    case "forbidden":
      return { answer: forbidden(request, api) };
    case "rate-limited":
      return { answer: json({ message: "Too many requests" }, 429, retryAfter(fault.retryAfter)) };
    case "exhausted":
      return { answer: exhausted(fault.status, fault.retryAfter, request) };
    case "application-error":
      return { answer: applicationError(request, api) };
    case "answer":
      return { answer: fault.answer };
    default:
      return { wire: fault };
  }
};

/** Whether a request is for the Orchestration Cluster API. */
const isCluster = ({ path }: Received): boolean => path.includes("/v2/");

const forbidden = (request: Received, api: Served): Answer => {
  if (!reaches(api.version, "8.8")) return withoutRole(api);
  if (!isCluster(request)) return withoutPermission(request, api);
  const resource = resources.find(({ path }) => request.path.includes(`/v2/${path}/`))?.permission ?? FALLBACK.resource;
  const detail = `Unauthorized to perform operation 'READ' on resource '${resource}'`;
  return problem(403, detail, request.path, "FORBIDDEN");
};

const applicationError = (request: Received, api: Served): Answer => {
  if (!isCluster(request)) return operateError("API application error", unreadableAt(request, api), api.uuid());
  const detail = "Unexpected error occurred during the request processing: the search index does not answer.";
  return problem(500, detail, request.path, "java.lang.RuntimeException");
};

const exhausted = (status: 429 | 500 | 503, after: string | undefined, request: Received): Answer => {
  const title = "RESOURCE_EXHAUSTED";
  const detail = "Expected to handle the request, but the cluster has too many requests under way; try again later";
  const said =
    status === 500 ? problem(500, `${title}: ${detail}`, request.path) : problem(status, detail, request.path, title);
  return { ...said, headers: { ...said.headers, ...retryAfter(after) } };
};

const entityAt = (request: Received, { entities }: Served): Entity | undefined =>
  entities.find(({ path }) => path.v1 !== undefined && request.path.includes(`/v1/${path.v1}/`));

const withoutRole = (api: Served): Answer => operateError("AccessDeniedException", "Access is denied", api.uuid());

const withoutPermission = (request: Received, api: Served): Answer => {
  const entity = entityAt(request, api);
  const { resource, read } = entity === undefined ? FALLBACK : quirksOf(entity).permission;
  const needed = `${resource}:*:${request.method === "DELETE" ? "DELETE_PROCESS_INSTANCE" : read}`;
  return operateError("ForbiddenException", `${needed} permissions required to access this resource.`, api.uuid());
};

const FALLBACK = { resource: "PROCESS_DEFINITION", read: "READ_PROCESS_INSTANCE" };

const retryAfter = (value: string | undefined): Record<string, string> =>
  value === undefined ? {} : { "retry-after": value };

const unreadableAt = (request: Received, api: Served): string => {
  const entity = entityAt(request, api);
  return entity === undefined ? "Error in reading" : quirksOf(entity).unreadable;
};
