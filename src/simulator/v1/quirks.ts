import type { Entity, Version } from "../../camunda/entity.ts";

/** What is peculiar to one kind of thing in the Operate API. Fields go by their names there. */
export interface Quirks {
  /** First version with these endpoints. */
  readonly since: Version;
  /** Other names a filter may use, and the field each means. */
  readonly aliases: Readonly<Record<string, string>>;
  /** Fields that no filter looks at. */
  readonly unfiltered: readonly string[];
  /** Fields that pass validation as a sort and then fail in the search index. */
  readonly unindexed: readonly string[];
  /** Fields that validation refuses as a sort. */
  readonly unsortable: readonly string[];
  /** Text fields that match when every word occurs. */
  readonly fullText: readonly string[];
  /** Number fields where a null in a filter is a 0. */
  readonly nullIsZero: readonly string[];
  /** Word fields where an unknown word in a filter is an error. */
  readonly strictWords: readonly string[];
  /** Key fields that the index holds as text: sorted as text, and text in `sortValues`. */
  readonly textKeys: readonly string[];
  /** The text that lists cut and the get shows whole, and the field that says so. */
  readonly preview?: { readonly text: string; readonly mark: string };
  /** Whether the key is answered once more, as a text named `id`. */
  readonly keyIsId: boolean;
  /** Words newer than this API, and what it says instead. */
  readonly olderWords: Readonly<Record<string, string>>;
  /** States in which a thing can be deleted; absent where nothing can. */
  readonly deletable?: readonly string[];
  /** What 8.8 and later want to be granted for reading. */
  readonly permission: { readonly resource: string; readonly read: string };
  /** Texts of the errors. */
  readonly missing: (key: string) => string;
  readonly missingXml: (key: string) => string;
  readonly unreadable: string;
}

const PROCESS_INSTANCES = { resource: "PROCESS_DEFINITION", read: "READ_PROCESS_INSTANCE" };
const DECISIONS = "DECISION_DEFINITION";

const usual = (entity: Entity): Quirks => ({
  since: "8.0",
  aliases: {},
  unfiltered: [],
  unindexed: [],
  unsortable: [],
  fullText: [],
  nullIsZero: [],
  strictWords: [],
  textKeys: [],
  keyIsId: false,
  olderWords: {},
  permission: PROCESS_INSTANCES,
  missing: (key) => `No ${entity.name} found for key ${key} `,
  missingXml: (key) => `${entity.name[0]?.toUpperCase()}${entity.name.slice(1)} for key ${key} not found.`,
  unreadable: `Error in reading ${entity.plural}`,
});

const peculiar: Readonly<Record<string, Partial<Quirks>>> = {
  "process-definitions": {
    unfiltered: ["versionTag"],
    textKeys: ["key"],
    permission: { resource: "PROCESS_DEFINITION", read: "READ_PROCESS_DEFINITION" },
  },
  "process-instances": {
    aliases: { parentProcessInstanceKey: "parentKey" },
    unindexed: ["parentKey"],
    nullIsZero: ["key", "processVersion", "processDefinitionKey"],
    olderWords: { SUSPENDED: "ACTIVE" },
    deletable: ["COMPLETED", "CANCELED"],
    missing: (key) => `No process instances found for key ${key} `,
  },
  "flownode-instances": {
    unfiltered: ["flowNodeName"],
    unindexed: ["flowNodeName"],
    olderWords: { AD_HOC_SUB_PROCESS: "UNKNOWN", AD_HOC_SUB_PROCESS_INNER_INSTANCE: "UNKNOWN" },
    missing: (key) => `No flownode instance found for key ${key} `,
    unreadable: "Error in reading flownode instances",
  },
  incidents: {
    fullText: ["message"],
    unsortable: ["message"],
    olderWords: {
      TASK_LISTENER_NO_RETRIES: "UNKNOWN",
      AD_HOC_SUB_PROCESS_NO_RETRIES: "UNKNOWN",
      RESOURCE_NOT_FOUND: "UNKNOWN",
    },
  },
  variables: { preview: { text: "value", mark: "truncated" }, unreadable: "Error in reading incidents" },
  "decision-definitions": {
    since: "8.3",
    keyIsId: true,
    unindexed: ["decisionRequirementsName", "decisionRequirementsVersion"],
    permission: { resource: DECISIONS, read: "READ_DECISION_DEFINITION" },
    missing: (key) => `No decision definition found for key ${key}`,
  },
  "decision-instances": {
    since: "8.3",
    unfiltered: ["result"],
    strictWords: ["state", "decisionType"],
    permission: { resource: DECISIONS, read: "READ_DECISION_INSTANCE" },
    missing: (id) => `No decision instance found for id ${id}`,
    unreadable: "Error in reading decision instance",
  },
  drd: {
    since: "8.3",
    keyIsId: true,
    permission: { resource: "DECISION_REQUIREMENTS_DEFINITION", read: "READ" },
    missing: (key) => `No decision requirements found for key ${key}`,
  },
};

/** The peculiarities of an entity; one that is not listed behaves like most. */
export const quirksOf = (entity: Entity): Quirks => ({ ...usual(entity), ...peculiar[entity.path.v1 ?? ""] });

/** Whether a version has what came with another one. */
export const reaches = (version: Version, since: Version | undefined): boolean =>
  since === undefined || Number(version.slice(2)) >= Number(since.slice(2));
