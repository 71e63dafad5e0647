/** Says that an API generation does not have a field or a word. */
export const absent: unique symbol = Symbol("absent");

/** Says that an API generation does not have a field, but its engine finds it out from other entities. */
export const joined: unique symbol = Symbol("joined");

const GENERATIONS = ["v1", "v2"] as const;

/** The two API generations. */
export type Generation = (typeof GENERATIONS)[number];

/** Where an entity is found below `/v1` and `/v2`; every entity is in the newer API. */
export interface Paths {
  readonly v1?: string;
  readonly v2: string;
}

/** A Camunda version of two numbers, e.g. `8.6`. */
export type Version = `8.${number}`;

/**
 * What a field holds:
 * `key` a 64-bit key (digit string), `id` a string identifier of the engine's making, `text`, `int`, `flag` (true or false),
 * `date` (RFC 3339, UTC), `word` (one of a known list, open for new ones), `json` (the JSON text of a value, possibly long).
 */
export type Kind = "key" | "id" | "text" | "int" | "flag" | "date" | "word" | "json";

/** How one API generation knows a field. */
export interface Wire {
  readonly name: string;
  /** First Camunda version that has it; absent when every version of this generation does. */
  readonly since?: Version;
  /** Can be given in a filter, and is offered as an argument of the search. */
  readonly filter: boolean;
  /** Can be sorted by. */
  readonly sort: boolean;
  /** A key that this API writes as a string. */
  readonly asText: boolean;
  /** A list of texts, shown and given as one text with commas; filtered by those that must all be there. */
  readonly isList: boolean;
  /** What it is where an answer leaves it out. */
  readonly otherwise?: boolean;
}

/** How a text argument is compared: as it stands, or as a part of the value in any case. */
export type Match = "exact" | "part";

/** One field of an entity, under the name this project gives it (that of the Orchestration Cluster API). */
export interface Field {
  readonly name: string;
  readonly kind: Kind;
  /** One sentence: what it is. */
  readonly about: string;
  readonly match: Match;
  /** For a `word`: what this project says, and what each API says where that differs. */
  readonly words: readonly Word[];
  /** For a `date`: the stem of the two arguments that ask for a time window, e.g. `started` for `startedAfter` and `startedBefore`. */
  readonly window?: string;
  /** Absent where the generation does not have the field at all. */
  readonly v1?: Wire;
  readonly v2?: Wire;
  /** Only a condition of a search: no row shows it. */
  readonly isHidden: boolean;
  /** Generations that lack it and whose engine finds it out from other entities. */
  readonly joined: readonly Generation[];
}

/** A list inside one row, which only the row itself shows and no search; its members are flat. */
export interface NestedList {
  readonly name: string;
  readonly about: string;
  readonly path: Readonly<Record<Generation, string>>;
  readonly fields: Readonly<Record<string, Field>>;
  /** Rows that agree in `by` are shown as one, the rest of their fields as a list under `into`. */
  readonly group?: { readonly by: readonly string[]; readonly into: string };
}

/** One value of a `word` field. */
export interface Word {
  readonly word: string;
  /** What the Operate API says for it; `absent` where it has no such state. */
  readonly v1?: string | typeof absent;
  /** First Camunda version that has it. */
  readonly since?: Version;
}

/** One kind of thing that Camunda stores and answers searches about. Everything else is computed from this. */
export interface Entity {
  /** As in a sentence, e.g. `process instance`. */
  readonly name: string;
  readonly plural: string;
  /** The field that identifies one row. */
  readonly key: string;
  readonly path: Paths;
  /** The toolset its tools are in. */
  readonly toolset: "data" | "work";
  /** Has no tool to get one. */
  readonly searchOnly: boolean;
  /** One sentence: what it is. */
  readonly about: string;
  /** In the order in which results show them. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that a list shows unless asked for others. */
  readonly columns: readonly string[];
  /** Where its model can be read as XML: by its own key, or by that of another field of the row under another entity. */
  readonly xml?: { readonly of: string; readonly path: Readonly<Record<Generation, string>> };
  /** First version of each generation that has it, where that is not the first of all. */
  readonly since: { readonly v1?: Version; readonly v2?: Version };
  readonly lists: readonly NestedList[];
  /** Can be searched by the variables it holds. */
  readonly hasVariables: boolean;
  /** Of each group of rows that agree in `by`, the one with the highest `highest` can be asked for with `latestOnly`. */
  readonly latest?: { readonly by: readonly string[]; readonly highest: string };
}

type WireNote =
  | string
  | { name?: string; since?: Version; filter?: false; sort?: false; asText?: true; list?: true; otherwise?: boolean };

interface Notes {
  /** Name in this generation, or what else is special there; `absent` where it does not exist. */
  v1?: WireNote | typeof absent | typeof joined;
  v2?: WireNote | typeof absent | typeof joined;
  match?: Match;
  window?: string;
  hidden?: true;
}

type Unnamed = (name: string) => Field;

const wire = (name: string, note: Notes["v1"]): Wire | undefined => {
  if (note === absent || note === joined) return undefined;
  const {
    name: given = name,
    since,
    filter = true,
    sort = true,
    asText = false,
    list: isList = false,
    otherwise,
  } = typeof note === "string" ? { name: note } : (note ?? {});
  return {
    ...{ name: given, filter, sort, asText, isList },
    ...(since === undefined ? {} : { since }),
    ...(otherwise === undefined ? {} : { otherwise }),
  };
};

const field =
  (kind: Kind, about: string, notes: Notes, words: readonly Word[] = []): Unnamed =>
  (name) => {
    const v1 = wire(name, notes.v1);
    const v2 = wire(name, notes.v2);
    return {
      name,
      kind,
      about,
      match: notes.match ?? "exact",
      words,
      isHidden: notes.hidden ?? false,
      joined: GENERATIONS.filter((generation) => notes[generation] === joined),
      ...(notes.window === undefined ? {} : { window: notes.window }),
      ...(v1 === undefined ? {} : { v1 }),
      ...(v2 === undefined ? {} : { v2 }),
    };
  };

/** A 64-bit key. */
export const key = (about: string, notes: Notes = {}): Unnamed => field("key", about, notes);
/** A string identifier that the engine made, e.g. `2251799813685249-1`. */
export const id = (about: string, notes: Notes = {}): Unnamed => field("id", about, notes);
/** Free text, or an identifier that a person chose. */
export const text = (about: string, notes: Notes = {}): Unnamed => field("text", about, notes);
/** A number below 2^53. */
export const int = (about: string, notes: Notes = {}): Unnamed => field("int", about, notes);
/** True or false. */
export const flag = (about: string, notes: Notes = {}): Unnamed => field("flag", about, notes);
/** A point in time. */
export const date = (about: string, notes: Notes = {}): Unnamed => field("date", about, notes);
/** The JSON text of a value. */
export const json = (about: string, notes: Notes = {}): Unnamed => field("json", about, notes);
/** One of a list of words; the list is what is known today, a newer cluster may answer others. */
export const word = (about: string, words: readonly (string | Word)[], notes: Notes = {}): Unnamed =>
  field(
    "word",
    about,
    notes,
    words.map((entry) => (typeof entry === "string" ? { word: entry } : entry)),
  );

const named = (fields: Record<string, Unnamed>): Record<string, Field> =>
  Object.fromEntries(Object.entries(fields).map(([name, make]) => [name, make(name)]));

/** Declares a list inside a row. */
export const list = (declared: {
  about: string;
  path: Record<Generation, string>;
  fields: Record<string, Unnamed>;
  group?: { by: readonly string[]; into: string };
}): ((name: string) => NestedList) => {
  const { about, path, fields, group } = declared;
  return (name) => ({ name, about, path, fields: named(fields), ...(group === undefined ? {} : { group }) });
};

/** Declares an entity. */
export const entity = (declared: {
  name: string;
  plural: string;
  key: string;
  path: Paths;
  toolset?: "work";
  searchOnly?: true;
  about: string;
  fields: Record<string, Unnamed>;
  columns?: readonly string[];
  xml?: { of: string; path: Record<Generation, string> };
  since?: { v1?: Version; v2?: Version };
  lists?: Record<string, (name: string) => NestedList>;
  hasVariables?: true;
  latest?: { by: readonly string[]; highest: string };
}): Entity => {
  const {
    xml,
    latest,
    columns,
    lists = {},
    since = {},
    hasVariables = false,
    toolset = "data",
    searchOnly = false,
    ...rest
  } = declared;
  const fields = named(declared.fields);
  const shown = Object.values(fields).filter(({ isHidden }) => !isHidden);
  return {
    ...rest,
    fields,
    columns: columns ?? shown.map(({ name }) => name),
    since,
    hasVariables,
    toolset,
    searchOnly,
    lists: Object.entries(lists).map(([name, make]) => make(name)),
    ...(xml === undefined ? {} : { xml }),
    ...(latest === undefined ? {} : { latest }),
  };
};
