import { OperateError } from "../../errors.ts";
import type { Ability, Change } from "../change.ts";
import { pathOf, type WriteRequest } from "../client.ts";
import type { Version } from "../entity.ts";
import { type ClusterVersion, reaches } from "../version.ts";

/** What came after 8.8, how a sentence names it, and what to use before. */
const CAME_LATER: Partial<Record<Ability, { readonly since: Version; readonly what: string; readonly next: string }>> =
  {
    deleteInstance: {
      since: "8.9",
      what: "deleting process instances over this API",
      next: "set OPERATE_MCP_API=v1 where the Operate API of this cluster is on, or wait for the retention of the cluster",
    },
    moveTokens: {
      since: "8.9",
      what: "moving tokens in one instruction",
      next: "terminate the element instance and activate the target element in one modification",
    },
  };

/** Refuses what this version cannot do, with what to use instead (`UNSUPPORTED`). */
export const checkCame = (ability: Ability, version: ClusterVersion): void => {
  const later = CAME_LATER[ability];
  if (later === undefined || reaches(version.atLeast, later.since)) return;
  const { what, since, next } = later;
  throw new OperateError("UNSUPPORTED", `${what} exists since Camunda ${since}; connected is ${version.text}`, {
    next,
  });
};

/** How the Orchestration Cluster API is told of a change. */
export const requestFor = (change: Change): WriteRequest => {
  switch (change.act) {
    case "resolveIncident":
      return { method: "POST", path: pathOf("v2", "incidents", change.incidentKey, "resolution") };
    case "cancelInstance":
      return { method: "POST", path: pathOf("v2", "process-instances", change.processInstanceKey, "cancellation") };
    case "deleteInstance":
      return { method: "POST", path: pathOf("v2", "process-instances", change.processInstanceKey, "deletion") };
    case "setVariables": {
      const { variables, local } = change;
      const path = pathOf("v2", "element-instances", change.scopeKey, "variables");
      return { method: "PUT", path, body: { variables, local } };
    }
    case "updateRetries": {
      const { retries } = change;
      return { method: "PATCH", path: pathOf("v2", "jobs", change.jobKey), body: { changeset: { retries } } };
    }
    case "migrateInstance": {
      const { targetProcessDefinitionKey, mappings } = change;
      const path = pathOf("v2", "process-instances", change.processInstanceKey, "migration");
      return { method: "POST", path, body: { targetProcessDefinitionKey, mappingInstructions: mappings } };
    }
    case "modifyInstance": {
      const path = pathOf("v2", "process-instances", change.processInstanceKey, "modification");
      return { method: "POST", path, body: modification(change) };
    }
  }
};

const modification = ({ activate, move, terminate }: Extract<Change, { act: "modifyInstance" }>) => ({
  ...(activate.length === 0 ? {} : { activateInstructions: activate }),
  ...(move.length === 0
    ? {}
    : {
        moveInstructions: move.map(({ sourceElementInstanceKey, targetElementId }) => ({
          sourceElementInstruction: { sourceType: "byKey", sourceElementInstanceKey },
          targetElementId,
        })),
      }),
  ...(terminate.length === 0
    ? {}
    : { terminateInstructions: terminate.map((elementInstanceKey) => ({ elementInstanceKey })) }),
});
