import type { Entity } from "../camunda/entity.ts";
import { type Answer, empty, json, operateError, page, problem } from "./answer.ts";
import type { WireFault } from "./deliver.ts";
import type { Fault } from "./faults.ts";
import type { Received } from "./received.ts";
import type { Served } from "./served.ts";
import { quirksOf, reaches } from "./v1/quirks.ts";

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
      return { answer: newer ? withoutPermission(request, api) : withoutRole(api) };
    case "rate-limited":
      return { answer: json({ message: "Too many requests" }, 429, retryAfter(fault.retryAfter)) };
    case "application-error":
      return { answer: operateError("API application error", unreadableAt(request, api), api.uuid()) };
    case "answer":
      return { answer: fault.answer };
    default:
      return { wire: fault };
  }
};

const entityAt = (request: Received, { entities }: Served): Entity | undefined =>
  entities.find(({ path }) => request.path.includes(`/v1/${path.v1}/`));

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
