import type { Kind, Version } from "../../camunda/entity.ts";
import { reaches } from "../v1/quirks.ts";

/** The versions whose API is known in detail. */
export type ClusterApiVersion = "8.8" | "8.9" | "8.10";

/** What is not the same in all versions: each entry counts from its version on. */
export type Steps<Choice extends string | boolean> = Choice | Partial<Readonly<Record<ClusterApiVersion, Choice>>>;

const LATEST_FIRST = ["8.10", "8.9", "8.8"] as const;

/** What counts in a version; undefined before the first entry. */
export const asOf = <Choice extends string | boolean>(steps: Steps<Choice>, version: Version): Choice | undefined => {
  if (typeof steps === "string" || typeof steps === "boolean") return steps;
  for (const since of LATEST_FIRST) {
    const choice = steps[since];
    if (choice !== undefined && reaches(version, since)) return choice;
  }
  return undefined;
};

/** Whether rows show a property: always, only where it has a value (null or left out otherwise), or not at all. */
export type Presence = "always" | "maybe" | "never";

/** What a filter can ask of a property: nothing, that it equals one value, or more by operators. */
export type Filtering = "none" | "plain" | "operators";

/** One property of the rows of an endpoint, as the documents of all versions describe it. */
export interface Property {
  /** What it holds; a `list` is a list of texts, in a row one text with commas. */
  readonly kind: Kind | "list";
  /** Name in this project, where that is another. */
  readonly from?: string;
  readonly shown: Steps<Presence>;
  readonly filter: Steps<Filtering>;
  /** Whether the operators of a word include `$notIn`. */
  readonly notIn: boolean;
  readonly sort: Steps<boolean>;
  /** For a `word`: all there are in the newest version. */
  readonly words: readonly string[];
  /** Words that came later, and what older versions say instead. */
  readonly later: Readonly<Record<string, { readonly since: Version; readonly before: string }>>;
  /** Property that stands in for this one where it has to be there and has no value. */
  readonly or?: string;
}

/** What is special about a property; by default it is always shown, can be filtered by equality and sorted by. */
export interface Notes extends Partial<Omit<Property, "kind">> {
  /** First version that has it. */
  readonly since?: ClusterApiVersion;
}

const later = <Choice extends string | boolean>(steps: Steps<Choice>, since: ClusterApiVersion): Steps<Choice> =>
  typeof steps === "object" ? steps : { [since]: steps };

const property =
  (kind: Property["kind"]) =>
  ({ since, ...notes }: Notes = {}): Property => {
    const given: Property = {
      kind,
      shown: "always",
      filter: "plain",
      notIn: false,
      sort: true,
      words: [],
      later: {},
      ...notes,
    };
    if (since === undefined) return given;
    const { shown, filter, sort } = given;
    return { ...given, shown: later(shown, since), filter: later(filter, since), sort: later(sort, since) };
  };

/** A 64-bit key. */
export const key = property("key");
/** An identifier that the engine made. */
export const id = property("id");
/** Free text, or an identifier that a person chose. */
export const text = property("text");
/** A number. */
export const int = property("int");
/** True or false. */
export const flag = property("flag");
/** A point in time. */
export const date = property("date");
/** The JSON text of a value. */
export const json = property("json");
/** A list of texts; not filtered or sorted like the others. */
export const list = (notes: Notes = {}): Property => property("list")({ filter: "none", sort: false, ...notes });
/** One of some words. */
export const word = (words: readonly string[], notes: Notes = {}): Property => property("word")({ words, ...notes });
