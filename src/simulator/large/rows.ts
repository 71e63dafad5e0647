import { minutes } from "../company/duration.ts";
import { findNode } from "../company/model.ts";
import { random } from "../company/random.ts";
import type { Row } from "../world.ts";
import { keyOf, OFFSETS } from "./numbering.ts";
import type { Fate } from "./plan.ts";
import type { Definition } from "./processes.ts";

/** One instance of the bank: its number, what becomes of it, and when it started (milliseconds since 1970). */
export interface Case {
  readonly number: number;
  readonly fate: Fate;
  readonly start: number;
}

/** From the start of an instance to its incident. */
const TROUBLE = minutes(11);
/** From the incident to its resolution, where there is one. */
const REPAIR = minutes(40);
/** From the start of an instance until all has happened that ever happens to it. */
export const LIFE = minutes(60);

const TENANT = "<default>";
const STEP = minutes(1);

const date = (at: number): string => new Date(at).toISOString();

/** When an element was reached: one minute after the one before, and after the repair where that came between. */
const reached = ({ start, fate: { stuck } }: Case, step: number): number =>
  start + step * STEP + (step > stuck ? TROUBLE + REPAIR : 0);

export const definitionRow = ({ key, version, model }: Definition): Row => ({
  processDefinitionKey: key,
  processDefinitionId: model.id,
  name: model.name,
  version,
  versionTag: model.versionTag,
  resourceName: `${model.id}.bpmn`,
  hasStartForm: false,
  state: "ACTIVE",
  tenantId: TENANT,
});

export const instanceRow = (one: Case): Row => {
  const { definition, path, resolved } = one.fate;
  const processInstanceKey = keyOf(one.number, OFFSETS.instance);
  return {
    processInstanceKey,
    rootProcessInstanceKey: processInstanceKey,
    processDefinitionKey: definition.key,
    processDefinitionId: definition.model.id,
    processDefinitionName: definition.model.name,
    processDefinitionVersion: definition.version,
    processDefinitionVersionTag: definition.model.versionTag,
    state: resolved ? "COMPLETED" : "ACTIVE",
    hasIncident: !resolved,
    startDate: date(one.start),
    endDate: resolved ? date(reached(one, path.length - 1)) : undefined,
    tenantId: TENANT,
  };
};

export const incidentRow = (one: Case): Row => {
  const { number, start, fate } = one;
  const { definition, cause, path, stuck, resolved } = fate;
  const processInstanceKey = keyOf(number, OFFSETS.instance);
  const jobKey = keyOf(number, OFFSETS.job);
  return {
    incidentKey: keyOf(number, OFFSETS.incident),
    processInstanceKey,
    rootProcessInstanceKey: processInstanceKey,
    processDefinitionKey: definition.key,
    processDefinitionId: definition.model.id,
    errorType: cause.errorType,
    errorMessage: cause.message(random(number), jobKey),
    elementId: path[stuck],
    elementInstanceKey: keyOf(number, OFFSETS.element + stuck),
    creationTime: date(start + TROUBLE),
    state: resolved ? "RESOLVED" : "ACTIVE",
    jobKey: cause.errorType === "JOB_NO_RETRIES" || cause.errorType === "MESSAGE_SIZE_EXCEEDED" ? jobKey : undefined,
    tenantId: TENANT,
  };
};

export const elementRow = (one: Case, step: number): Row => {
  const { number, fate } = one;
  const processInstanceKey = keyOf(number, OFFSETS.instance);
  const isStuck = step === fate.stuck && !fate.resolved;
  const id = fate.path[step] ?? "";
  const node = findNode(fate.definition.model.graph, id);
  const left = step === fate.path.length - 1 ? reached(one, step) : reached(one, step + 1);
  return {
    elementInstanceKey: keyOf(number, OFFSETS.element + step),
    processInstanceKey,
    rootProcessInstanceKey: processInstanceKey,
    processDefinitionKey: fate.definition.key,
    processDefinitionId: fate.definition.model.id,
    elementId: id,
    elementName: node?.name,
    type: node?.type,
    state: isStuck ? "ACTIVE" : "COMPLETED",
    hasIncident: isStuck,
    incidentKey: isStuck ? keyOf(number, OFFSETS.incident) : undefined,
    startDate: date(reached(one, step)),
    endDate: isStuck ? undefined : date(left),
    tenantId: TENANT,
  };
};
