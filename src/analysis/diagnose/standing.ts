import type { Model } from "../../bpmn/model.ts";
import type { Call, Engine, Row } from "../../camunda/engine.ts";
import { elementInstance } from "../../camunda/entities/element-instance.ts";
import { incident } from "../../camunda/entities/incident.ts";
import { job } from "../../camunda/entities/job.ts";
import { messageSubscription } from "../../camunda/entities/message-subscription.ts";
import { userTask } from "../../camunda/entities/user-task.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { waitState } from "../../camunda/entities/wait-state.ts";
import type { Entity } from "../../camunda/entity.ts";
import { isServed } from "../../camunda/search/support.ts";
import { CONTAINERS } from "../containers.ts";
import { type ModelWait, modelWaits } from "../model-waits.ts";
import { openIncidentsOf } from "../open-incidents.ts";
import { isCut, modelReader, type Rows, rowsOf, textOf } from "../read.ts";
import { type SideLooks, sideLooks } from "../side.ts";
import { isExpression } from "./values.ts";

/** Active elements and incidents of one instance that are looked at. */
const MOST = 100;
const MOST_VARIABLES = 1000;

/** What a diagnosis is gathered with; nothing is asked for twice. */
export interface Gathering {
  readonly engine: Engine;
  readonly call: Call;
  readonly side: SideLooks;
  /** The model of a process instance; undefined where it cannot be read. */
  readonly modelOf: (instance: Row) => Promise<Model | undefined>;
  /** Open incidents of a process instance, the oldest first; undefined where they cannot be read. */
  readonly incidentsOf: (processInstanceKey: string) => Promise<Rows | undefined>;
  /** Variables in all scopes of a process instance. */
  readonly variablesOf: (processInstanceKey: string) => Promise<readonly Row[]>;
  /** Reads rows of an instance; undefined where they cannot be read. */
  readonly rows: (entity: Entity, filter: Row) => Promise<Rows | undefined>;
  /** One sentence for each kind of list that was not read to its end. */
  readonly cut: () => readonly string[];
}

/** Everything about one process instance that its waits are made from. */
export interface Standing {
  readonly instance: Row;
  /** Active element instances. */
  readonly elements: readonly Row[];
  /** How many of them could be read. */
  readonly seen: Seen;
  /** Open incidents, the oldest first; undefined where they could not be read. */
  readonly incidents: Rows | undefined;
  readonly model: Model | undefined;
  /** Variables in all scopes of the instance, where a wait is worked out from them. */
  readonly variables: readonly Row[];
  /** Process instances that it has called and that are still there. */
  readonly called: readonly Row[];
  readonly jobs: readonly Row[];
  readonly subscriptions: readonly Row[];
  readonly userTasks: readonly Row[];
  readonly waitStates: readonly Row[];
}

/** How many of the places where tokens stand could be looked at. */
export type Seen = "all" | "some" | "none";

const remembered = <T>(read: (key: string) => Promise<T>): ((key: string) => Promise<T>) => {
  const known = new Map<string, Promise<T>>();
  return (key) => {
    const found = known.get(key) ?? read(key);
    known.set(key, found);
    return found;
  };
};

/** What one diagnosis is gathered with. */
export const gatheringOf = (engine: Engine, call: Call): Gathering => {
  const side = sideLooks(call);
  const models = modelReader(engine, call);
  const cut = new Set<string>();
  const missing = new Set<Entity>();
  const looked = async ({ plural }: Entity, read: () => Promise<Rows>): Promise<Rows | undefined> => {
    const found = await side.look(plural, read);
    if (found !== undefined && isCut(found))
      cut.add(`Looked at the first ${found.rows.length} ${plural} of an instance; there are more.`);
    return found;
  };
  return {
    ...{ engine, call, side },
    modelOf: async (instance) => {
      const key = textOf(instance, "processDefinitionKey");
      return key === undefined ? undefined : side.look("the BPMN model", () => models(key));
    },
    incidentsOf: remembered((key) => looked(incident, () => openIncidentsOf(engine, key, call))),
    variablesOf: remembered(async (processInstanceKey) => {
      const wanted = { filter: { processInstanceKey }, limit: MOST_VARIABLES, fields: [] };
      return (await looked(variable, () => rowsOf(engine, variable, wanted, call)))?.rows ?? [];
    }),
    rows: async (entity, filter) => {
      if (missing.has(entity) || !isServed(entity, engine)) return undefined;
      const found = await looked(entity, () => rowsOf(engine, entity, { filter, limit: MOST, fields: [] }, call));
      // What came with some version is there for all instances, or for none.
      if (found === undefined && entity.since.v2 !== undefined) missing.add(entity);
      return found;
    },
    cut: () => [...cut],
  };
};

/** A job keeps these states while it is still to be done; looked for only where no other job is there. */
const STILL_OPEN = ["FAILED", "TIMED_OUT", "RETRIES_UPDATED", "MIGRATED"] as const;

/** What tokens that no incident stops wait for, as the model says it. */
const waitsIn = (elements: readonly Row[], model: Model | undefined): readonly ModelWait[] =>
  elements
    .filter((row) => row["incidentKey"] === undefined && !CONTAINERS.has(String(row["type"])))
    .filter(({ type }) => type !== "CALL_ACTIVITY")
    .flatMap((row) =>
      modelWaits({ elementId: textOf(row, "elementId") ?? "", type: textOf(row, "type") ?? "" }, model),
    );

const jobsOf = async (
  elements: readonly Row[],
  model: Model | undefined,
  rows: (entity: Entity, filter?: Row) => Promise<readonly Row[] | undefined>,
): Promise<readonly Row[]> => {
  const created = await rows(job, { state: "CREATED" });
  const isWithoutJob = elements.some(
    ({ elementId, elementInstanceKey, incidentKey }) =>
      incidentKey === undefined &&
      model?.elements.some(({ id, job: work }) => id === elementId && work !== undefined) &&
      !created?.some((row) => row["elementInstanceKey"] === elementInstanceKey),
  );
  const others =
    created !== undefined && isWithoutJob ? await Promise.all(STILL_OPEN.map((state) => rows(job, { state }))) : [];
  return [created ?? [], ...others].flatMap((found) => found ?? []);
};

/** Whether an incident may stop the instance: the flags of the instance and of its elements may lag one behind the other. */
const mayBeStopped = (instance: Row, elements: readonly Row[] | undefined): boolean =>
  instance["hasIncident"] !== false ||
  elements?.some(({ hasIncident, incidentKey }) => hasIncident === true || incidentKey !== undefined) !== false;

const noIncidents: Rows = { rows: [], total: 0, totalIsExact: true, notices: [] };

/** Everything that tells where one process instance stands. `called` are the instances that it has called. */
export const standingOf = async (instance: Row, called: readonly Row[], gathering: Gathering): Promise<Standing> => {
  const processInstanceKey = textOf(instance, "processInstanceKey") ?? "";
  const rows = async (entity: Entity, filter: Row = {}) =>
    (await gathering.rows(entity, { processInstanceKey, ...filter }))?.rows;
  const [active, model] = await Promise.all([
    gathering.rows(elementInstance, { processInstanceKey, state: "ACTIVE" }),
    gathering.modelOf(instance),
  ]);
  const elements = active?.rows ?? [];
  const waits = waitsIn(elements, model);
  const waitsFor = new Set(waits.map((wait) => wait.waitsFor));
  const reads = (entity: Entity, ...kinds: readonly ModelWait["waitsFor"][]) =>
    waitsFor.has("UNKNOWN") || kinds.some((kind) => waitsFor.has(kind)) ? rows(entity) : undefined;
  const isWorkedOut = waits.some(({ timer, correlationKey }) => isExpression(timer) || isExpression(correlationKey));
  const [incidents, variables, jobs, subscriptions, userTasks, waitStates] = await Promise.all([
    mayBeStopped(instance, active?.rows) ? gathering.incidentsOf(processInstanceKey) : noIncidents,
    isWorkedOut || waitsFor.has("MESSAGE") ? gathering.variablesOf(processInstanceKey) : [],
    waitsFor.has("JOB") || waitsFor.has("UNKNOWN") ? jobsOf(elements, model, rows) : [],
    reads(messageSubscription, "MESSAGE"),
    reads(userTask, "USER_TASK"),
    waits.length === 0 ? undefined : rows(waitState),
  ]);
  return {
    ...{ instance, elements, incidents, model, variables, called, jobs },
    seen: active === undefined ? "none" : isCut(active) ? "some" : "all",
    subscriptions: subscriptions ?? [],
    userTasks: userTasks ?? [],
    waitStates: waitStates ?? [],
  };
};
