import type { Call, Engine, Row, Value } from "../camunda/engine.ts";
import { decisionDefinition } from "../camunda/entities/decision-definition.ts";
import { elementInstance } from "../camunda/entities/element-instance.ts";
import { incident } from "../camunda/entities/incident.ts";
import { processDefinition } from "../camunda/entities/process-definition.ts";
import { processInstance } from "../camunda/entities/process-instance.ts";
import { variable } from "../camunda/entities/variable.ts";
import type { Entity } from "../camunda/entity.ts";
import { inParallel } from "../camunda/parallel.ts";
import { pagesOf } from "../camunda/search/pages.ts";
import { OperateError } from "../errors.ts";
import { rowsOf, textOf } from "./read.ts";
import { type SideLooks, sideLooks } from "./side.ts";

/** One thing that a reference means. */
export interface Hit {
  readonly entity: Entity;
  readonly row: Row;
  /** How it was found. */
  readonly foundBy: "key" | "link" | "businessId" | "variable";
  /** The variable whose value it is, where it was found by one. */
  readonly variableName?: string;
}

/** What a reference means; newest first. */
export interface Resolved {
  readonly hits: readonly Hit[];
  readonly notices: readonly string[];
}

/** What a reference is before anybody has looked. */
export type Reference =
  | { readonly kind: "key" | "link"; readonly key: string }
  | { readonly kind: "value"; readonly value: string };

/** Entities that a key may be one of; an instance is what people ask about most. */
const KEYED: readonly Entity[] = [incident, elementInstance, variable, processDefinition, decisionDefinition];
const LONGEST_KEY = 19;
/** A key has a partition in its upper bits, so a short number is never one. */
const SHORTEST_KEY = 15;
const MOST_HITS = 20;
/** Variables that are looked through for a value of which only a part is known. */
const MOST_VARIABLES = 20_000;
const LONGEST_PART = 100;

const isKey = (text: string): boolean => /^[1-9]\d*$/.test(text) && text.length <= LONGEST_KEY;

/** The last key in the path of a link to Operate: `/operate/processes/<key>`, `/instances/<key>`, `/#/instances/<key>` ... */
const keyInLink = (link: string): string | undefined => {
  const url = new URL(link);
  const places = `${url.pathname}${url.hash.replace(/\?.*$/, "")}`;
  const [, key] =
    /\/(?:processes|instances|decisions|process-instances)\/(\d{1,19})(?:-\d+)?(?=\/|$)/.exec(places) ?? [];
  return key;
};

/** Understands a reference; `INVALID_ARGUMENT` for a link without a key. No address in it is ever contacted. */
export const parseReference = (reference: string): Reference => {
  const text = reference.trim();
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) {
    const key = keyInLink(text);
    if (key !== undefined) return { kind: "link", key };
    throw new OperateError("INVALID_ARGUMENT", "reference is a link in which there is no key", {
      next: "use the link of one process instance, as /operate/processes/<key>, or its key",
    });
  }
  return isKey(text) && text.length >= SHORTEST_KEY ? { kind: "key", key: text } : { kind: "value", value: text };
};

const isMissing = (error: unknown): boolean => error instanceof OperateError && error.code === "NOT_FOUND";

const gotten = async (engine: Engine, entity: Entity, key: string, call: Call): Promise<Row | undefined> => {
  try {
    return (await engine.get(entity, key, call)).row;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
};

const byKey = async (
  engine: Engine,
  key: string,
  foundBy: Hit["foundBy"],
  side: SideLooks,
  call: Call,
): Promise<Hit[]> => {
  const look = async (entity: Entity): Promise<Hit[]> => {
    const row = await side.look(entity.plural, () => gotten(engine, entity, key, call));
    return row === undefined ? [] : [{ entity, row, foundBy }];
  };
  const instances = await look(processInstance);
  return instances.length > 0 ? instances : (await inParallel(KEYED, look)).flat();
};

/** The topmost instance of the call hierarchy: what a person means by an order is the whole of it. */
export const topOf = async (engine: Engine, key: string, call: Call): Promise<Row | undefined> => {
  const seen = new Set<string>();
  let row = await gotten(engine, processInstance, key, call);
  for (let parent = textOf(row, "parentProcessInstanceKey"); parent !== undefined; ) {
    if (seen.has(parent)) return row;
    seen.add(parent);
    const above = await gotten(engine, processInstance, parent, call);
    if (above === undefined) return row;
    row = above;
    parent = textOf(row, "parentProcessInstanceKey");
  }
  return row;
};

/** The instances that hold these variables, each call hierarchy once. */
const holders = async (engine: Engine, variables: readonly Row[], call: Call): Promise<Hit[]> => {
  const names = new Map<string, string>();
  for (const row of variables) {
    const key = textOf(row, "processInstanceKey");
    if (key !== undefined && !names.has(key)) names.set(key, textOf(row, "name") ?? "");
  }
  const found = await inParallel([...names].slice(0, MOST_HITS * 2), async ([key, variableName]): Promise<Hit[]> => {
    const row = await topOf(engine, key, call);
    return row === undefined ? [] : [{ entity: processInstance, row, foundBy: "variable", variableName }];
  });
  return found.flat();
};

const valuesOf = (text: string): Value[] =>
  /^-?\d{1,15}$/.test(text) ? [JSON.stringify(text), text] : [JSON.stringify(text)];

const newest = [{ field: "variableKey", order: "DESC" }] as const;

const exactly = async (engine: Engine, text: string, call: Call): Promise<Row[]> => {
  const found = await inParallel(valuesOf(text), (value) =>
    rowsOf(engine, variable, { filter: { value }, sort: newest, fields: [] }, call),
  );
  return found.flatMap(({ rows }) => rows);
};

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Variables, newest first, whose short value has the text in it as a word of its own. */
const inside = async (engine: Engine, text: string, call: Call): Promise<{ rows: Row[]; looked: number }> => {
  const word = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(text)}(?![\\p{L}\\p{N}])`, "iu");
  const rows: Row[] = [];
  let looked = 0;
  for await (const { page } of pagesOf(
    engine,
    variable,
    { filter: {}, sort: newest },
    () => engine.maxPageSize,
    call,
  )) {
    looked += page.rows.length;
    const fit = page.rows.filter(({ value }) => String(value ?? "").length <= LONGEST_PART && word.test(String(value)));
    rows.push(...fit);
    call.progress(looked, page.totalIsExact ? page.total : undefined);
    if (looked >= Math.min(MOST_VARIABLES, call.maxScanRows) || call.hurry() || rows.length >= MOST_HITS) break;
  }
  return { rows, looked };
};

const byBusinessId = async (engine: Engine, businessId: string, call: Call): Promise<Hit[]> => {
  const { rows } = await rowsOf(engine, processInstance, { filter: { businessId }, limit: MOST_HITS }, call);
  const tops = rows.filter((row) => row["parentProcessInstanceKey"] === undefined);
  return (tops.length > 0 ? tops : rows).map((row) => ({ entity: processInstance, row, foundBy: "businessId" }));
};

const distinct = (hits: readonly Hit[]): Hit[] => {
  const seen = new Set<string>();
  return hits.filter(({ entity, row }) => {
    const id = `${entity.name} ${textOf(row, entity.key)}`;
    return !seen.has(id) && seen.add(id);
  });
};

const newestFirst = (hits: readonly Hit[]): Hit[] =>
  [...hits].sort((a, b) => (textOf(b.row, "startDate") ?? "").localeCompare(textOf(a.row, "startDate") ?? ""));

/** What people put before the value itself: "order 4711". */
const lastWord = (text: string): string => text.split(/\s+/).at(-1)?.replace(/^#/, "") ?? text;

/** Of several hits those of a process that the words before the value name, if there are any: "order 4711". */
const meant = (hits: readonly Hit[], reference: string): readonly Hit[] => {
  const words = reference.toLowerCase().split(/\s+/).slice(0, -1);
  const named = hits.filter(({ row }) => {
    const process = (textOf(row, "processDefinitionId") ?? "").toLowerCase();
    return words.some((word) => process.includes(word));
  });
  return named.length > 0 ? named : hits;
};

const byValue = async (engine: Engine, value: string, side: SideLooks, call: Call): Promise<Resolved> => {
  const texts = [...new Set([value, lastWord(value)])].filter((text) => text !== "");
  const exact = await inParallel(texts, async (text) => {
    const [ids = [], variables = []] = await Promise.all([
      side.look("business ids", () => byBusinessId(engine, text, call)),
      side.look("variables", () => exactly(engine, text, call)),
    ]);
    return [...ids, ...(await holders(engine, variables, call))];
  });
  const hits = exact.flat();
  const isGiven = hits.some(({ foundBy }) => foundBy === "businessId");
  const part = isGiven ? undefined : await side.look("variables", () => inside(engine, lastWord(value), call));
  if (part === undefined) return { hits: newestFirst(meant(distinct(hits), value)), notices: [] };
  const looked = `Beside business ids and exact values, looked inside short values of the ${part.looked} newest variables.`;
  const all = distinct([...hits, ...(await holders(engine, part.rows, call))]);
  return { hits: newestFirst(meant(all, value)), notices: [looked] };
};

/**
 * What a reference means: a key of any kind, a link to Operate, or a business value as a person says it (as the business id, as
 * the exact value of a variable, and last as a word inside a variable). `NOT_FOUND` for a key that is no key of the cluster; a
 * value that nothing has gives no hits.
 */
export const resolveReference = async (engine: Engine, reference: string, call: Call): Promise<Resolved> => {
  const parsed = parseReference(reference);
  const side = sideLooks(call);
  if (parsed.kind === "value") {
    const byText = await byValue(engine, parsed.value, side, call);
    return { hits: byText.hits.slice(0, MOST_HITS), notices: [...byText.notices, ...side.notices()] };
  }
  const hits = await byKey(engine, parsed.key, parsed.kind, side, call);
  if (hits.length > 0) return { hits, notices: side.notices() };
  if (parsed.kind === "key") {
    const found = await byValue(engine, parsed.key, side, call);
    if (found.hits.length > 0) return { hits: found.hits.slice(0, MOST_HITS), notices: side.notices() };
  }
  const seen = side.notices();
  throw new OperateError(
    "NOT_FOUND",
    `nothing here has the key ${parsed.key}${seen.length === 0 ? "" : `; ${seen.join(" ")}`}`,
  );
};
