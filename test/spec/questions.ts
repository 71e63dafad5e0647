import type { Entity } from "../../src/camunda/entity.ts";
import type { Faults } from "../../src/simulator/faults.ts";
import type { JsonObject } from "../../src/simulator/json.ts";
import { writeJson } from "../../src/simulator/json.ts";

/** A request to a cluster, and the statuses that its answer may have. */
export interface Question {
  readonly about: string;
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  /** JSON text. */
  readonly body?: string;
  readonly expected: readonly number[];
  /** What goes wrong with this request. */
  readonly fault?: Parameters<Faults["next"]>[2];
}

const NO_SUCH_KEY = "1";
const FAULTS = { 500: { kind: "application-error" }, 403: { kind: "forbidden" } } as const;

const search = (entity: Entity, about: string, body: string, ...expected: readonly number[]): Question => ({
  about: `search ${about}`,
  method: "POST",
  path: `/v1/${entity.path.v1}/search`,
  body,
  expected,
});

const byKey = (entity: Entity, method: "GET" | "DELETE", key: string, expected: number, part = ""): Question => ({
  about: `${method} ${key}${part}`,
  method,
  path: `/v1/${entity.path.v1}/${encodeURIComponent(key)}${part}`,
  expected: [expected],
});

/** Searches that find something: whole, in pages, by every member that a row has, sorted by every member (`names`) both ways. */
export const goodSearches = (
  entity: Entity,
  rows: readonly JsonObject[],
  names: readonly string[],
): readonly Question[] => {
  const samples: JsonObject = Object.assign({}, ...rows);
  return [
    search(entity, "for all", "{}", 200),
    search(entity, "for one", '{"size":1}', 200),
    search(entity, "for as many as possible", '{"filter":null,"size":1000,"sort":null,"searchAfter":null}', 200),
    search(entity, "for nothing", `{"filter":{"${entity.fields[entity.key]?.v1?.name}":${NO_SUCH_KEY}}}`, 200),
    ...Object.keys(samples).map((name) =>
      search(entity, `by ${name}`, writeJson({ filter: { [name]: samples[name] ?? null }, size: 1000 }), 200),
    ),
    // Some members of the rows cannot be sorted by, which is an error of one kind or another.
    ...names.flatMap((field) =>
      ["ASC", "DESC"].map((order) =>
        search(entity, `sorted by ${field}`, writeJson({ sort: [{ field, order }] }), 200, 400, 500),
      ),
    ),
  ];
};

/** Searches that are refused. */
export const badSearches = (entity: Entity): readonly Question[] => [
  search(entity, "for a page of nothing", '{"size":0}', 400),
  search(entity, "for too large a page", '{"size":1001}', 400),
  search(entity, "for a page of words", '{"size":"many"}', 400),
  search(entity, "sorted by no field", '{"sort":[{"field":"nonsense"}]}', 400),
  search(entity, "sorted in small letters", '{"sort":[{"field":"key","order":"asc"}]}', 400),
  search(entity, "behind no values", '{"searchAfter":[]}', 400),
  search(entity, "behind too many values", '{"sort":[{"field":"key"}],"searchAfter":[1,2,3]}', 400),
  search(entity, "behind too many values of no sort", '{"searchAfter":[1,2,3]}', 500),
  search(entity, "in half a sentence", '{"filter":', 400),
  search(entity, "by a list", "[]", 400),
];

/** Keys to ask by. */
export interface Keys {
  readonly known: readonly string[];
  /** Something that can be deleted, and something that cannot; only where anything can. */
  readonly finished?: string;
  readonly running?: string;
}

/** Reads of single rows and of the parts below them, and deletions. */
export const keyQuestions = (entity: Entity, keys: Keys, parts: readonly string[]): readonly Question[] => [
  ...["", ...parts.map((part) => `/${part}`)].flatMap((part) => [
    ...keys.known.map((key) => byKey(entity, "GET", key, 200, part)),
    byKey(entity, "GET", NO_SUCH_KEY, 404, part),
    // What goes by a text of its own has no wrong keys, only unknown ones.
    byKey(entity, "GET", "no-key", entity.fields[entity.key]?.kind === "key" ? 400 : 404, part),
  ]),
  ...(keys.running === undefined
    ? []
    : [byKey(entity, "DELETE", keys.running, 400), byKey(entity, "DELETE", "no-key", 400)]),
  ...(keys.finished === undefined
    ? []
    : [byKey(entity, "DELETE", keys.finished, 200), byKey(entity, "DELETE", keys.finished, 404)]),
];

/** One question of each method and path, met by a failure of the cluster or a missing permission. */
export const faultyQuestions = (questions: readonly Question[], status: keyof typeof FAULTS): readonly Question[] => {
  const kinds = new Map(
    questions.map((question) => [`${question.method} ${question.path.replace(/\d+/, "")}`, question]),
  );
  return [...kinds.values()].map((question) => ({
    ...question,
    about: `${question.about}, answered ${status}`,
    expected: [status],
    fault: FAULTS[status],
  }));
};
