import { incident } from "../../camunda/entities/incident.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { cancelInstances } from "../../repair/cancel-instances.ts";
import type { Deeds } from "../../repair/carry-out.ts";
import { deleteInstances } from "../../repair/delete-instances.ts";
import { type ChosenIncidents, resolveIncidents } from "../../repair/resolve-incidents.ts";
import type { Tool } from "../tool.ts";
import type { NextCall } from "../troubleshoot/next-calls.ts";
import { chosenBy, filterInput, keysInput, keysOf, retriesInput, theOneOf } from "./subjects.ts";
import { writeTool } from "./two-steps.ts";

const MOST_NEXT = 3;

const explainNew = ({ deeds }: Deeds): readonly NextCall[] =>
  deeds
    .filter(({ outcome }) => outcome === "failedAgain")
    .slice(0, MOST_NEXT)
    .map(({ facts }) => ({
      tool: "explain_incident",
      arguments: { incidentKey: String(facts?.["newIncidentKey"]) },
      why: "the cause is still there",
    }));

/** Tries again what an incident has stopped. */
const resolve: Tool = writeTool({
  name: "resolve_incidents",
  title: "Resolve incidents",
  description:
    "Resolve open incidents, so that what failed is tried again; jobs without retries get some first. Tells whether the token moved on or the same error came back.",
  isDestructive: false,
  isIdempotent: false,
  input: {
    incidentKeys: keysInput().optional(),
    processInstanceKeys: keysInput().optional().describe("all their open incidents"),
    filter: filterInput(incident).optional(),
    retries: retriesInput().optional().describe("for jobs without any, default 1"),
  },
  prepare(engine, args, context, { maxItems, onlyTenant }) {
    const which = theOneOf(args, ["incidentKeys", "processInstanceKeys", "filter"]);
    const implied = { state: "ACTIVE" };
    const chosen: ChosenIncidents =
      which === "processInstanceKeys"
        ? { processInstanceKeys: keysOf(args, which) }
        : chosenBy(incident, args, "incidentKeys", { onlyTenant, now: context.now(), implied });
    return resolveIncidents(engine, chosen, { retries: Number(args["retries"] ?? 1), maxItems }, context);
  },
  next: explainNew,
});

const instances = () => ({
  processInstanceKeys: keysInput().optional(),
  filter: filterInput(processInstance).optional(),
});

/** Ends running instances. */
const cancel: Tool = writeTool({
  name: "cancel_process_instances",
  title: "Cancel process instances",
  description: "Cancel running process instances, with everything that they have called. It cannot be undone.",
  isDestructive: true,
  isIdempotent: true,
  input: instances(),
  prepare(engine, args, context, { maxItems, onlyTenant }) {
    theOneOf(args, ["processInstanceKeys", "filter"]);
    const implied = { state: "ACTIVE" };
    const chosen = chosenBy(processInstance, args, "processInstanceKeys", { onlyTenant, now: context.now(), implied });
    return cancelInstances(engine, chosen, maxItems, context);
  },
});

/** Deletes what is recorded of finished instances. */
const remove: Tool = writeTool({
  name: "delete_process_instances",
  title: "Delete finished process instances",
  description:
    "Delete finished process instances with all that was recorded of them, for good. The Operate API can do this; over the Orchestration Cluster API it needs 8.9.",
  isDestructive: true,
  isIdempotent: true,
  input: instances(),
  prepare(engine, args, context, { maxItems, onlyTenant }) {
    theOneOf(args, ["processInstanceKeys", "filter"]);
    const chosen = chosenBy(processInstance, args, "processInstanceKeys", { onlyTenant, now: context.now() });
    return deleteInstances(engine, chosen, maxItems, context);
  },
});

/** Tools for many things at once. */
export const forMany: readonly Tool[] = [resolve, cancel, remove];
