import type { Call, Joins, Row } from "../engine.ts";
import { elementInstance } from "../entities/element-instance.ts";
import { incident } from "../entities/incident.ts";
import { processInstance } from "../entities/process-instance.ts";
import { variable } from "../entities/variable.ts";
import type { Entity } from "../entity.ts";
import { definitions } from "./definitions.ts";
import { addElements, byElementId, byElementInstance } from "./incident-elements.ts";
import { byErrorMessage, byOpenIncident } from "./instance-incidents.ts";
import type { Source } from "./source.ts";
import { measure } from "./variables.ts";

/** Adds some fields to rows. */
interface Completion {
  readonly fields: readonly string[];
  add(rows: readonly Row[], call: Call): Promise<{ rows: Row[]; notices: string[] }>;
}

const joinsOf = (filters: Joins["filters"], completions: readonly Completion[]): Joins => ({
  filters,
  fields: completions.flatMap(({ fields }) => fields),
  async complete(rows, wanted, call) {
    let result: { rows: Row[]; notices: string[] } = { rows: [...rows], notices: [] };
    for (const { fields, add } of completions) {
      if (!fields.some((name) => wanted.includes(name))) continue;
      const added = await add(result.rows, call);
      result = { rows: added.rows, notices: [...result.notices, ...added.notices] };
    }
    return result;
  },
});

/** A list of either API holds the beginning of a long value only. */
const values = (source: Source): Completion => ({ fields: ["value", "valueLength"], add: measure(source) });

/** What the Orchestration Cluster API does not tell, or not in our sense (a part of a message, in any case). */
export const clusterJoins = (source: Source): ((entity: Entity) => Joins | undefined) => {
  const joins = new Map<Entity, Joins>([
    [processInstance, joinsOf({ errorMessage: byErrorMessage(source) }, [])],
    [variable, joinsOf({}, [values(source)])],
  ]);
  return (entity) => joins.get(entity);
};

/** What the Operate API does not tell about an entity and this server finds out from others. */
export const operateJoins = (source: Source): ((entity: Entity) => Joins | undefined) => {
  const known = definitions(source);
  const processId: Completion = { fields: ["processDefinitionId"], add: known.addProcessId };
  const elements: Completion = { fields: ["elementId", "elementInstanceKey"], add: addElements(source) };
  const joins = new Map<Entity, Joins>([
    [elementInstance, joinsOf({ processDefinitionId: known.byProcess }, [processId])],
    [
      incident,
      joinsOf(
        {
          processDefinitionId: known.byProcess,
          elementId: byElementId(source),
          elementInstanceKey: byElementInstance(source),
        },
        [processId, elements],
      ),
    ],
    [
      processInstance,
      joinsOf({ hasIncident: byOpenIncident(source, known), errorMessage: byErrorMessage(source) }, []),
    ],
    [variable, joinsOf({}, [values(source)])],
  ]);
  return (entity) => joins.get(entity);
};
