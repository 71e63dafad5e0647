import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity, Field } from "../../src/camunda/entity.ts";
import { member } from "../../src/narrow.ts";
import type { ClusterVersion, LoginKind } from "../../src/simulator/options.ts";
import type { Row } from "../../src/simulator/world.ts";
import { type Connected, connect, settingsFor } from "../support/connect.ts";
import { answerFromTheFuture, itemsOf, keysOf, nextOf } from "./answers.ts";
import { type Api, expectedRows, hasEntity, hasWord, isShown, wireOf, worldFor } from "./rows.ts";

const snake = (words: string): string => words.replaceAll(" ", "_");

const wireWord = (field: Field | undefined, value: Row[string], { generation }: Api): string | number | boolean => {
  const word = generation === "v1" ? field?.words.find((entry) => entry.word === value)?.v1 : undefined;
  return typeof word === "string" ? word : (value ?? "");
};

const isAscending = (values: readonly (string | number | boolean | bigint)[]): boolean =>
  values.every((value, index) => {
    const before = values[index - 1];
    return before === undefined || before <= value;
  });

/** Whether a value may be asked for: an older version lacks newer words, and an argument is a single value. */
const isSayable = (field: Field, value: Row[string], api: Api): boolean =>
  hasWord(field, value, api) && (field.kind !== "json" || !/^[[{n]/.test(String(value)));

/** Filters that this server answers by looking at other entities; they have tests of their own. */
const isJoined = (field: Field, { generation }: Api): boolean =>
  field.joined.includes(generation) || field.name === "hasIncident";

/** How a value travels: keys as bare integers to Operate and as texts to the Orchestration Cluster. */
const travelsAs = (field: Field, api: Api): RegExp => {
  if (field.kind === "key" && api.generation === "v1" && !wireOf(field, api)?.asText) return /bigint|number/;
  return field.kind === "int" ? /number/ : field.kind === "flag" ? /boolean/ : /string/;
};

/** Something to filter by, whatever the field holds. */
const anyValue = (field: Field): unknown =>
  ({ key: "1", id: "1", text: "x", int: 1, flag: true, word: field.words[0]?.word, json: "x", date: "-1h" })[
    field.kind
  ];

/**
 * The contract of every entity on one version of one API behind one login. What the tools answer is compared with the stored rows,
 * filtered and sorted here.
 */
export const contract = (api: Api & { readonly version: ClusterVersion }, login: LoginKind): void => {
  const { generation, version } = api;
  let connected: Connected;
  const opened: (() => Promise<void>)[] = [];
  beforeAll(async () => {
    const world = worldFor(api);
    connected = await connect({
      cluster: { version, login, rateLimit: "off", ...(world === undefined ? {} : { world }) },
      env: (cluster) => ({
        ...settingsFor(cluster, login),
        // Where both are there, the newer one is found.
        ...(generation === "v1" && version === "8.8" ? { OPERATE_MCP_API: "v1" } : {}),
        OPERATE_MCP_TOOLSETS: "data,work",
        OPERATE_MCP_MAX_RESULT_BYTES: "1000000",
      }),
      closing: (close) => opened.push(close),
    });
  });
  afterAll(async () => {
    for (const close of opened) await close();
  });

  test.each(entities.filter((entity) => !hasEntity(entity, api)).map((entity) => [entity.plural, entity] as const))(
    "%s are refused as unsupported",
    async (_, entity) => {
      const { text } = await connected.call(`search_${snake(entity.plural)}`);
      const since = entity.path[generation] === undefined ? "8.8" : entity.since[generation];
      expect(text).toMatch(new RegExp(`^UNSUPPORTED: .*${entity.plural} exists since Camunda ${since}`));
    },
  );

  const known = entities.filter((entity) => hasEntity(entity, api));
  describe.each(known.map((entity) => [entity.plural, entity] as const))("%s", (_, entity) =>
    contractOf(entity, api, login, () => connected),
  );
};

const contractOf = (entity: Entity, api: Api, login: LoginKind, connection: () => Connected): void => {
  const path = `/${api.generation}/${entity.path[api.generation]}/search`;
  const search = `search_${snake(entity.plural)}`;
  const get = `get_${snake(entity.name)}`;
  const fields = Object.values(entity.fields);
  const shown = fields.filter((field) => isShown(field, api));
  const all = expectedRows(entity, api);
  const everything = { limit: 1000, fields: shown.map(({ name }) => name) };
  const find = async (args: Record<string, unknown>) => {
    connection().cluster.journal.clear();
    const answer = await connection().call(search, args);
    expect(answer.text).not.toMatch(/^[A-Z_]+: /);
    return answer.structured;
  };
  const lastBody = () => connection().cluster.journal.to(path).at(-1)?.body;

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
    expect(keysOf(entity, itemsOf(found))).toContain(String(all.at(-1)?.[entity.key]));
  });

  const filters = shown.filter(
    (field) => wireOf(field, api)?.filter === true && field.match === "exact" && field.kind !== "date",
  );
  test.each(filters.map((field) => [field.name, field] as const))(
    "%s narrows and travels in its JSON type",
    async (name, field) => {
      const value = all.find((row) => row[name] !== undefined && isSayable(field, row[name], api))?.[name];
      const argument: unknown = field.kind === "json" ? JSON.parse(String(value)) : value;
      const found = await find({ ...everything, [name]: argument });
      const wanted = all.filter((row) => row[name] === value);
      expect(keysOf(entity, itemsOf(found))).toEqual(keysOf(entity, wanted));
      const wire = wireOf(field, api);
      const given = member(member(lastBody(), "filter"), wire?.name ?? "");
      const sent = wire?.isList === true && Array.isArray(given) ? given[0] : given;
      expect(typeof sent).toMatch(travelsAs(field, api));
      if (field.kind === "key") expect(String(sent)).toBe(value);
    },
  );

  const missing = fields.filter(
    (field) =>
      wireOf(field, api) === undefined &&
      !isJoined(field, api) &&
      (field[api.generation] ?? field.v2)?.filter === true &&
      field.kind !== "date",
  );
  test.each(missing.map((field) => [field.name, field] as const))(
    "%s is refused as unsupported and never sent",
    async (name, field) => {
      connection().cluster.journal.clear();
      const answer = await connection().call(search, { [name]: anyValue(field) });
      expect(answer).toMatchObject({ isError: true });
      expect(answer.text).toMatch(new RegExp(`^UNSUPPORTED: ${name} `));
      for (const { body } of connection().cluster.journal.to("/search")) expect(member(body, "filter")).toBeUndefined();
    },
  );

  const sortable = shown.filter((field) => wireOf(field, api)?.sort === true);
  const orders = ["ASC", "DESC"] as const;
  test.each(sortable.flatMap(({ name }) => orders.map((order) => [name, order] as const)))(
    "sorts by %s %s",
    async (name, order) => {
      const rows = itemsOf(await find({ ...everything, sort: [{ field: name, order }] }));
      expect(keysOf(entity, rows)).toEqual(keysOf(entity, all));
      const values = rows.map((row) => row[name]).filter((value) => value !== undefined);
      const field = entity.fields[name];
      // By what the index holds: words of the API, and keys as numbers or, in some indexes, as texts.
      const wired = values.map((value) => wireWord(field, value, api));
      const asText = isAscending(order === "ASC" ? wired : [...wired].reverse());
      const asNumber =
        field?.kind === "key" &&
        isAscending((order === "ASC" ? values : [...values].reverse()).map((value) => BigInt(String(value))));
      expect(asText || asNumber, values.join(" ")).toBe(true);
    },
  );

  const paged: readonly (readonly [string, Record<string, unknown>])[] = [
    ["by key", {}],
    ...sortable.map((field) => [`by ${field.name}`, { sort: [{ field: field.name, order: "DESC" }] }] as const),
  ];
  test.each(paged)("pages %s by the cursor alone, each row exactly once", async (_name, args) => {
    const keys: string[] = [];
    let next: unknown;
    for (let page = 0; page < 10; page += 1) {
      const found = await find(next === undefined ? { limit: 12, ...args } : { cursor: next });
      keys.push(...keysOf(entity, itemsOf(found)));
      next = nextOf(found);
      if (next === undefined) break;
    }
    expect(next).toBeUndefined();
    expect(keys).toHaveLength(all.length);
    expect([...keys].sort()).toEqual(keysOf(entity, all));
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
      expect(keysOf(entity, itemsOf(found))).toEqual(keysOf(entity, inside));
    },
  );

  if (!entity.searchOnly) {
    test("one row is found by its key, up to 2^63 - 1, digit for digit", async () => {
      for (const row of [all[0], all[7], all.at(-1)]) {
        const answer = await connection().call(get, { [entity.key]: row?.[entity.key] });
        // A variable is whole when it is asked for by its key.
        const { isTruncated: _cut, ...whole } = row ?? {};
        expect(answer.structured).toMatchObject(whole);
      }
    });

    test("a key that does not exist is NOT_FOUND", async () => {
      const answer = await connection().call(get, { [entity.key]: "4611686018427387904" });
      expect(answer).toMatchObject({ isError: true, structured: {} });
      expect(answer.text).toMatch(/^NOT_FOUND: /);
    });
  }

  test("a new field and a new word of a newer cluster do no harm", async () => {
    const words = shown.filter(({ kind }) => kind === "word");
    const answer = {
      status: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify(answerFromTheFuture(entity, api)),
    };
    connection().cluster.faults.next(1, { path }, { kind: "answer", answer });
    const [row] = itemsOf(await find({ fields: words.map(({ name }) => name).concat(entity.key) }));
    expect(row).toEqual({ [entity.key]: "5", ...Object.fromEntries(words.map(({ name }) => [name, "BRAND_NEW"])) });
  });

  test.skipIf(login === "none" || login === "basic")(
    "an expired login is renewed once and the call succeeds",
    async () => {
      const { cluster, call } = connection();
      cluster.journal.clear();
      cluster.expireSessions();
      cluster.revokeTokens();
      const answer = await call(search, { limit: 1 });
      expect(itemsOf(answer.structured)).toHaveLength(1);
      const logins = cluster.journal.entries.filter((entry) => /\/login$|token$/.test(entry.path));
      expect(logins.map(({ status }) => status)).toHaveLength(1);
    },
  );

  test("a web page in place of JSON is BAD_RESPONSE, and nothing of it is shown", async () => {
    const { cluster, call } = connection();
    cluster.faults.next(1, { path }, { kind: "html", status: 200 });
    const answer = await call(search, {});
    cluster.faults.clear();
    if (login === "cookie") expect(answer.isError).toBe(false);
    else expect(answer.text).toMatch(/^BAD_RESPONSE: /);
    expect(answer.text).not.toContain("<");
  });

  test("a cancelled call ends at once", async () => {
    const { cluster, call } = connection();
    cluster.faults.next(1, { path }, { kind: "silence" });
    const controller = new AbortController();
    const cancelled = call(search, {}, { signal: controller.signal });
    controller.abort(new Error("enough"));
    await expect(cancelled).rejects.toThrow();
    cluster.faults.clear();
  });
};
