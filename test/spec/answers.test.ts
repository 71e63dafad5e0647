import { describe, expect, it } from "vitest";
import { entities } from "../../src/camunda/entities/index.ts";
import type { Entity } from "../../src/camunda/entity.ts";
import type { Cluster } from "../../src/simulator/cluster.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { JsonObject } from "../../src/simulator/json.ts";
import { emptyWorld } from "../../src/simulator/store.ts";
import { ask, cluster, itemsOf, post } from "../simulator/ask.ts";
import { documentFor } from "./document/documents.ts";
import type { Operation } from "./document/operation.ts";
import { badSearches, faultyQuestions, goodSearches, keyQuestions, type Question } from "./questions.ts";

const VERSIONS = ["8.0", "8.3", "8.6", "8.8"] as const;
const WORLDS = {
  "the sample company": company({ now: Date.parse("2026-11-24T10:15:00.123Z") }),
  "synthesised rows": emptyWorld,
};

/** Statuses that the documents list and that cannot be provoked, each with the reason. */
const NEVER_ANSWERED: Readonly<Record<string, string>> = {
  "POST 404": "A search that finds nothing answers an empty list.",
  "GET 401": "Who is not logged in is refused before the API, in another shape.",
  "POST 401": "Who is not logged in is refused before the API, in another shape.",
  "DELETE 401": "Who is not logged in is refused before the API, in another shape.",
};

const cases = VERSIONS.flatMap((version) =>
  entities.flatMap((entity) =>
    Object.entries(WORLDS).map(([name, world]) => ({ version, entity, plural: entity.plural, name, world })),
  ),
);

const keysOf = (entity: Entity, rows: readonly JsonObject[]) => {
  const keyOf = (row: JsonObject | undefined) => row && String(row[entity.fields[entity.key]?.v1?.name ?? ""]);
  const [first, second] = rows;
  const running = keyOf(rows.find(({ state }) => state === "ACTIVE"));
  const finished = keyOf(rows.find(({ state }) => state === "COMPLETED"));
  return {
    known: [first, second, rows.at(-1)].flatMap((row) => keyOf(row) ?? []),
    ...(running === undefined ? {} : { running }),
    ...(finished === undefined ? {} : { finished }),
  };
};

const put = async ({ url, faults }: Cluster, { method, path, body, fault }: Question) => {
  if (fault !== undefined) faults.next(1, { method }, fault);
  return method === "POST" ? post(url + path, body ?? "") : ask(url + path, method);
};

/** Whether this server has to do with an operation of the documents. */
const isOurs = ({ path }: Operation, entity: Entity): boolean =>
  new RegExp(`^/v1/${entity.path.v1}/(?:search|\\{\\w+\\}${entity.xml ? "(?:/xml)?" : ""})$`).test(path);

describe.each(cases)("$plural of $version with $name", ({ version, entity, world }) => {
  it("are answered as the OpenAPI document says, errors too", async () => {
    const running = await cluster({ version, world, login: "none" });
    const document = documentFor(version);
    const search = `/v1/${entity.path.v1}/search`;
    const rows = itemsOf(await post(running.url + search, '{"size":1000}'));
    expect(rows.length).toBeGreaterThan(10);

    const questions = [
      ...goodSearches(entity, rows),
      ...badSearches(entity),
      ...keyQuestions(entity, keysOf(entity, rows)).filter(
        ({ method, path }) => document.operation(method, path) !== undefined,
      ),
    ];
    const isListed = document.operation("POST", search)?.statuses.includes(403) ?? false;
    const faulty = [...faultyQuestions(questions, 500), ...(isListed ? faultyQuestions(questions, 403) : [])];

    const seen = new Set<string>();
    for (const question of [...questions, ...faulty]) {
      const operation = document.operation(question.method, question.path);
      const { status, headers, text } = await put(running, question);
      expect.soft(question.expected, question.about).toContain(status);
      const problems = operation?.answer({ status, text, contentType: headers["content-type"] ?? "" });
      expect.soft(problems, question.about).toEqual([]);
      seen.add(`${question.method} ${operation?.path} ${status}`);
    }

    const listed = document.operations
      .filter((operation) => isOurs(operation, entity))
      .flatMap(({ method, path, statuses }) =>
        statuses
          .filter((status) => NEVER_ANSWERED[`${method} ${status}`] === undefined)
          .map((status) => `${method} ${path} ${status}`),
      );
    expect([...seen].sort()).toEqual(listed.sort());
  });
});
