import { normalised } from "../analysis/normalise.ts";
import { isOpenIncident, openIncidentsOf } from "../analysis/open-incidents.ts";
import { isCut, rowsOf, textOf } from "../analysis/read.ts";
import type { Call, Engine, Row } from "../camunda/engine.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { inParallel } from "../camunda/parallel.ts";
import { OperateError } from "../errors.ts";
import { defined } from "../members.ts";
import { isOver, jobAt, retriesOf } from "./jobs.ts";
import { counted, type Operation, type Refused, type Sight, type Target } from "./plan.ts";
import { type Chosen, checkNumber, type Found, find, noSuch, rowAt } from "./targets.ts";

/** Which incidents to resolve: themselves, or all open ones of instances and of what these have called. */
export type ChosenIncidents = Chosen | { readonly processInstanceKeys: readonly string[] };

interface Resolution extends Target {
  /** The job behind it that nobody takes before it gets retries again. */
  readonly raises?: string;
  /** The job as it was before. */
  readonly jobBefore: Row | undefined;
  /** Tries that the job has once the change is made. */
  readonly retries: number;
}

const COLUMNS = [
  "incidentKey",
  "processInstanceKey",
  "elementId",
  "errorType",
  "errorMessage",
  "creationTime",
  "retriesNow",
];

const key = (row: Row): string => String(row[incident.key]);

const notAll = (message: string): OperateError =>
  new OperateError("INVALID_ARGUMENT", message, { next: "give filter with its processInstanceKey instead" });

/** Instances that some have called, on every level; only those on the way to an incident. */
const withCalled = async (
  engine: Engine,
  keys: readonly string[],
  maxItems: number,
  call: Call,
): Promise<readonly string[]> => {
  const all = new Set(keys);
  for (let level = [...all]; level.length > 0; ) {
    const below = await inParallel(level, async (parentProcessInstanceKey) => {
      const wanted = { filter: { parentProcessInstanceKey, hasIncident: true }, limit: 1000, fields: [] };
      const found = await rowsOf(engine, processInstance, wanted, call);
      if (isCut(found)) throw notAll("one of the instances has called more instances with incidents than are read");
      return found.rows.map((row) => String(row[processInstance.key]));
    });
    level = below.flat().filter((one) => !all.has(one));
    for (const one of level) all.add(one);
    checkNumber(processInstance, all.size, Math.max(maxItems, keys.length) * 10);
  }
  return [...all];
};

const ofInstances = async (engine: Engine, given: readonly string[], maxItems: number, call: Call): Promise<Found> => {
  const keys = [...new Set(given)];
  checkNumber(processInstance, keys.length, maxItems);
  const there = await inParallel(keys, (one) => rowAt(engine, processInstance, one, call));
  const instances = await withCalled(
    engine,
    keys.filter((_, index) => there[index] !== undefined),
    maxItems,
    call,
  );
  const open = await inParallel(instances, (one) => openIncidentsOf(engine, one, call));
  const total = open.reduce((sum, one) => sum + one.total, 0);
  checkNumber(incident, total, maxItems);
  if (open.some(isCut)) {
    throw notAll("one of the instances has more open incidents than are read at once");
  }
  return {
    rows: open.flatMap(({ rows }) => rows),
    refused: keys.flatMap((one, index) => (there[index] === undefined ? [noSuch(processInstance, one)] : [])),
  };
};

const refusalOf = (row: Row): Refused | undefined =>
  isOpenIncident(row) ? undefined : { key: key(row), code: "INVALID_ARGUMENT", reason: "it is resolved already" };

/** What stands open now at the place of an incident, the newest first: that incident itself, or what came after it. */
const openAt = async (row: Row, engine: Engine, call: Call): Promise<readonly Row[]> => {
  const { processInstanceKey, elementInstanceKey } = row;
  const filter = defined({ processInstanceKey, elementInstanceKey });
  const sort = [{ field: "creationTime", order: "DESC" } as const];
  return (await rowsOf(engine, incident, { filter, sort }, call)).rows.filter(isOpenIncident);
};

const look = async (target: Resolution, engine: Engine, call: Call): Promise<Sight> => {
  const { row } = target;
  const open = await openAt(row, engine, call);
  const again = open.find((one) => key(one) !== target.key);
  if (again !== undefined) {
    const isSame =
      again["errorType"] === row["errorType"] &&
      normalised(textOf(again, "errorMessage") ?? "") === normalised(textOf(row, "errorMessage") ?? "");
    return {
      outcome: "failedAgain",
      because: isSame ? "the same error is back" : "another error has come",
      stops: isSame,
      facts: {
        newIncidentKey: key(again),
        errorType: textOf(again, "errorType") ?? "",
        errorMessage: textOf(again, "errorMessage") ?? "",
      },
    };
  }
  const place = textOf(row, "elementInstanceKey");
  const element = place === undefined ? undefined : await rowAt(engine, elementInstance, place, call);
  const state = textOf(element, "state");
  if (state === "COMPLETED") return { outcome: "done", because: "the token has moved on" };
  if (state === "TERMINATED") return { outcome: "done", because: "the element was ended" };
  if (open.length > 0) {
    return { outcome: "pending", because: "the cluster took it, and the incident is still shown as open" };
  }
  return { outcome: "pending", isMade: true, ...(await withJob(target, engine, call)) };
};

/** A retry that nobody has taken yet is no success. */
const withJob = async (
  { row, jobBefore, retries }: Resolution,
  engine: Engine,
  call: Call,
): Promise<Partial<Sight>> => {
  const jobKey = textOf(row, "jobKey");
  const job = jobKey === undefined ? undefined : await jobAt(engine, jobKey, call);
  if (job === undefined) return { because: "the incident is gone, and the token has not moved on yet" };
  if (isOver(job)) return { outcome: "done", because: "the job is done" };
  const facts = { retries: retriesOf(job) };
  const hasFailed = job["hasFailedWithRetriesLeft"] === true && jobBefore?.["hasFailedWithRetriesLeft"] !== true;
  // Without any retries it is the job as it was before: what was raised is not to be seen yet.
  if (hasFailed || (facts.retries > 0 && facts.retries < retries)) {
    return { because: "a worker took the job and failed; it has retries left", facts };
  }
  if (job["deadline"] !== undefined && job["deadline"] !== jobBefore?.["deadline"]) {
    return { outcome: "done", because: "a worker has taken the job" };
  }
  return { because: "the incident is gone, and no worker has taken the job yet", facts };
};

/** Resolves open incidents; a job that has no retries left gets `retries` first. */
export const resolveIncidents = async (
  engine: Engine,
  chosen: ChosenIncidents,
  { retries, maxItems }: { readonly retries: number; readonly maxItems: number },
  call: Call,
): Promise<Operation<Resolution>> => {
  await engine.checkAbility("resolveIncident", call);
  const found =
    "processInstanceKeys" in chosen
      ? await ofInstances(engine, chosen.processInstanceKeys, maxItems, call)
      : await find(engine, incident, chosen, maxItems, call);
  const open = found.rows.filter((row) => refusalOf(row) === undefined);
  const targets = await inParallel(open, async (row): Promise<Resolution> => {
    const jobKey = textOf(row, "jobKey");
    const job = jobKey === undefined ? undefined : await jobAt(engine, jobKey, call);
    const isOut = job !== undefined && !isOver(job) && retriesOf(job) < 1;
    return {
      key: key(row),
      row: job === undefined ? row : { ...row, retriesNow: retriesOf(job) },
      seen: isOut ? "out of retries" : "open",
      jobBefore: job,
      retries: isOut || job === undefined ? retries : retriesOf(job),
      ...(isOut && jobKey !== undefined ? { raises: jobKey } : {}),
    };
  });
  const raised = targets.filter(({ raises }) => raises !== undefined).length;
  return {
    plan: {
      targets,
      refused: [...found.refused, ...found.rows.flatMap((row) => refusalOf(row) ?? [])],
      effects: [
        ...(raised === 0 ? [] : [`${counted(raised, "job")} without retries will get ${retries} first`]),
        `${counted(targets.length, "incident")} will be resolved: what failed is tried again; where its cause is still there, the same error comes back as a new incident`,
        ...(targets.length > 3
          ? ["one goes first, and the rest only once it is known that the same error does not come back"]
          : []),
      ],
      columns: COLUMNS,
      exhibits: {},
      notices: [],
    },
    changes: ({ key: incidentKey, raises }) => [
      ...(raises === undefined ? [] : [{ act: "updateRetries", jobKey: raises, retries } as const]),
      { act: "resolveIncident", incidentKey },
    ],
    look,
    isStaged: true,
  };
};
