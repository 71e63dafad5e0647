import type { Call, Engine } from "../../camunda/engine.ts";
import { auditLog } from "../../camunda/entities/audit-log.ts";
import { decisionInstance } from "../../camunda/entities/decision-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { entities } from "../../camunda/entities/index.ts";
import { job } from "../../camunda/entities/job.ts";
import { messageSubscription } from "../../camunda/entities/message-subscription.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import type { Entity } from "../../camunda/entity.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { isServed } from "../../camunda/search/support.ts";
import { rowsOf } from "../read.ts";
import type { SideLooks } from "../side.ts";
import { type Hit, MOST_HITS } from "./hit.ts";

/** Where a key may be found. */
interface Place {
  readonly entity: Entity;
  readonly field: string;
}

/** An instance is what people ask about most. */
const FIRST: Place = { entity: processInstance, field: processInstance.key };

/** Decisions that were evaluated together share the key of the evaluation, and have ids of their own. */
const EVALUATION: Place = { entity: decisionInstance, field: "decisionEvaluationKey" };
const EVALUATED: Place = { entity: decisionInstance, field: decisionInstance.key };

const OTHERS: readonly Place[] = [...entities, messageSubscription, auditLog].flatMap((entity) => {
  if (entity === FIRST.entity) return [];
  return [entity === EVALUATION.entity ? EVALUATION : { entity, field: entity.key }];
});

/** The incident of a job, where jobs themselves are not served. */
const OF_JOB: Place = { entity: incident, field: "jobKey" };

/**
 * What has this key, of whatever kind: a process instance with one request; else everything that the connected API has, all kinds
 * at once. An id `<key>-<n>` is that of a decision instance. A kind that cannot be looked at is a notice of `side`.
 */
export const byKey = async (
  engine: Engine,
  key: string,
  foundBy: Hit["foundBy"],
  side: SideLooks,
  call: Call,
): Promise<Hit[]> => {
  const look = async ({ entity, field }: Place, how = foundBy): Promise<Hit[]> => {
    if (!isServed(entity, engine)) return [];
    const found = await side.look(entity.plural, () =>
      rowsOf(engine, entity, { filter: { [field]: key }, limit: MOST_HITS, fields: [] }, call),
    );
    return (found?.rows ?? []).map((row) => ({ entity, row, foundBy: how }));
  };
  if (key.includes("-")) return look(EVALUATED);
  const instances = await look(FIRST);
  if (instances.length > 0) return instances;
  const others = (await inParallel(OTHERS, (place) => look(place))).flat();
  return others.length > 0 || isServed(job, engine) ? others : look(OF_JOB, "jobKey");
};
