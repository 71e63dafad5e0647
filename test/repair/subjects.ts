import type { Repairing } from "./rig.ts";
import { finished, openIncidents, runningRoots, sample } from "./rig.ts";

/** One tool with arguments that change exactly one thing by exactly one request. */
export interface Subject {
  readonly tool: string;
  /** Found out with the client, where that is needed. */
  readonly args: (client: Repairing) => Promise<Record<string, unknown>> | Record<string, unknown>;
  /** The same with something else asked for. */
  readonly other: (args: Record<string, unknown>) => Record<string, unknown>;
  /** The topmost instance of what is changed. */
  readonly instance: string;
  /** The request that makes the change. */
  readonly request: { readonly method?: string; readonly path: RegExp };
}

const text = (value: unknown): string => String(value);

/** An instance that waits at a user task in a version before the newest. */
export const outdated = (): { readonly processInstanceKey: string; readonly target: string } => {
  const definitions = sample.table("process-definitions");
  for (const row of runningRoots()) {
    const newest = definitions
      .filter((one) => one["processDefinitionId"] === row["processDefinitionId"] && one["tenantId"] === row["tenantId"])
      .sort((one, other) => Number(other["version"]) - Number(one["version"]))[0];
    if (newest === undefined || newest["processDefinitionKey"] === row["processDefinitionKey"]) continue;
    return { processInstanceKey: text(row["processInstanceKey"]), target: text(newest["processDefinitionKey"]) };
  }
  throw new Error("the sample company has no instance of an old version");
};

const waitingJob = () => {
  const job = sample.table("jobs").find(({ state, retries }) => state === "CREATED" && Number(retries) > 0);
  if (job === undefined) throw new Error("the sample company has no open job");
  return job;
};

/** A job that waits for a worker. */
export const openJob = (): string => text(waitingJob()["jobKey"]);

const order4711 = sample.landmark("order4711");

const incidentKeyOf = (processInstanceKey: string): string =>
  text(openIncidents(processInstanceKey)[0]?.["incidentKey"]);

/** The instructions that the tool itself proposes. */
const proposedMigration = async ({ call }: Repairing): Promise<Record<string, unknown>> => {
  const { processInstanceKey, target } = outdated();
  const given = { processInstanceKeys: [processInstanceKey], targetProcessDefinitionKey: target };
  const { structured } = await call("migrate_process_instances", given);
  const next: unknown = structured["next"];
  const proposal: unknown = Array.isArray(next) ? JSON.parse(text(next[0].arguments)) : undefined;
  return typeof proposal === "object" && proposal !== null ? { ...proposal } : given;
};

const [ended = "", endedToo = ""] = finished().map((row) => text(row["processInstanceKey"]));
const [running = ""] = runningRoots()
  .map((row) => text(row["processInstanceKey"]))
  .filter((key) => key !== order4711);

/** Every tool that changes something. */
export const SUBJECTS: readonly Subject[] = [
  {
    tool: "resolve_incidents",
    args: () => ({ incidentKeys: [incidentKeyOf(order4711)] }),
    other: (args) => ({ ...args, retries: 2 }),
    instance: order4711,
    request: { path: /\/incidents\/\d+\/resolution$/ },
  },
  {
    tool: "cancel_process_instances",
    args: () => ({ processInstanceKeys: [order4711] }),
    other: () => ({ processInstanceKeys: [order4711, running] }),
    instance: order4711,
    request: { path: /\/cancellation$/ },
  },
  {
    tool: "delete_process_instances",
    args: () => ({ processInstanceKeys: [ended] }),
    other: () => ({ processInstanceKeys: [endedToo] }),
    instance: ended,
    request: { path: /\/deletion$/ },
  },
  {
    tool: "set_variables",
    args: () => ({ scopeKey: order4711, variables: { courier: "Postbote" } }),
    other: (args) => ({ ...args, variables: { courier: "postbote" } }),
    instance: order4711,
    request: { path: /\/element-instances\/\d+\/variables$/ },
  },
  {
    tool: "update_job_retries",
    args: () => ({ jobKeys: [openJob()], retries: 7 }),
    other: (args) => ({ ...args, retries: 8 }),
    instance: text(waitingJob()["rootProcessInstanceKey"]),
    request: { path: /\/jobs\/\d+$/ },
  },
  {
    tool: "migrate_process_instances",
    args: proposedMigration,
    other: ({ mappingInstructions, ...args }) => args,
    instance: outdated().processInstanceKey,
    request: { path: /\/migration$/ },
  },
  {
    tool: "modify_process_instance",
    args: () => ({
      processInstanceKey: order4711,
      move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
    }),
    other: (args) => ({ ...args, terminate: [{ elementId: "charge-payment" }] }),
    instance: order4711,
    request: { path: /\/modification$/ },
  },
];
