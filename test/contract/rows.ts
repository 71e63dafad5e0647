import { absent, type Entity, type Field, type Generation, type Version, type Wire } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { synthesise } from "../../src/simulator/synthetic.ts";
import { asOf } from "../../src/simulator/v2/property.ts";
import { resources } from "../../src/simulator/v2/resources.ts";
import type { Row, World } from "../../src/simulator/world.ts";

/* What is stored in the clusters of the contract, and what each API has to show of it. */

/** An API as it is in one version. */
export interface Api {
  readonly generation: Generation;
  readonly version: Version;
}

/** The field as this version of the API knows it; undefined where it does not. */
export const wireOf = (field: Field, { generation, version }: Api): Wire | undefined => {
  const wire = field[generation];
  return wire === undefined || (wire.since !== undefined && !reaches(version, wire.since)) ? undefined : wire;
};

/** Whether rows of this version show the field. */
export const isShown = (field: Field, api: Api): boolean => !field.isHidden && wireOf(field, api) !== undefined;

/** Whether this version has the entity at all. */
export const hasEntity = ({ path, since }: Entity, { generation, version }: Api): boolean => {
  const from = since[generation];
  return path[generation] !== undefined && (from === undefined || reaches(version, from));
};

/** Whether this version has the word. */
export const hasWord = (field: Field, value: Row[string], { generation, version }: Api): boolean => {
  const word = field.words.find((entry) => entry.word === value);
  if (word === undefined) return true;
  return !(generation === "v1" && word.v1 === absent) && (word.since === undefined || reaches(version, word.since));
};

/** A word that this version does not have is shown there as unknown, or else as the first one of the list. */
const asTold = (field: Field, value: Row[string], api: Api): Row[string] => {
  if (hasWord(field, value, api)) return value;
  return (field.words.find(({ word }) => word === "UNKNOWN") ?? field.words[0])?.word;
};

/** The fields that are in every row of the Orchestration Cluster API, whatever happened. */
const neverMissing = (entity: Entity, version: Version): ReadonlySet<string> => {
  const properties = resources.find(({ path }) => path === entity.path.v2)?.properties ?? {};
  return new Set(
    Object.entries(properties)
      .filter(([, { shown }]) => asOf(shown, version) === "always")
      .map(([name, { from = name }]) => from),
  );
};

/** Rows without the gaps and the words that the Orchestration Cluster API of a version cannot have. */
const filled = (entity: Entity, rows: readonly Row[], api: Api): readonly Row[] => {
  const whole = neverMissing(entity, api.version);
  // No two rows in a row lack the same field.
  const valueAt = (index: number, name: string): Row[string] => {
    const own = rows[index]?.[name];
    return own === undefined && whole.has(name) ? rows[(index + 1) % rows.length]?.[name] : own;
  };
  return rows.map((_, index) =>
    Object.fromEntries(
      Object.values(entity.fields).map((field) => [field.name, asTold(field, valueAt(index, field.name), api)]),
    ),
  );
};

/** What is stored of an entity: made from its fields (ties, gaps, keys beyond 2^53). */
const stored = (entity: Entity, api: Api): readonly Row[] =>
  api.generation === "v1" ? synthesise(entity) : filled(entity, synthesise(entity), api);

/** The clusters' data: Operate's come with the gaps that they have anyway. */
export const worldFor = (api: Api): World | undefined => {
  if (api.generation === "v1") return undefined;
  const rows = new Map<string, readonly Row[]>();
  return {
    rows: (entity) => {
      const known = rows.get(entity.name) ?? stored(entity, api);
      rows.set(entity.name, known);
      return known;
    },
    xml: () => undefined,
  };
};

/** Every row of the entity as the tools have to show it. */
export const expectedRows = (entity: Entity, api: Api): readonly Row[] =>
  stored(entity, api).map((row) =>
    Object.fromEntries(
      Object.values(entity.fields)
        .filter((field) => isShown(field, api) && row[field.name] !== undefined)
        .map((field) => [field.name, asTold(field, row[field.name], api)]),
    ),
  );
