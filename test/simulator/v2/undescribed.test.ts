import { expect, onTestFinished, test } from "vitest";
import { date, entity, flag, int, key, text, word } from "../../../src/camunda/entity.ts";
import { isObject, member } from "../../../src/narrow.ts";
import { startCluster } from "../../../src/simulator/cluster.ts";
import { synthesise } from "../../../src/simulator/synthetic.ts";

/* An entity of which only the declaration exists is served by the Orchestration Cluster API as declared. */

const form = entity({
  name: "form",
  plural: "forms",
  key: "formKey",
  path: { v1: "forms", v2: "forms" },
  about: "A made-up kind of thing.",
  fields: {
    formKey: key("Its key.", { v1: "key" }),
    formId: text("Its id.", { v2: "id" }),
    version: int("Its version.", { v2: { sort: false } }),
    isOpen: flag("Whether it is open.", { v2: { filter: false } }),
    state: word("Where it stands.", ["NEW", "OLD"]),
    creationDate: date("When it was made.", { window: "created", v2: { since: "8.9" } }),
  },
});

const rows = synthesise(form);

const open = async (version: "8.8" | "8.9") => {
  const cluster = await startCluster({ version, login: "none", entities: [form] });
  onTestFinished(cluster.close);
  const search = async (body: unknown) => {
    const answer = await fetch(`${cluster.url}/v2/forms/search`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    });
    const json: unknown = await answer.json();
    const items = member(json, "items");
    return { status: answer.status, items: (Array.isArray(items) ? items : []).filter(isObject), json };
  };
  return { url: cluster.url, search };
};

test("its rows are found by what is declared to be a filter, under their names there", async () => {
  const { search } = await open("8.9");
  const [one] = rows;
  const { items } = await search({ filter: { id: one?.["formId"] } });
  expect(items.map(({ formKey }) => formKey).sort()).toEqual(
    rows
      .filter(({ formId }) => formId === one?.["formId"])
      .map(({ formKey }) => formKey)
      .sort(),
  );
  expect(items.find(({ formKey }) => formKey === one?.["formKey"])).toMatchObject({ id: one?.["formId"] });
  const dates = rows.flatMap(({ creationDate }) => (creationDate === undefined ? [] : [String(creationDate)])).sort();
  const window = { $gte: dates[3], $lte: dates[9] };
  const within = dates.filter((at) => at >= String(dates[3]) && at <= String(dates[9]));
  expect((await search({ filter: { creationDate: window } })).items).toHaveLength(within.length);
});

test("what is declared to be no filter or no order is refused", async () => {
  const { search } = await open("8.9");
  expect((await search({ filter: { isOpen: true } })).status).toBe(400);
  expect((await search({ sort: [{ field: "version" }] })).status).toBe(400);
  expect((await search({ sort: [{ field: "id", order: "DESC" }] })).status).toBe(200);
});

test("a member that came later is not there before", async () => {
  const { search } = await open("8.8");
  const { items } = await search({});
  expect(items).toHaveLength(45);
  for (const item of items) expect(item).not.toHaveProperty("creationDate");
  expect((await search({ filter: { creationDate: { $gte: "2026-01-01T00:00:00Z" } } })).status).toBe(400);
});

test("one is read by its key", async () => {
  const { url } = await open("8.9");
  const answer = await fetch(`${url}/v2/forms/${rows[0]?.["formKey"]}`);
  expect(await answer.json()).toMatchObject({ formKey: rows[0]?.["formKey"] });
  expect((await fetch(`${url}/v2/forms/1`)).status).toBe(404);
});
