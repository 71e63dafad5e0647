import { describe, expect, it } from "vitest";
import type { Entity, Version } from "../../src/camunda/entity.ts";
import { reaches } from "../../src/camunda/version.ts";
import { member } from "../../src/narrow.ts";
import type { Cluster } from "../../src/simulator/cluster.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { JsonObject } from "../../src/simulator/json.ts";
import { emptyWorld } from "../../src/simulator/store.ts";
import { ask, cluster, itemsOf, post } from "../simulator/ask.ts";
import { documentFor, documents, rowProperties } from "./document/documents.ts";
import { operateEntities } from "./entities.ts";
import { firstVersion, operationsIn, operationsOf, partsIn } from "./operations.ts";
import { badSearches, faultyQuestions, goodSearches, type Keys, keyQuestions, type Question } from "./questions.ts";

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
  "GET /v1/decision-instances/{id} 400": "The id is a text, so any is a possible one.",
};

const isKnown = (version: Version, entity: Entity): boolean =>
  operationsIn(documentFor(version), entity, version).length > 0;

const cases = VERSIONS.flatMap((version) =>
  operateEntities
    .filter((entity) => isKnown(version, entity))
    .flatMap((entity) =>
      Object.entries(WORLDS).map(([name, world]) => ({ version, entity, plural: entity.plural, name, world })),
    ),
);

const keysOf = (entity: Entity, rows: readonly JsonObject[], canBeDeleted: boolean): Keys => {
  const keyOf = (row: JsonObject | undefined) => row && String(row[entity.fields[entity.key]?.v1?.name ?? ""]);
  const [first, second] = rows;
  const known = [first, second, rows.at(-1)].flatMap((row) => keyOf(row) ?? []);
  const running = keyOf(rows.find(({ state }) => state === "ACTIVE"));
  const finished = keyOf(rows.find(({ state }) => state === "COMPLETED"));
  return canBeDeleted && running !== undefined && finished !== undefined ? { known, running, finished } : { known };
};

const put = async ({ url, faults }: Cluster, { method, path, body, fault }: Question) => {
  if (fault !== undefined) faults.next(1, { method }, fault);
  return method === "POST" ? post(url + path, body ?? "") : ask(url + path, method);
};

describe.each(Object.values(documents))("the operations of the document $name", ({ operations }) => {
  it("are 21, each below the path of one entity", () => {
    const owners = operations.map((operation) =>
      operateEntities.filter((entity) => operationsOf({ operations }, entity).includes(operation)),
    );
    expect(owners.map(({ length }) => length)).toEqual(Array.from({ length: 21 }, () => 1));
  });

  it("are not there before the version they came with", async () => {
    const early = operations.filter((operation) => !reaches("8.0", firstVersion(operation)));
    expect(early.length).toBeGreaterThan(5);
    const { url } = await cluster({ version: "8.0", login: "none" });
    for (const { method, path } of early) {
      const place = url + path.replace(/\{\w+\}/, "1");
      const { status, body } = await (method === "POST" ? post(place, "{}") : ask(place));
      expect({ path, status, error: member(body, "error") }).toEqual({ path, status: 404, error: "Not Found" });
    }
  });
});

describe.each(cases)("$plural of $version with $name", ({ version, entity, world }) => {
  it("are answered as the OpenAPI document says, errors too", async () => {
    const running = await cluster({ version, world, login: "none" });
    const document = documentFor(version);
    const operations = operationsIn(document, entity, version);
    const rows = itemsOf(await post(`${running.url}/v1/${entity.path.v1}/search`, '{"size":1000}'));
    expect(rows.length).toBeGreaterThan(3);

    const canBeDeleted = operations.some(({ method }) => method === "DELETE");
    const questions = [
      ...goodSearches(entity, rows, Object.keys(rowProperties(document, entity))),
      ...badSearches(entity),
      ...keyQuestions(entity, keysOf(entity, rows, canBeDeleted), partsIn(document, entity, version)),
    ];
    const isListed = operations.every(({ statuses }) => statuses.includes(403));
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

    const listed = operations.flatMap(({ method, path, statuses }) =>
      statuses
        .filter((status) => [`${method} ${status}`, `${method} ${path} ${status}`].every((one) => !NEVER_ANSWERED[one]))
        .map((status) => `${method} ${path} ${status}`),
    );
    expect([...seen].sort()).toEqual(listed.sort());
  });
});
