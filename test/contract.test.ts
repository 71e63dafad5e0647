import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entities } from "../src/camunda/entities/index.ts";
import { absent, type Entity, type Field, type Version } from "../src/camunda/entity.ts";
import { reaches } from "../src/camunda/version.ts";
import { isObject, member } from "../src/narrow.ts";
import type { ClusterVersion, LoginKind } from "../src/simulator/options.ts";
import { synthesise } from "../src/simulator/synthetic.ts";
import type { Row } from "../src/simulator/world.ts";
import { type Connected, connect, settingsFor } from "./support/connect.ts";

/*
 * One contract for every entity, on every version, behind every login. The rows are made from the entity's fields (ties, gaps, keys
 * beyond 2^53), and what the tools answer is compared with those rows, filtered and sorted here.
 */

const TABLE: readonly (readonly [ClusterVersion, LoginKind])[] = [
  ["8.0", "cookie"],
  ["8.0", "identity"],
  ["8.0", "none"],
  ["8.3", "cookie"],
  ["8.3", "identity"],
  ["8.6", "cookie"],
  ["8.6", "identity"],
  ["8.6", "saas"],
  ["8.6", "none"],
  ["8.8", "cookie"],
  ["8.8", "basic"],
  ["8.8", "identity"],
  ["8.8", "none"],
];

const snake = (words: string): string => words.replaceAll(" ", "_");

const isThere = (field: Field, version: Version): boolean =>
  field.v1 !== undefined && (field.v1.since === undefined || reaches(version, field.v1.since));

/** A word that this version does not have is shown there as unknown, or else as the first one of the list. */
const asOperateSays = (field: Field, value: Row[string], version: Version): Row[string] => {
  const word = field.words.find((entry) => entry.word === value);
  const isOld =
    word === undefined || (word.v1 !== absent && (word.since === undefined || reaches(version, word.since)));
  if (isOld) return value;
  return (field.words.find((entry) => entry.word === "UNKNOWN") ?? field.words[0])?.word;
};

const wireWord = (field: Field | undefined, value: Row[string]): string | number | boolean => {
  const wire = field?.words.find(({ word }) => word === value)?.v1;
  return typeof wire === "string" ? wire : (value ?? "");
};

const isAscending = (values: readonly (string | number | boolean | bigint)[]): boolean =>
  values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined || before <= value;
  });

/** Whether a value may be asked for: an older version lacks newer words, and an argument is a single value. */
const isSayable = (field: Field, value: Row[string], version: Version): boolean => {
  const since = field.words.find(({ word }) => word === value)?.since;
  const isNew = since !== undefined && !reaches(version, since);
  return !isNew && (field.kind !== "json" || !/^[[{n]/.test(String(value)));
};

/** Filters that this server answers by looking at other entities; they have tests of their own. */
const isJoined = (field: Field): boolean => field.joined.length > 0 || field.name === "hasIncident";

const expectedRow = (entity: Entity, row: Row, version: Version): Row =>
  Object.fromEntries(
    Object.values(entity.fields)
      .filter((field) => isThere(field, version) && row[field.name] !== undefined)
      .map((field) => [field.name, asOperateSays(field, row[field.name], version)]),
  );

const itemsOf = (structured: unknown): Row[] => {
  const items = member(structured, "items");
  return (Array.isArray(items) ? items : [])
    .filter(isObject)
    .map((item) =>
      Object.fromEntries(
        Object.entries(item).map(([name, value]) => [
          name,
          typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? value : undefined,
        ]),
      ),
    );
};

const nextOf = (structured: unknown): unknown => member(member(structured, "page"), "next");

const byKey = (entity: Entity, rows: readonly Row[]): string[] => rows.map((row) => String(row[entity.key])).sort();

describe.each(TABLE)("Operate %s behind the login %s", (version, login) => {
  let connected: Connected;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    connected = await connect({
      cluster: { version, login, rateLimit: "off" },
      env: (cluster) => ({ ...settingsFor(cluster, login), OPERATE_MCP_MAX_RESULT_BYTES: "1000000" }),
      closing: (close) => opened.push(close),
    });
  });
  afterAll(async () => {
    for (const close of opened) await close();
  });

  const isKnown = ({ since, path }: Entity): boolean =>
    path.v1 !== undefined && (since.v1 === undefined || reaches(version, since.v1));

  test.each(
    entities
      .filter((entity) => entity.path.v1 !== undefined && !isKnown(entity))
      .map((entity) => [entity.plural, entity] as const),
  )("%s are refused as unsupported", async (_, entity) => {
    const { text } = await connected.call(`search_${snake(entity.plural)}`);
    expect(text).toMatch(new RegExp(`^UNSUPPORTED: ${entity.plural} exists since Camunda ${entity.since.v1}`));
  });

  describe.each(entities.filter(isKnown).map((entity) => [entity.plural, entity] as const))("%s", (_, entity) => {
    const search = `search_${snake(entity.plural)}`;
    const get = `get_${snake(entity.name)}`;
    const fields = Object.values(entity.fields);
    const shown = fields.filter((field) => isThere(field, version));
    const all = synthesise(entity).map((row) => expectedRow(entity, row, version));
    const everything = { limit: 1000, fields: shown.map(({ name }) => name) };
    const find = async (args: Record<string, unknown>) => {
      connected.cluster.journal.clear();
      const answer = await connected.call(search, args);
      expect(answer.text).not.toMatch(/^[A-Z_]+: /);
      return answer.structured;
    };
    const lastBody = () => connected.cluster.journal.to(`/v1/${entity.path.v1}/search`).at(-1)?.body;

    test("a search without arguments lists the first 20 by key and counts all", async () => {
      const found = await find({ fields: everything.fields });
      expect(itemsOf(found)).toHaveLength(20);
      expect(member(found, "page")).toMatchObject({ total: all.length, totalIsExact: true });
      expect(member(lastBody(), "filter")).toBeUndefined();
    });

    test("every row comes back with every field, digit for digit, and without nulls", async () => {
      const found = await find(everything);
      const sorted = (rows: readonly Row[]) =>
        [...rows].sort((a, b) => (String(a[entity.key]) < String(b[entity.key]) ? -1 : 1));
      expect(sorted(itemsOf(found))).toEqual(sorted(all));
      expect(byKey(entity, itemsOf(found))).toContain(String(all.at(-1)?.[entity.key]));
    });

    const filters = shown.filter(
      (field) => field.v1?.filter === true && field.match === "exact" && field.kind !== "date",
    );
    test.each(filters.map((field) => [field.name, field] as const))(
      "%s narrows and travels in its JSON type",
      async (name, field) => {
        const value = all.find((row) => row[name] !== undefined && isSayable(field, row[name], version))?.[name];
        const argument: unknown = field.kind === "json" ? JSON.parse(String(value)) : value;
        const found = await find({ ...everything, [name]: argument });
        expect(byKey(entity, itemsOf(found))).toEqual(
          byKey(
            entity,
            all.filter((row) => row[name] === value),
          ),
        );
        const sent = member(member(lastBody(), "filter"), field.v1?.name ?? "");
        const type = {
          key: /bigint|number/,
          int: /number/,
          flag: /boolean/,
          id: /string/,
          text: /string/,
          word: /string/,
          json: /string/,
          date: /never/,
        };
        expect(typeof sent).toMatch(field.v1?.asText ? /string/ : type[field.kind]);
        if (field.kind === "key") expect(String(sent)).toBe(value);
      },
    );

    const missing = fields.filter(
      (field) =>
        !isThere(field, version) &&
        !isJoined(field) &&
        (field.v1 ?? field.v2)?.filter === true &&
        field.kind !== "date",
    );
    test.each(missing.map((field) => [field.name, field] as const))(
      "%s is refused as unsupported and never sent",
      async (name, field) => {
        connected.cluster.journal.clear();
        const value = {
          key: "1",
          id: "1",
          text: "x",
          int: 1,
          flag: true,
          word: field.words[0]?.word,
          json: "x",
          date: "-1h",
        }[field.kind];
        const answer = await connected.call(search, { [name]: value });
        expect(answer).toMatchObject({ isError: true });
        expect(answer.text).toMatch(new RegExp(`^UNSUPPORTED: ${name} `));
        for (const { body } of connected.cluster.journal.to("/search")) expect(member(body, "filter")).toBeUndefined();
      },
    );

    const sortable = shown.filter((field) => field.v1?.sort === true);
    test.each(
      sortable.flatMap(
        ({ name }) =>
          [
            [name, "ASC"],
            [name, "DESC"],
          ] as const,
      ),
    )("sorts by %s %s", async (name, order) => {
      const rows = itemsOf(await find({ ...everything, sort: [{ field: name, order }] }));
      expect(byKey(entity, rows)).toEqual(byKey(entity, all));
      const values = rows.map((row) => row[name]).filter((value) => value !== undefined);
      const field = entity.fields[name];
      // By what the index holds: words of the API, and keys as numbers or, in some indexes, as texts.
      const wired = values.map((value) => wireWord(field, value));
      const asText = isAscending(order === "ASC" ? wired : [...wired].reverse());
      const asNumber =
        field?.kind === "key" &&
        isAscending((order === "ASC" ? values : [...values].reverse()).map((value) => BigInt(String(value))));
      expect(asText || asNumber, values.join(" ")).toBe(true);
    });

    const paged: readonly (readonly [string, Record<string, unknown>])[] = [
      ["by key", {}],
      ...sortable.map((field) => [`by ${field.name}`, { sort: [{ field: field.name, order: "DESC" }] }] as const),
    ];
    test.each(paged)("pages %s by the cursor alone, each row exactly once", async (_name, args) => {
      const keys: string[] = [];
      let next: unknown;
      for (let page = 0; page < 10; page += 1) {
        const found = await find(next === undefined ? { limit: 7, ...args } : { cursor: next });
        keys.push(...byKey(entity, itemsOf(found)));
        next = nextOf(found);
        if (next === undefined) break;
      }
      expect(next).toBeUndefined();
      expect(keys).toHaveLength(all.length);
      expect([...keys].sort()).toEqual(byKey(entity, all));
    });

    const windows = shown.filter((field) => field.window !== undefined);
    test.each(windows.map((field) => [field.window ?? "", field.name] as const))(
      "a window of %s finds what lies in it",
      async (window, name) => {
        const dates = all
          .map((row) => row[name])
          .filter((date) => typeof date === "string")
          .sort();
        const [after, before] = [dates[5], dates[dates.length - 6]];
        const found = await find({ ...everything, [`${window}After`]: after, [`${window}Before`]: before });
        const inside = all.filter(
          (row) => String(row[name] ?? "") >= String(after) && String(row[name] ?? "~") <= String(before),
        );
        expect(inside.length).toBeGreaterThan(10);
        expect(byKey(entity, itemsOf(found))).toEqual(byKey(entity, inside));
      },
    );

    test("one row is found by its key, up to 2^63 - 1, digit for digit", async () => {
      for (const row of [all[0], all[7], all.at(-1)]) {
        const answer = await connected.call(get, { [entity.key]: row?.[entity.key] });
        // A variable is whole when it is asked for by its key.
        const { isTruncated: _cut, ...whole } = row ?? {};
        expect(answer.structured).toMatchObject(whole);
      }
    });

    test("a key that does not exist is NOT_FOUND", async () => {
      const answer = await connected.call(get, { [entity.key]: "4611686018427387904" });
      expect(answer).toMatchObject({ isError: true, structured: {} });
      expect(answer.text).toMatch(/^NOT_FOUND: /);
    });

    test("a new field and a new word of a newer cluster do no harm", async () => {
      const words = fields.filter(({ kind, v1 }) => kind === "word" && v1 !== undefined);
      const json = {
        items: [
          {
            [entity.fields[entity.key]?.v1?.name ?? ""]: entity.fields[entity.key]?.kind === "key" ? 5 : "5",
            brandNew: { a: [1] },
            ...Object.fromEntries(words.map(({ v1 }) => [v1?.name, "BRAND_NEW"])),
          },
        ],
        sortValues: [5],
        total: 1,
      };
      const answer = { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(json) };
      connected.cluster.faults.next(1, { path: `${entity.path.v1}/search` }, { kind: "answer", answer });
      const [row] = itemsOf(await find({ fields: words.map(({ name }) => name).concat(entity.key) }));
      expect(row).toEqual({ [entity.key]: "5", ...Object.fromEntries(words.map(({ name }) => [name, "BRAND_NEW"])) });
    });

    test.skipIf(login === "none" || login === "basic")(
      "an expired login is renewed once and the call succeeds",
      async () => {
        connected.cluster.journal.clear();
        connected.cluster.expireSessions();
        connected.cluster.revokeTokens();
        const answer = await connected.call(search, { limit: 1 });
        expect(itemsOf(answer.structured)).toHaveLength(1);
        const logins = connected.cluster.journal.entries.filter(({ path }) => /\/login$|token$/.test(path));
        expect(logins.map(({ status }) => status)).toHaveLength(1);
      },
    );

    test("a web page in place of JSON is BAD_RESPONSE, and nothing of it is shown", async () => {
      connected.cluster.faults.next(1, { path: `${entity.path.v1}/search` }, { kind: "html", status: 200 });
      const answer = await connected.call(search, {});
      connected.cluster.faults.clear();
      if (login === "cookie") expect(answer.isError).toBe(false);
      else expect(answer.text).toMatch(/^BAD_RESPONSE: /);
      expect(answer.text).not.toContain("<");
    });

    test("a cancelled call ends at once", async () => {
      connected.cluster.faults.next(1, { path: `${entity.path.v1}/search` }, { kind: "silence" });
      const controller = new AbortController();
      const call = connected.call(search, {}, { signal: controller.signal });
      controller.abort(new Error("enough"));
      await expect(call).rejects.toThrow();
      connected.cluster.faults.clear();
    });
  });
});
