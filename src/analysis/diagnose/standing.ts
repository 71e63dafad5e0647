import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { job } from "../../camunda/entities/job.ts";
import { messageSubscription } from "../../camunda/entities/message-subscription.ts";
import { userTask } from "../../camunda/entities/user-task.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { waitState } from "../../camunda/entities/wait-state.ts";
import type { Entity } from "../../camunda/entity.ts";
import { type ModelReader, rowsOf, textOf } from "../read.ts";
import type { SideLooks } from "../side.ts";
import type { Standing } from "./waits.ts";

/** Active elements and incidents of one instance that are looked at. */
const MOST = 100;
const MOST_VARIABLES = 300;

/** What a standing is gathered with. */
export interface Gathering {
  readonly engine: Engine;
  readonly call: Call;
  readonly side: SideLooks;
  readonly models: ModelReader;
}

const SUMS = [
  [job, { state: "CREATED" }],
  [messageSubscription, { state: "CREATED" }],
  [userTask, {}],
  [waitState, {}],
] as const;

/** A job keeps these states while it is still to be done; looked for only where no other job is there. */
const STILL_OPEN = ["FAILED", "TIMED_OUT", "RETRIES_UPDATED", "MIGRATED"] as const;

/** Everything that tells where one process instance stands. `called` are the instances that it has called. */
export const standingOf = async (instance: Row, called: readonly Row[], gathering: Gathering): Promise<Standing> => {
  const { engine, call, side, models } = gathering;
  const processInstanceKey = textOf(instance, "processInstanceKey") ?? "";
  const definition = textOf(instance, "processDefinitionKey");
  const cut: string[] = [];
  const rows = async (entity: Entity, filter: Row, limit = MOST, fields?: readonly string[]) => {
    const wanted = { filter: { processInstanceKey, ...filter }, limit, ...(fields === undefined ? {} : { fields }) };
    const found = await side.look(entity.plural, () => rowsOf(engine, entity, wanted, call));
    if (found !== undefined && (found.total > found.rows.length || !found.totalIsExact))
      cut.push(`Looked at the first ${found.rows.length} ${entity.plural} of an instance; there are more.`);
    return found?.rows ?? [];
  };
  const [elements, incidents, model, variables, more] = await Promise.all([
    rows(elementInstance, { state: "ACTIVE" }, MOST, []),
    rows(incident, { state: "ACTIVE" }),
    definition === undefined ? undefined : side.look("the BPMN model", () => models(definition)),
    rows(variable, { scopeKey: processInstanceKey }, MOST_VARIABLES, []),
    Promise.all(SUMS.map(([entity, filter]) => rows(entity, filter))),
  ]);
  const [created = [], subscriptions = [], userTasks = [], waitStates = []] = more;
  const isWithoutJob = elements.some(
    ({ elementId, elementInstanceKey, incidentKey }) =>
      incidentKey === undefined &&
      model?.elements.some(({ id, job: work }) => id === elementId && work !== undefined) &&
      !created.some((row) => row["elementInstanceKey"] === elementInstanceKey),
  );
  const others = isWithoutJob ? await Promise.all(STILL_OPEN.map((state) => rows(job, { state }))) : [];
  const jobs = [...created, ...others.flat()];
  return {
    instance,
    elements,
    incidents,
    model,
    variables: new Map(variables.map((row) => [textOf(row, "name") ?? "", textOf(row, "value") ?? ""])),
    called,
    jobs,
    subscriptions,
    userTasks,
    waitStates,
    cut,
  };
};
