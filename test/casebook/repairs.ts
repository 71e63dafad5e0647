import { isObject, member } from "../../src/narrow.ts";
import type { Fate, Retried } from "../../src/simulator/engine/runtime.ts";
import type { Row } from "../../src/simulator/world.ts";
import { sample } from "./worlds.ts";

/** One change that a careful operator makes, and what becomes of it. */
export interface Step {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** How many keys end how. */
  readonly ends: Readonly<Record<string, number>>;
}

/** One situation of the case book repaired: from the diagnosis to the state in which it is left. */
export interface Repair {
  readonly name: string;
  /** The instance that it is about. */
  readonly processInstanceKey: string;
  /** What the diagnosis says before. */
  readonly verdict: RegExp;
  readonly steps: readonly Step[];
  /** The instance afterwards, as `diagnose_process_instance` sees it; absent where it is gone. */
  readonly after?: { readonly verdict?: RegExp; readonly processDefinitionVersion?: number };
  /** Requests that change something. */
  readonly writes: number;
  /** What becomes of what is tried again, where it is not as usual. */
  readonly fate?: (retried: Retried) => Fate;
}

const text = (row: Row | undefined, name: string): string => String(row?.[name]);

const openIncidents = sample.table("incidents").filter(({ state }) => state !== "RESOLVED");

const incidentOf = (key: string): string =>
  text(
    openIncidents.find((row) => row["processInstanceKey"] === key),
    "incidentKey",
  );

const elementOf = (key: string, elementId: string): string =>
  text(
    sample
      .table("element-instances")
      .find((row) => row["processInstanceKey"] === key && row["elementId"] === elementId && row["state"] === "ACTIVE"),
    "elementInstanceKey",
  );

const valueAt = (key: string, name: string): unknown =>
  JSON.parse(
    text(
      sample.table("variables").find((row) => row["scopeKey"] === key && row["name"] === name),
      "value",
    ),
  );

const at = sample.landmark;
const resolve = (key: string, ends: Step["ends"] = { done: 1 }, more = {}): Step => ({
  tool: "resolve_incidents",
  args: { incidentKeys: [incidentOf(key)], ...more },
  ends,
});
const set = (scopeKey: string, variables: Record<string, unknown>, more = {}): Step => ({
  tool: "set_variables",
  args: { scopeKey, variables, ...more },
  ends: { done: 1 },
});

const order = valueAt(at("order4711"), "order");
const outage = openIncidents.filter((row) => text(row, "errorMessage").includes("ProviderUnavailableException"));
const filter = { errorMessage: "ProviderUnavailableException", processDefinitionId: "order-fulfilment" };
const newest = (id: string): string =>
  text(
    sample
      .table("process-definitions")
      .filter((row) => row["processDefinitionId"] === id && row["tenantId"] === "<default>")
      .sort((one, other) => Number(other["version"]) - Number(one["version"]))[0],
    "processDefinitionKey",
  );
/** Elements at which an instance stands. */
const standingAt = (key: string): readonly string[] =>
  sample
    .table("element-instances")
    .filter((row) => row["processInstanceKey"] === key && row["state"] === "ACTIVE")
    .map(({ elementId }) => String(elementId));

/** The customer and the positions stay as they are; the sum that the newest version asks for is added. */
const withGross = {
  ...(isObject(order) ? order : {}),
  total: { ...(isObject(member(order, "total")) ? { net: 50 } : {}), gross: 59.5 },
};

/** Verdicts of an instance that nothing stops. */
const GOING_ON = /^(?:running|waiting|completed)$/;

/** The situations that are repaired from end to end. */
export const REPAIRS: readonly Repair[] = [
  {
    name: "an outage is over: all that it has stopped go on",
    processInstanceKey: at("paymentOutage"),
    verdict: /^incident$/,
    steps: [{ tool: "resolve_incidents", args: { filter }, ends: { done: outage.length } }],
    after: { verdict: GOING_ON },
    writes: 2 * outage.length,
  },
  {
    name: "an outage goes on: one is tried, the others are left alone",
    processInstanceKey: at("paymentOutage"),
    verdict: /^incident$/,
    steps: [{ tool: "resolve_incidents", args: { filter }, ends: { failedAgain: 1, notSent: outage.length - 1 } }],
    after: { verdict: /^incident$/ },
    writes: 2,
    fate: () => "fails again",
  },
  {
    name: "wrong data are mended before the retry",
    processInstanceKey: at("order4711"),
    verdict: /^incident$/,
    steps: [set(at("order4711"), { order: withGross }), resolve(at("order4711"))],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "a retry without a cure comes back and is told as such",
    processInstanceKey: at("order4711"),
    verdict: /^incident$/,
    steps: [resolve(at("order4711"), { failedAgain: 1 })],
    after: { verdict: /^incident$/ },
    writes: 1,
  },
  {
    name: "a value of the wrong type gets the right one, knowingly",
    processInstanceKey: at("wrongType"),
    verdict: /^incident$/,
    steps: [set(at("wrongType"), { claimValue: 612 }, { allowTypeChange: true }), resolve(at("wrongType"))],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "a missing variable is set",
    processInstanceKey: at("missingVariable"),
    verdict: /^incident$/,
    steps: [set(at("missingVariable"), { claimValue: 140 }), resolve(at("missingVariable"))],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "a gateway without a way out gets the value that it asks for",
    processInstanceKey: at("noMatchingRule"),
    verdict: /^incident$/,
    steps: [set(at("noMatchingRule"), { approver: "team-lead" }), resolve(at("noMatchingRule"))],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "a failed decision gets the input that it lacks",
    processInstanceKey: at("decisionFailed"),
    verdict: /^incident$/,
    steps: [set(at("decisionFailed"), { amount: 80 }), resolve(at("decisionFailed"))],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "an error that nobody catches: the token goes the way that the model lacks",
    processInstanceKey: at("unhandledError"),
    verdict: /^incident$/,
    steps: [
      {
        tool: "modify_process_instance",
        args: {
          processInstanceKey: at("unhandledError"),
          move: [{ sourceElementId: "refund", targetElementId: "send-cheque" }],
        },
        ends: { done: 1 },
      },
    ],
    after: { verdict: GOING_ON },
    writes: 1,
  },
  {
    name: "a form that is not deployed: the task is passed over by ending and activating",
    processInstanceKey: at("formMissing"),
    verdict: /^incident$/,
    steps: [
      {
        tool: "modify_process_instance",
        args: {
          processInstanceKey: at("formMissing"),
          activate: [{ elementId: "welcome" }],
          terminate: [{ elementInstanceKey: elementOf(at("formMissing"), "check-identity") }],
        },
        ends: { done: 1 },
      },
    ],
    after: { verdict: GOING_ON },
    writes: 1,
  },
  {
    name: "what went wrong in a called process is repaired from the top",
    processInstanceKey: at("deepestRoot"),
    verdict: /^incident$/,
    steps: [{ tool: "resolve_incidents", args: { processInstanceKeys: [at("deepestRoot")] }, ends: { done: 1 } }],
    after: { verdict: GOING_ON },
    writes: 2,
  },
  {
    name: "a loop without an end is cancelled",
    processInstanceKey: at("endlessLoop"),
    verdict: /^waiting$/,
    steps: [
      { tool: "cancel_process_instances", args: { processInstanceKeys: [at("endlessLoop")] }, ends: { done: 1 } },
    ],
    after: { verdict: /^terminated$/ },
    writes: 1,
  },
  {
    name: "a cancelled run with its open ends is deleted",
    processInstanceKey: at("canceledWithIncident"),
    verdict: /^terminated$/,
    steps: [
      {
        tool: "delete_process_instances",
        args: { processInstanceKeys: [at("canceledWithIncident")] },
        ends: { done: 1 },
      },
    ],
    writes: 1,
  },
  {
    name: "a run of an old version becomes one of the newest",
    processInstanceKey: at("farTimer"),
    verdict: /^waiting$/,
    steps: [
      {
        tool: "migrate_process_instances",
        args: {
          processInstanceKeys: [at("farTimer")],
          targetProcessDefinitionKey: newest("customer-onboarding"),
          mappingInstructions: standingAt(at("farTimer")).map((id) => ({ sourceElementId: id, targetElementId: id })),
        },
        ends: { done: 1 },
      },
    ],
    after: { processDefinitionVersion: 2 },
    writes: 1,
  },
  {
    name: "a disk is emptied: the upload gets three new tries",
    processInstanceKey: at("failingItem"),
    verdict: /^incident$/,
    steps: [resolve(at("failingItem"), { done: 1 }, { retries: 3 })],
    after: { verdict: GOING_ON },
    writes: 2,
    fate: () => "moves on",
  },
  {
    name: "a worker that nobody has started: the retry is pending, not done",
    processInstanceKey: at("listenerFailed"),
    verdict: /^incident$/,
    steps: [resolve(at("listenerFailed"), { pending: 1 })],
    after: { verdict: /^stalled$/ },
    writes: 2,
    fate: () => "waits",
  },
];
