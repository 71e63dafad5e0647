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

/** Everything that tells where one process instance stands. `called` are the instances that it has called. */
export const standingOf = async (instance: Row, called: readonly Row[], gathering: Gathering): Promise<Standing> => {
  const { engine, call, side, models } = gathering;
  const processInstanceKey = textOf(instance, "processInstanceKey") ?? "";
  const definition = textOf(instance, "processDefinitionKey");
  const rows = async (entity: Entity, filter: Row, limit = MOST, fields?: readonly string[]) => {
    const wanted = { filter: { processInstanceKey, ...filter }, limit, ...(fields === undefined ? {} : { fields }) };
    return (await side.look(entity.plural, () => rowsOf(engine, entity, wanted, call)))?.rows ?? [];
  };
  const [elements, incidents, model, variables, more] = await Promise.all([
    rows(elementInstance, { state: "ACTIVE" }, MOST, []),
    rows(incident, { state: "ACTIVE" }),
    definition === undefined ? undefined : side.look("the BPMN model", () => models(definition)),
    rows(variable, { scopeKey: processInstanceKey }, MOST_VARIABLES, []),
    Promise.all(SUMS.map(([entity, filter]) => rows(entity, filter))),
  ]);
  const [jobs = [], subscriptions = [], userTasks = [], waitStates = []] = more;
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
  };
};
