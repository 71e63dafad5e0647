import { describe, expect, it } from "vitest";
import { entities } from "../../../src/camunda/entities/index.ts";
import type { Entity } from "../../../src/camunda/entity.ts";
import { member } from "../../../src/narrow.ts";
import { company } from "../../../src/simulator/company/company.ts";
import type { Entry } from "../../../src/simulator/journal.ts";
import { writeJson } from "../../../src/simulator/json.ts";
import { ask, cluster } from "../../simulator/ask.ts";
import { settingsFor } from "../../support/connect.ts";
import { clusterDocuments, searchPlaces } from "../document/cluster-documents.ts";
import { follow, propertiesAt } from "../document/follow.ts";
import { plain, sent, talk } from "../talk.ts";
import { ARGUMENTS_LEFT_OUT, FILTERS_NOT_SENT, SORTS_LEFT_OUT } from "./left-out.ts";

const VERSIONS = ["8.8", "8.9", "8.10"] as const;
type Tested = (typeof VERSIONS)[number];

const world = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });

const talks = new Map<string, Promise<readonly Entry[]>>();

/** What the tools of an entity ask the cluster for, whichever way they are called. One talk serves all tests about it. */
const requests = async (version: Tested, entity: Entity): Promise<readonly Entry[]> => {
  const name = `${version} ${entity.name}`;
  const had =
    talks.get(name) ??
    talk({ generation: "v2", version }, entity, {
      world,
      cluster: { version, world, login: "none" },
      env: (started) => ({ ...settingsFor(started, "none"), OPERATE_MCP_API: "v2", OPERATE_MCP_TOOLSETS: "data,work" }),
    });
  talks.set(name, had);
  return had;
};

const textOf = ({ body }: Entry): string | undefined => (body === undefined ? undefined : writeJson(body));

/** Each request once. */
const different = (entries: readonly Entry[]): readonly Entry[] => [
  ...new Map(
    entries.map((entry) => [[entry.method, entry.path, entry.query, textOf(entry)].join(" "), entry]),
  ).values(),
];

const cases = VERSIONS.flatMap((version) => entities.map((entity) => ({ version, entity, plural: entity.plural })));

/** The operations that the tools of an entity need. */
const needed = ({ path, searchOnly, xml, plural }: Entity): readonly string[] => [
  `POST /v2/${path.v2}/search`,
  ...(searchOnly ? [] : [`GET /v2/${path.v2}/{}`]),
  ...(xml === undefined ? [] : [`GET /v2/${xml.path.v2}/{}/xml`]),
  ...(plural === "process definitions" ? [`POST /v2/${path.v2}/{}/statistics/element-instances`] : []),
  ...(plural === "process instances"
    ? [`GET /v2/${path.v2}/{}/statistics/element-instances`, `GET /v2/${path.v2}/{}/sequence-flows`]
    : []),
];

describe.each(cases)("$plural of the Orchestration Cluster API $version", ({ version, entity }) => {
  const document = clusterDocuments[version];

  it("are asked for as the OpenAPI document says", async () => {
    const made = new Set<string>();
    for (const { method, path, query, headers, body } of different(await requests(version, entity))) {
      const operation = document.operation(method, path);
      made.add(`${method} ${operation?.path.replaceAll(/\{\w+\}/g, "{}")}`);
      const asked = { method, path, query, contentType: headers["content-type"], body: plain(body) };
      const about = `${method} ${path}?${query} ${JSON.stringify(asked.body)}`;
      expect.soft(operation?.request(asked), about).toEqual([]);
    }
    expect([...made]).toEqual(
      expect.arrayContaining([...needed(entity), "GET /v2/topology", "GET /v2/authentication/me"]),
    );
    expect([...made].filter((one) => /^(?:PUT|PATCH|DELETE)|undefined/.test(one))).toEqual([]);
  });

  it("are answered as the OpenAPI document says", async () => {
    const { url } = await cluster({ version, world, login: "none" });
    for (const entry of different(await requests(version, entity))) {
      const { method, path, query, status } = entry;
      if (method !== "GET" && method !== "POST") throw new Error(`${method} ${path} changes something`);
      const text = textOf(entry);
      const sentBody = text === undefined ? {} : { headers: { "content-type": "application/json" }, body: text };
      const heard = await ask(`${url}${path}${query === "" ? "" : `?${query}`}`, method, sentBody);
      const answer = { status: heard.status, text: heard.text, contentType: heard.headers["content-type"] ?? "" };
      const about = `${method} ${path}?${query} ${text}`;
      expect.soft(heard.status, about).toBe(status);
      expect.soft(document.operation(method, path)?.answer(answer), about).toEqual([]);
    }
  });

  const places = searchPlaces(document.published, entity);
  const reasons = (lists: readonly unknown[]): readonly string[] =>
    lists.flatMap((list) => Object.keys(member(list, entity.path.v2) ?? {}));

  it("can be asked for with a filter by everything that the document names, but for what is left out", async () => {
    const possible = Object.keys(propertiesAt(document.published, places.filter));
    const names = sent(await requests(version, entity), `/v2/${entity.path.v2}/search`, "filter");
    expect(possible.filter((name) => !names.includes(name)).sort()).toEqual(
      reasons([ARGUMENTS_LEFT_OUT, FILTERS_NOT_SENT])
        .filter((name) => possible.includes(name))
        .sort(),
    );
  });

  it("can be sorted by everything that the document names, but for what is left out", async () => {
    const listed = member(follow(document.published, places.sort).node, "enum");
    const possible = Array.isArray(listed) ? listed.map(String) : [];
    const names = sent(await requests(version, entity), `/v2/${entity.path.v2}/search`, "sort");
    expect(possible.filter((name) => !names.includes(name)).sort()).toEqual(
      reasons([SORTS_LEFT_OUT])
        .filter((name) => possible.includes(name))
        .sort(),
    );
  });
});
