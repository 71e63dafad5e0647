import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Entity, Generation } from "../../src/camunda/entity.ts";
import { folder } from "./document/folder.ts";
import { pathOf } from "./entities.ts";

/** An answer of a real cluster or of its documentation. */
export interface Recorded {
  /** Name of its file, without the ending. */
  readonly name: string;
  /** JSON text. */
  readonly text: string;
}

const inside = (generation: Generation): string | undefined => {
  const given = folder("FIXTURES_DIR");
  if (given === undefined) return undefined;
  const answers = join(given, "answers", generation);
  if (existsSync(answers)) return answers;
  throw new Error(`The folder that FIXTURES_DIR names (${given}) has no answers/${generation}.`);
};

/** Why there are no recorded answers to test with, as an addition to a test's name; empty when there are. */
export const skipped = (generation: Generation): string =>
  inside(generation) === undefined ? " (skipped: FIXTURES_DIR names no folder with recorded answers)" : "";

/** All recorded answers around one API; none when FIXTURES_DIR is not set. */
export const recordedFor = (generation: Generation): readonly Recorded[] => {
  const where = inside(generation);
  if (where === undefined) return [];
  return readdirSync(where)
    .filter((file) => file.endsWith(".json"))
    .map((file) => ({ name: file.replace(/\.json$/, ""), text: readFileSync(join(where, file), "utf8") }));
};

/** Why there are no recorded answers of the Operate API. */
export const SKIPPED = skipped("v1");

/** All recorded answers around the Operate API. */
export const recorded = recordedFor("v1");

/** The recorded answers of a name. */
export const named = (pattern: RegExp): readonly Recorded[] => recorded.filter(({ name }) => pattern.test(name));

/** Lists and single rows of an entity; `process-instance-deleted` and its like are none. */
export const rowsOf = (entity: Entity): readonly Recorded[] =>
  named(new RegExp(`^${pathOf(entity).replace(/s$/, "")}(?:s-search-?|-(?!deleted)|$)`));
