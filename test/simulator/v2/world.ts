import type { Cluster } from "../../../src/simulator/cluster.ts";
import { isObject, type Json, writeJson } from "../../../src/simulator/json.ts";
import type { ClusterOptions } from "../../../src/simulator/options.ts";
import type { Row, World } from "../../../src/simulator/world.ts";
import { cluster, type Heard, objectOf, post } from "../ask.ts";
import { definitions, FIRST_LOST, instances, LARGEST } from "../sample.ts";

/** The versions with this API. */
export const VERSIONS = ["8.8", "8.9", "8.10"] as const;

const variable = (key: string, of: string, name: string, value: string, scopeKey = of): Row => ({
  variableKey: key,
  name,
  value,
  isTruncated: value.length > 8191,
  scopeKey,
  processInstanceKey: of,
  tenantId: "<default>",
});

/** Characters of the long variable. */
export const LONG = 9000;

/** Five variables: a number and a text of the same digits, one in a scope of its own, one too long for a list. */
export const variables: readonly Row[] = [
  variable("2251799813685401", FIRST_LOST, "amount", "4711"),
  variable("2251799813685402", LARGEST, "amount", '"4711"'),
  variable("2251799813685403", FIRST_LOST, "city", '"Straße *7"', "9007199254740995"),
  variable("2251799813685404", "2251799813685300", "city", '"Hof"'),
  variable("2251799813685405", LARGEST, "text", JSON.stringify("x".repeat(LONG - 2))),
];

const incident = (key: string, of: string, more: Row): Row => ({
  incidentKey: key,
  processInstanceKey: of,
  processDefinitionId: "order-process",
  processDefinitionKey: "2251799813685250",
  errorType: "JOB_NO_RETRIES",
  errorMessage: "No more retries left.",
  elementId: "charge",
  elementInstanceKey: "9007199254740995",
  creationTime: "2026-11-20T09:00:00.000Z",
  state: "ACTIVE",
  tenantId: "<default>",
  ...more,
});

/** Three incidents: two open ones with the same message, one in a called instance, and a resolved one. */
export const incidents: readonly Row[] = [
  incident("2251799813685501", FIRST_LOST, { jobKey: "2251799813685601" }),
  incident("2251799813685502", "2251799813685300", { elementInstanceKey: "9007199254740997" }),
  incident("2251799813685503", FIRST_LOST, {
    state: "RESOLVED",
    errorType: "IO_MAPPING_ERROR",
    errorMessage: "no variable found for name 'total'",
  }),
];

const element = (key: string, of: string, more: Row): Row => ({
  elementInstanceKey: key,
  processInstanceKey: of,
  processDefinitionKey: "2251799813685250",
  processDefinitionId: "order-process",
  elementId: "charge",
  type: "SERVICE_TASK",
  state: "ACTIVE",
  hasIncident: true,
  startDate: "2026-11-20T08:30:00.000Z",
  tenantId: "<default>",
  ...more,
});

/** Four element instances; the call activity has called the instance that is its child. */
export const elements: readonly Row[] = [
  element("9007199254740995", FIRST_LOST, { type: "CALL_ACTIVITY", elementName: "Charge" }),
  element("9007199254740996", FIRST_LOST, {
    elementId: "start",
    type: "START_EVENT",
    state: "COMPLETED",
    hasIncident: false,
  }),
  element("9007199254740997", "2251799813685300", { elementInstanceScopeKey: "2251799813685300" }),
  element("9007199254740998", LARGEST, { state: "TERMINATED", hasIncident: false }),
];

const tagged = instances.map((row) =>
  row["processInstanceKey"] === FIRST_LOST
    ? { ...row, tags: "vip,web", businessId: "A-1", rootProcessInstanceKey: FIRST_LOST }
    : row,
);

const rows: Readonly<Record<string, readonly Row[]>> = {
  "process instance": tagged,
  "process definition": definitions,
  "element instance": elements,
  incident: incidents,
  variable: variables,
};

/** A small world with what belongs to its instances. */
export const small: World = {
  rows: ({ name }) => rows[name] ?? [],
  xml: (_, key) => (key === FIRST_LOST ? "<definitions/>" : undefined),
  sequenceFlows: (key) => (key === FIRST_LOST ? ["Flow_start_charge"] : []),
};

/** A cluster of a version, without login, that answers from the small world. */
export const start = (version: (typeof VERSIONS)[number] = "8.9", options: ClusterOptions = {}): Promise<Cluster> =>
  cluster({ version, login: "none", world: small, ...options });

/** Asks a search below `/v2`. */
export const find = ({ url }: Pick<Cluster, "url">, path: string, body: Json = {}): Promise<Heard> =>
  post(`${url}/v2/${path}`, writeJson(body));

/** The page of a search result. */
export const pageOf = (heard: Heard) => {
  const { page = null } = objectOf(heard);
  return isObject(page) ? page : {};
};
