import { incident } from "../../camunda/entities/incident.ts";
import { processDefinition } from "../../camunda/entities/process-definition.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import type { Entity } from "../../camunda/entity.ts";
import { callHierarchy } from "./call-hierarchy.ts";
import type { Include } from "./include.ts";
import { outline, xml } from "./model.ts";
import { knownSinceOrchestration, relatedToInstance } from "./related.ts";
import {
  definitionStatistics,
  instanceStatistics,
  instancesByVersion,
  sameError,
  sequenceFlows,
} from "./statistics.ts";

const particular = new Map<Entity, readonly Include[]>([
  [processDefinition, [outline, definitionStatistics, instancesByVersion]],
  [incident, [sameError]],
  [
    processInstance,
    [...relatedToInstance, instanceStatistics, sequenceFlows, callHierarchy, ...knownSinceOrchestration],
  ],
]);

/** What the get tool of an entity can add: its model where it has one, and what is listed for it above. */
export const includesOf = (entity: Entity): readonly Include[] => [
  ...(entity.xml === undefined ? [] : [xml]),
  ...(particular.get(entity) ?? []),
];
