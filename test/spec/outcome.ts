import { absent, type Entity, type Field, type Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { pathOf } from "./entities.ts";

/** What comes of a call: an answer, or the code of the error. */
export type Outcome = "answered" | "UNSUPPORTED" | "INVALID_ARGUMENT";

/** One thing that a search asks for: rows with a value in a field, or an order by it. */
export interface Use {
  readonly for: "filter" | "sort";
  readonly field: Field;
  readonly value?: unknown;
}

/**
 * What the Operate API does not tell of an entity (by its path) and this server finds out from others, with the first version in
 * which those tell it: before 8.2, element instances say neither which element nor which definition they are of.
 */
const JOINED_SINCE: Readonly<Record<string, Readonly<Record<string, Version>>>> = {
  "process-instances": { hasIncident: "8.0", errorMessage: "8.0" },
  "flownode-instances": { processDefinitionId: "8.2" },
  incidents: { processDefinitionId: "8.0", elementId: "8.2", elementInstanceKey: "8.0" },
};

/** First version that can filter by a field; undefined when none can. */
const fieldSince = (entity: Entity, { name, v1 }: Field): Version | undefined =>
  JOINED_SINCE[pathOf(entity)]?.[name] ?? (v1 === undefined ? undefined : (v1.since ?? "8.0"));

/** First version that knows a word; undefined when none does. */
const wordSince = ({ words }: Field, value: unknown): Version | undefined => {
  const known = words.find(({ word }) => word === value);
  return known?.v1 === absent ? undefined : (known?.since ?? "8.0");
};

const isThere = (version: Version, since: Version | undefined): boolean =>
  since !== undefined && reaches(version, since);

const filtered = (entity: Entity, { field, value }: Use, version: Version): Outcome =>
  isThere(version, fieldSince(entity, field)) && isThere(version, wordSince(field, value)) ? "answered" : "UNSUPPORTED";

const sorted = ({ field }: Use, version: Version): Outcome => {
  const isTold = field.v1 !== undefined && reaches(version, field.v1.since ?? "8.0");
  // What is joined to a row that is found cannot order the rows that are looked for.
  if (!isTold) return field.joined.includes("v1") ? "INVALID_ARGUMENT" : "UNSUPPORTED";
  return field.v1?.sort ? "answered" : "INVALID_ARGUMENT";
};

/** What comes of a search on the Operate API of a version. An order that is never possible is refused before anything else. */
export const outcomeOf = (entity: Entity, uses: readonly Use[], version: Version): Outcome => {
  const outcomes = uses.map((use) => (use.for === "filter" ? filtered(entity, use, version) : sorted(use, version)));
  if (outcomes.includes("INVALID_ARGUMENT")) return "INVALID_ARGUMENT";
  return outcomes.includes("UNSUPPORTED") || !isThere(version, entity.since.v1 ?? "8.0") ? "UNSUPPORTED" : "answered";
};
