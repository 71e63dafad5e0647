import { absent, type Entity, type Field, type Generation, type Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";

/** One API in one version. */
export interface Api {
  readonly generation: Generation;
  readonly version: Version;
}

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

const joinedSince = (entity: Entity, field: Field, generation: Generation): Version | undefined => {
  if (generation === "v1") return JOINED_SINCE[entity.path.v1 ?? ""]?.[field.name];
  return field.joined.includes("v2") ? "8.8" : undefined;
};

/** First version that can filter by a field; undefined when none can. */
const fieldSince = (entity: Entity, field: Field, generation: Generation): Version | undefined => {
  const wire = field[generation];
  return joinedSince(entity, field, generation) ?? (wire === undefined ? undefined : (wire.since ?? "8.0"));
};

/** First version that knows a word; undefined when none does. */
const wordSince = ({ words }: Field, value: unknown, generation: Generation): Version | undefined => {
  const known = words.find(({ word }) => word === value);
  return generation === "v1" && known?.v1 === absent ? undefined : (known?.since ?? "8.0");
};

const isThere = (version: Version, since: Version | undefined): boolean =>
  since !== undefined && reaches(version, since);

const filtered = (entity: Entity, { field, value }: Use, { generation, version }: Api): Outcome =>
  isThere(version, fieldSince(entity, field, generation)) && isThere(version, wordSince(field, value, generation))
    ? "answered"
    : "UNSUPPORTED";

const sorted = ({ field }: Use, { generation, version }: Api): Outcome => {
  const wire = field[generation];
  const isTold = wire !== undefined && reaches(version, wire.since ?? "8.0");
  // What is joined to a row that is found cannot order the rows that are looked for.
  if (!isTold) return field.joined.includes(generation) ? "INVALID_ARGUMENT" : "UNSUPPORTED";
  return wire.sort ? "answered" : "INVALID_ARGUMENT";
};

/** Whether an API has an entity at all. */
export const has = ({ version, generation }: Api, { path, since }: Entity): boolean =>
  path[generation] !== undefined && reaches(version, since[generation] ?? "8.0");

/** What comes of a search. An order that is never possible is refused before anything else. */
export const outcomeOf = (entity: Entity, uses: readonly Use[], api: Api): Outcome => {
  const outcomes = uses.map((use) => (use.for === "filter" ? filtered(entity, use, api) : sorted(use, api)));
  if (outcomes.includes("INVALID_ARGUMENT")) return "INVALID_ARGUMENT";
  return outcomes.includes("UNSUPPORTED") || !has(api, entity) ? "UNSUPPORTED" : "answered";
};
