import type { Repairing } from "./rig.ts";
import { finished, openIncidents, runningRoots, sample } from "./rig.ts";

/** One tool with arguments that change exactly one thing by exactly one request. */
export interface Subject {
  readonly tool: string;
  /** Found out with the client, where that is needed. */
  readonly args: (client: Repairing) => Promise<Record<string, unknown>> | Record<string, unknown>;
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

/** A job that waits for a worker. */
export const openJob = (): string => {
  const job = sample.table("jobs").find(({ state, retries }) => state === "CREATED" && Number(retries) > 0);
  if (job === undefined) throw new Error("the sample company has no open job");
  return text(job["jobKey"]);
};

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

/** Every tool that changes something. */
export const SUBJECTS: readonly Subject[] = [
  {
    tool: "resolve_incidents",
    args: () => ({ incidentKeys: [incidentKeyOf(order4711)] }),
    request: { path: /\/incidents\/\d+\/resolution$/ },
  },
  {
    tool: "cancel_process_instances",
    args: () => ({ processInstanceKeys: [order4711] }),
    request: { path: /\/cancellation$/ },
  },
  {
    tool: "delete_process_instances",
    args: () => ({ processInstanceKeys: [text(finished()[0]?.["processInstanceKey"])] }),
    request: { path: /\/deletion$/ },
  },
  {
    tool: "set_variables",
    args: () => ({ scopeKey: order4711, variables: { courier: "Postbote" } }),
    request: { path: /\/element-instances\/\d+\/variables$/ },
  },
  { tool: "update_job_retries", args: () => ({ jobKeys: [openJob()], retries: 7 }), request: { path: /\/jobs\/\d+$/ } },
  { tool: "migrate_process_instances", args: proposedMigration, request: { path: /\/migration$/ } },
  {
    tool: "modify_process_instance",
    args: () => ({
      processInstanceKey: order4711,
      move: [{ sourceElementId: "charge-payment", targetElementId: "clarify-payment" }],
    }),
    request: { path: /\/modification$/ },
  },
];
