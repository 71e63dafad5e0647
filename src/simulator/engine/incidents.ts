import { missing, Problem } from "../v2/problem.ts";
import type { Row } from "../world.ts";
import type { Runtime } from "./runtime.ts";
import { belongingTo, leave, markIncidents, onward } from "./tokens.ts";

const text = (row: Row, name: string): string => String(row[name] ?? "");

const OUT: Row = { state: "FAILED", retries: 0, hasFailedWithRetriesLeft: false };

const isJobs = (incident: Row): boolean => incident["jobKey"] !== undefined;

/** Resolves an incident; what it stopped is tried again a moment later. */
export const resolveIncident = (runtime: Runtime, key: string): void => {
  const incident = runtime.find("incidents", key);
  if (incident === undefined || incident["state"] === "RESOLVED") throw missing("Incident", key);
  const job = isJobs(incident) ? runtime.find("jobs", text(incident, "jobKey")) : undefined;
  if (job !== undefined && Number(job["retries"] ?? 0) < 1) {
    throw new Problem(
      409,
      `Expected to resolve incident with key '${key}', but the job has no retries left`,
      "INVALID_STATE",
    );
  }
  const instanceKey = text(incident, "processInstanceKey");
  const element = runtime.find("element-instances", text(incident, "elementInstanceKey"));
  runtime.put("incidents", { ...incident, state: "RESOLVED" });
  if (element !== undefined) {
    const { incidentKey: _, ...rest } = element;
    runtime.put("element-instances", { ...rest, hasIncident: false });
  }
  markIncidents(runtime, instanceKey);
  runtime.later(() => tryAgain(runtime, incident));
};

const tryAgain = (runtime: Runtime, incident: Row): void => {
  const element = runtime.find("element-instances", text(incident, "elementInstanceKey"));
  const instance = runtime.find("process-instances", text(incident, "processInstanceKey"));
  if (element?.["state"] !== "ACTIVE" || instance === undefined) return;
  const fate = runtime.fate({ incident, isMended: runtime.mended.has(text(incident, "processInstanceKey")) });
  if (fate === "waits") return;
  if (fate === "moves on") {
    leave(runtime, element, "COMPLETED");
    onward(runtime, instance, text(element, "elementId"));
    return;
  }
  const job = runtime.find("jobs", text(incident, "jobKey"));
  if (fate === "is taken") {
    if (job !== undefined) runtime.put("jobs", { ...job, worker: "late-worker", deadline: runtime.date() });
    return;
  }
  const incidentKey = runtime.newKey();
  const again = { ...incident, ...belongingTo(instance), incidentKey, state: "ACTIVE", creationTime: runtime.date() };
  runtime.put("incidents", again);
  runtime.put("element-instances", { ...element, hasIncident: true, incidentKey });
  if (job !== undefined) runtime.put("jobs", { ...job, ...OUT, lastUpdateTime: runtime.date() });
  markIncidents(runtime, text(instance, "processInstanceKey"));
};

/** States of a job on which nobody works any more. */
const OVER = ["COMPLETED", "CANCELED"];

/** Gives a job retries. */
export const updateRetries = (runtime: Runtime, key: string, retries: number): void => {
  const job = runtime.find("jobs", key);
  if (job === undefined || OVER.includes(text(job, "state"))) throw missing("Job", key);
  if (retries < 1) {
    throw new Problem(
      400,
      `Expected to update retries of job with key '${key}' with a positive amount, but it was ${retries}`,
      "INVALID_ARGUMENT",
    );
  }
  runtime.put("jobs", { ...job, retries, state: "RETRIES_UPDATED", lastUpdateTime: runtime.date() });
};
