/** Says that an API generation does not have a field or a word. */
export const absent: unique symbol = Symbol("absent");

/** The two API generations. */
export type Generation = "v1" | "v2";

/** A Camunda version of two numbers, e.g. `8.6`. */
export type Version = `8.${number}`;

/**
 * What a field holds:
 * `key` a 64-bit key (digit string), `id` a string identifier of the engine's making, `text`, `int`, `flag` (true or false),
 * `date` (RFC 3339, UTC), `word` (one of a known list, open for new ones).
 */
export type Kind = "key" | "id" | "text" | "int" | "flag" | "date" | "word";

/** How one API generation knows a field. */
export interface Wire {
  readonly name: string;
  /** First Camunda version that has it; absent when every version of this generation does. */
  readonly since?: Version;
  /** Can be given in a filter, and is offered as an argument of the search. */
  readonly filter: boolean;
  /** Can be sorted by. */
  readonly sort: boolean;
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
  readonly path: Readonly<Record<Generation, string>>;
  /** One sentence: what it is. */
  readonly about: string;
  /** In the order in which results show them. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Fields that a list shows unless asked for others. */
  readonly columns: readonly string[];
  /** Has a model that can be read as XML. */
  readonly xml: boolean;
  /** Of each group of rows that agree in `by`, the one with the highest `highest` can be asked for with `latestOnly`. */
  readonly latest?: { readonly by: readonly string[]; readonly highest: string };
}

type WireNote = string | { name?: string; since?: Version; filter?: false; sort?: false };

interface Notes {
  /** Name in this generation, or what else is special there; `absent` where it does not exist. */
  v1?: WireNote | typeof absent;
  v2?: WireNote | typeof absent;
  match?: Match;
  window?: string;
}

type Unnamed = (name: string) => Field;

const wire = (name: string, note: WireNote | typeof absent | undefined): Wire | undefined => {
  if (note === absent) return undefined;
  const {
    name: given = name,
    since,
    filter = true,
    sort = true,
  } = typeof note === "string" ? { name: note } : (note ?? {});
  return { name: given, filter, sort, ...(since === undefined ? {} : { since }) };
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
/** One of a list of words; the list is what is known today, a newer cluster may answer others. */
export const word = (about: string, words: readonly (string | Word)[], notes: Notes = {}): Unnamed =>
  field(
    "word",
    about,
    notes,
    words.map((entry) => (typeof entry === "string" ? { word: entry } : entry)),
  );

/** Declares an entity. */
export const entity = (declared: {
  name: string;
  plural: string;
  key: string;
  path: Record<Generation, string>;
  about: string;
  fields: Record<string, Unnamed>;
  columns?: readonly string[];
  xml?: boolean;
  latest?: { by: readonly string[]; highest: string };
}): Entity => {
  const fields = Object.fromEntries(Object.entries(declared.fields).map(([name, make]) => [name, make(name)]));
  return {
    name: declared.name,
    plural: declared.plural,
    key: declared.key,
    path: declared.path,
    about: declared.about,
    fields,
    columns: declared.columns ?? Object.keys(fields),
    xml: declared.xml ?? false,
    ...(declared.latest === undefined ? {} : { latest: declared.latest }),
  };
};
