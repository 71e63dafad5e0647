import { empty } from "../answer.ts";
import { resolveIncident, updateRetries } from "../engine/incidents.ts";
import { cancelInstance, deleteInstance, migrateInstance, modifyInstance } from "../engine/instances.ts";
import { setVariables } from "../engine/variables.ts";
import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import { reaches } from "../v1/quirks.ts";
import { invalid, Problem, unparsable } from "./problem.ts";
import { readBody } from "./query.ts";
import type { Asked, Route } from "./route.ts";

const instance = "/v2/process-instances/{processInstanceKey}";
const DONE = empty(204);

/** The key of a path; the API converts it before it looks. */
const keyOf = ({ key }: Asked, name: string): string => {
  if (!/^-?\d{1,19}$/.test(key)) throw new Problem(400, `Failed to convert '${name}' with value: '${key}'`);
  return key;
};

const objectIn = (value: Json | undefined, name: string): JsonObject => (isObject(value) ? value : unparsable(name));

const objectsIn = (value: Json | undefined, name: string): readonly JsonObject[] => {
  if (value === undefined || value === null) return [];
  return isList(value) ? value.map((one) => objectIn(one, name)) : unparsable(name);
};

const textIn = (object: JsonObject, name: string): string => {
  const value = object[name];
  return typeof value === "string" && value !== "" ? value : invalid(`No ${name} provided.`);
};

/** What the body of a request may hold; one that has to be there is missed. */
const bodyOf = ({ request }: Asked, members: readonly string[], required = true): JsonObject => {
  if (required && request.text.trim() === "") throw new Problem(400, "Required request body is missing");
  return readBody(request.text, members);
};

const REFERENCE = "operationReference";

/** What changes something. All of it is done at once, and read a moment later. */
export const changeRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/v2/incidents/{incidentKey}/resolution",
    since: "8.8",
    answer: (asked) => {
      bodyOf(asked, [REFERENCE], false);
      resolveIncident(asked.api.runtime, keyOf(asked, "incidentKey"));
      return DONE;
    },
  },
  {
    method: "PATCH",
    path: "/v2/jobs/{jobKey}",
    since: "8.8",
    answer: (asked) => {
      const { changeset } = bodyOf(asked, ["changeset", REFERENCE]);
      const { retries, timeout } = objectIn(changeset, "changeset");
      if (typeof retries !== "number" && typeof timeout !== "number")
        invalid("At least one of [retries, timeout] is required.");
      const key = keyOf(asked, "jobKey");
      if (typeof retries === "number") updateRetries(asked.api.runtime, key, retries);
      return DONE;
    },
  },
  {
    method: "PUT",
    path: "/v2/element-instances/{elementInstanceKey}/variables",
    since: "8.8",
    answer: (asked) => {
      const { variables, local } = bodyOf(asked, ["variables", "local", REFERENCE]);
      const key = keyOf(asked, "elementInstanceKey");
      setVariables(asked.api.runtime, key, objectIn(variables, "variables"), local === true);
      return DONE;
    },
  },
  {
    method: "POST",
    path: `${instance}/cancellation`,
    since: "8.8",
    answer: (asked) => {
      bodyOf(asked, [REFERENCE], false);
      cancelInstance(asked.api.runtime, keyOf(asked, "processInstanceKey"));
      return DONE;
    },
  },
  {
    method: "POST",
    path: `${instance}/deletion`,
    since: "8.9",
    answer: (asked) => {
      bodyOf(asked, [REFERENCE], false);
      const { runtime, entities } = asked.api;
      deleteInstance(runtime, entities, keyOf(asked, "processInstanceKey"));
      return DONE;
    },
  },
  {
    method: "POST",
    path: `${instance}/migration`,
    since: "8.8",
    answer: (asked) => {
      const body = bodyOf(asked, ["targetProcessDefinitionKey", "mappingInstructions", REFERENCE]);
      const mapped = objectsIn(body["mappingInstructions"], "mappingInstructions").map((one) => ({
        source: textIn(one, "sourceElementId"),
        target: textIn(one, "targetElementId"),
      }));
      if (mapped.length === 0) invalid("No mappingInstructions provided.");
      const target = textIn(body, "targetProcessDefinitionKey");
      migrateInstance(asked.api.runtime, keyOf(asked, "processInstanceKey"), target, mapped);
      return DONE;
    },
  },
  {
    method: "POST",
    path: `${instance}/modification`,
    since: "8.8",
    answer: (asked) => {
      const moves = reaches(asked.api.version, "8.9") ? ["moveInstructions"] : [];
      const body = bodyOf(asked, ["activateInstructions", "terminateInstructions", REFERENCE, ...moves]);
      modifyInstance(asked.api.runtime, keyOf(asked, "processInstanceKey"), {
        activate: objectsIn(body["activateInstructions"], "activateInstructions").map((one) =>
          textIn(one, "elementId"),
        ),
        terminate: objectsIn(body["terminateInstructions"], "terminateInstructions").map((one) =>
          textIn(one, "elementInstanceKey"),
        ),
        move: objectsIn(body["moveInstructions"], "moveInstructions").map((one) => ({
          source: textIn(
            objectIn(one["sourceElementInstruction"], "sourceElementInstruction"),
            "sourceElementInstanceKey",
          ),
          target: textIn(one, "targetElementId"),
        })),
      });
      return DONE;
    },
  },
];
