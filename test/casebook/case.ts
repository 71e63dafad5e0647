import type { ClusterVersion } from "../../src/simulator/options.ts";
import type { Subject, Truth } from "./truth.ts";
import type { WorldName } from "./worlds.ts";

/** What a value of an answer has to be: dates agree to the second, a pattern has to match somewhere in it. */
export type Expected = string | number | boolean | RegExp | ExpectedRow | readonly ExpectedRow[];

/** Members that one thing has to have; a list of these means that each of them fits some row. */
export interface ExpectedRow {
  readonly [member: string]: Expected;
}

/** One tool call. */
export interface Ask {
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Whether the reader has to follow the cursor to the end. */
  readonly toTheEnd?: boolean;
}

/** One situation: what somebody asks, our one call, and how an answer is told right from wrong. */
export interface Case {
  readonly name: string;
  readonly question: string;
  /** Default: 8.6 over Operate's API, 8.9 over the Orchestration Cluster API. */
  readonly versions?: readonly ClusterVersion[];
  /** Default: the sample company. */
  readonly world?: WorldName;
  /** Paths that the cluster refuses for a missing permission. */
  readonly forbidden?: RegExp;
  readonly tool: string;
  readonly args: (truth: Truth) => Readonly<Record<string, unknown>>;
  /** The facts of a right answer, by the member that states each. */
  readonly contains: (truth: Truth) => ExpectedRow;
  /** What no channel may say. */
  readonly mustNot: readonly RegExp[];
  /** Members that a right answer does not have. */
  readonly lacks?: readonly string[];
  /** The leanest sequence of calls of endpoint tools that shows the same facts of the cluster. */
  readonly leanest: (truth: Truth) => readonly Ask[];
  /** Why the answer is still wrong: the case is run, and has to fail until it is mended. */
  readonly gap?: string;
}

/** A verdict that an answer claims, in either channel. */
export const verdict = (...words: readonly string[]): RegExp =>
  new RegExp(`\\bverdict"?: ?"?(?:${words.join("|")})\\b`);

/** That a retry alone helps, which is false. */
export const RETRY_HELPS = /\bretryAlone"?: ?"?(?:yes|maybe)\b|retry alone (?:can|may) help/;

/** That it is only the passing trouble of a worker, which is false where the data or the model is wrong. */
export const OUT_OF_RETRIES = /JOB_NO_RETRIES/;

/** `search_incidents` for what stops one instance, with as few columns as tell it. */
export const incidentsOf = (processInstanceKey: string): Ask => ({
  tool: "search_incidents",
  args: {
    processInstanceKey,
    state: "ACTIVE",
    fields: ["incidentKey", "elementId", "errorType", "errorMessage", "creationTime", "jobKey"],
  },
});

/** `get_process_instance`, with parts. */
export const instance = (processInstanceKey: string, ...include: readonly string[]): Ask => ({
  tool: "get_process_instance",
  args: { processInstanceKey, ...(include.length === 0 ? {} : { include }) },
});

/** The outline of a model. */
export const outlineOf = (processDefinitionKey: string): Ask => ({
  tool: "get_process_definition",
  args: { processDefinitionKey, include: ["outline"] },
});

/** Some variables of one instance, by name. */
export const variable = (processInstanceKey: string, name: string): Ask => ({
  tool: "search_variables",
  args: { processInstanceKey, name, fields: ["name", "value"] },
});

/** The instance that a person means by a business value: by its business id, where it has one. */
export const byBusinessId = (businessId: string, ...fields: readonly string[]): Ask => ({
  tool: "search_process_instances",
  args: {
    businessId,
    fields: [
      ...["processInstanceKey", "processDefinitionKey", "processDefinitionId", "processDefinitionVersion", "state"],
      ...["hasIncident", "startDate", "parentProcessInstanceKey"],
      ...fields,
    ],
  },
});

/** The same by the variable that holds the value; `include` are parts of the instance that is found. */
export const byValue = (processInstanceKey: string, value: string, ...include: readonly string[]): readonly Ask[] => [
  { tool: "search_variables", args: { value, fields: ["name", "processInstanceKey"] } },
  instance(processInstanceKey, ...include),
];

/** An order by its number, on either API. */
export const order = (
  { isV2, key }: Truth,
  subject: Subject,
  number: string,
  ...fields: readonly string[]
): readonly Ask[] => (isV2 ? [byBusinessId(number, ...fields)] : byValue(key(subject), number));

/** Where the tokens of an instance stand, and since when. */
export const standing = (processInstanceKey: string): Ask => ({
  tool: "search_element_instances",
  args: { processInstanceKey, state: "ACTIVE", fields: ["elementId", "elementName", "type", "startDate"] },
});

/** The newest version of a process. */
export const newestOf = (processDefinitionId: string): Ask => ({
  tool: "search_process_definitions",
  args: { processDefinitionId, sort: [{ field: "version", order: "DESC" }], limit: 1, fields: ["version"] },
});

/** All variables of one instance, with their scopes where there are some. */
export const variablesOf = (processInstanceKey: string): Ask => ({
  tool: "search_variables",
  args: { processInstanceKey, limit: 100, fields: ["name", "value", "scopeKey"] },
});

/** Characters of an error message that a search takes. */
const LONGEST_PART = 500;

/**
 * The calls that show an incident, and how many others have the same cause, since when, and in which versions. Where their messages
 * differ, `part` is what all of them have in common.
 */
export const alike = (truth: Truth, subject: Subject, part?: string): readonly Ask[] => {
  const incidentKey = truth.incidentKey(subject);
  const errorMessage = part ?? String(truth.incident(subject)["errorMessage"]).slice(0, LONGEST_PART);
  const fields = ["processDefinitionKey", "creationTime"];
  return [
    { tool: "get_incident", args: { incidentKey } },
    { tool: "search_incidents", args: { errorMessage, state: "ACTIVE", limit: 1000, fields }, toTheEnd: true },
  ];
};
