import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { job } from "../../camunda/entities/job.ts";
import { messageSubscription } from "../../camunda/entities/message-subscription.ts";
import { userTask } from "../../camunda/entities/user-task.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { waitState } from "../../camunda/entities/wait-state.ts";
import type { Entity } from "../../camunda/entity.ts";
import { defined } from "../../members.ts";
import { openIncidentsOf } from "../open-incidents.ts";
import { type ModelReader, type Rows, rowsOf, textOf } from "../read.ts";
import type { SideLooks } from "../side.ts";
import type { Standing } from "./waits.ts";

/** Active elements and incidents of one instance that are looked at. */
const MOST = 100;
const MOST_VARIABLES = 1000;

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
  const looked = async ({ plural }: Entity, read: () => Promise<Rows>): Promise<readonly Row[]> => {
    const found = await side.look(plural, read);
    if (found !== undefined && (found.total > found.rows.length || !found.totalIsExact))
      cut.push(`Looked at the first ${found.rows.length} ${plural} of an instance; there are more.`);
    return found?.rows ?? [];
  };
  const rows = (entity: Entity, filter: Row, limit = MOST, fields?: readonly string[]) => {
    const wanted = { filter: { processInstanceKey, ...filter }, limit, ...defined({ fields }) };
    return looked(entity, () => rowsOf(engine, entity, wanted, call));
  };
  const [elements, incidents, model, variables, more] = await Promise.all([
    rows(elementInstance, { state: "ACTIVE" }, MOST, []),
    looked(incident, () => openIncidentsOf(engine, processInstanceKey, call)),
    definition === undefined ? undefined : side.look("the BPMN model", () => models(definition)),
    rows(variable, {}, MOST_VARIABLES, []),
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
    variables,
    called,
    jobs,
    subscriptions,
    userTasks,
    waitStates,
    cut,
  };
};
