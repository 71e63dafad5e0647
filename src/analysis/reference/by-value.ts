import type { Call, Engine, Row, Value } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { variable } from "../../camunda/entities/variable.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { pagesOf } from "../../camunda/search/pages.ts";
import { rowsOf, textOf } from "../read.ts";
import type { SideLooks } from "../side.ts";
import { distinct, type Hit, MOST_HITS, newestFirst, type Resolved } from "./hit.ts";
import type { Said } from "./parse-reference.ts";
import { topOf } from "./topmost.ts";

/** Instances whose call hierarchy is followed: several may be of one. */
const MOST_HOLDERS = 2 * MOST_HITS;
/** Variables that are looked through for a value of which only a part is known. */
const MOST_VARIABLES = 20_000;
const LONGEST_PART = 100;
/** Shorter words are part of too many names of processes. */
const SHORTEST_NAME = 3;

const NEWEST = [{ field: "variableKey", order: "DESC" }] as const;

/** The JSON texts under which a value may be stored. */
const jsonTexts = (text: string): Value[] =>
  /^-?\d{1,15}$/.test(text) ? [JSON.stringify(text), text] : [JSON.stringify(text)];

/** What was found under one text: instances by their business id, and variables that hold it. */
interface Exact {
  readonly text: string;
  readonly instances: readonly Row[];
  readonly variables: readonly Row[];
}

const withBusinessId = async (engine: Engine, businessId: string, call: Call): Promise<readonly Row[]> => {
  const { rows } = await rowsOf(engine, processInstance, { filter: { businessId }, limit: MOST_HITS }, call);
  const tops = rows.filter((row) => row["parentProcessInstanceKey"] === undefined);
  return tops.length > 0 ? tops : rows;
};

const exactly = (engine: Engine, texts: readonly string[], side: SideLooks, call: Call): Promise<Exact[]> => {
  const looks = texts.flatMap((text): (() => Promise<Exact>)[] => [
    async () => {
      const instances = await side.look("business ids", () => withBusinessId(engine, text, call));
      return { text, instances: instances ?? [], variables: [] };
    },
    ...jsonTexts(text).map((value) => async () => {
      const wanted = { filter: { value }, sort: NEWEST, fields: [] };
      const variables = await side.look("variables", () => rowsOf(engine, variable, wanted, call));
      return { text, instances: [], variables: variables?.rows ?? [] };
    }),
  ]);
  return inParallel(looks, (look) => look());
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
    { filter: {}, sort: NEWEST },
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

/** The instances that hold these variables, each call hierarchy once, by its topmost instance. */
const holders = async (engine: Engine, variables: readonly Row[], side: SideLooks, call: Call): Promise<Hit[]> => {
  const names = new Map<string, string>();
  for (const row of variables) {
    const key = textOf(row, "processInstanceKey");
    if (key !== undefined && !names.has(key)) names.set(key, textOf(row, "name") ?? "");
  }
  const found = await inParallel([...names].slice(0, MOST_HOLDERS), async ([key, variableName]): Promise<Hit[]> => {
    const row = await side.look("instances that hold the value", () => topOf(engine, key, call));
    return row === undefined ? [] : [{ entity: processInstance, row, foundBy: "variable", variableName }];
  });
  return found.flat();
};

/** Of several hits those of a process that the words around the value name, if there are any: "order 4711". */
const meant = (hits: readonly Hit[], { names }: Said): readonly Hit[] => {
  const words = names.filter((name) => name.length >= SHORTEST_NAME);
  const named = hits.filter(({ row }) => {
    const process = (textOf(row, "processDefinitionId") ?? "").toLowerCase();
    return words.some((word) => process.includes(word));
  });
  return named.length > 0 ? named : hits;
};

/** Where the text as a whole is found, what only its value finds is something else. */
const wholly = (found: readonly Exact[], { text, value }: Said): readonly Exact[] =>
  text === value ? [] : found.filter((one) => one.text === text && one.instances.length + one.variables.length > 0);

/**
 * The process instances that a business value means: by their business id, by the exact value of a variable, and last by a word
 * inside a short variable, unless a business id says it. Newest first; none for a value that nothing has.
 */
export const byValue = async (engine: Engine, said: Said, side: SideLooks, call: Call): Promise<Resolved> => {
  const texts = [...new Set([said.text, said.value])].filter((text) => text !== "");
  const exact = await exactly(engine, texts, side, call);
  const whole = wholly(exact, said);
  const found = whole.length > 0 ? whole : exact;
  const ids = found.flatMap(({ instances }) =>
    instances.map((row): Hit => ({ entity: processInstance, row, foundBy: "businessId" })),
  );
  const isSettled = ids.length > 0 || whole.length > 0;
  const part = isSettled ? undefined : await side.look("variables", () => inside(engine, said.value, call));
  const variables = [...found.flatMap((one) => one.variables), ...(part?.rows ?? [])];
  const hits = newestFirst(meant(distinct([...ids, ...(await holders(engine, variables, side, call))]), said));
  return {
    hits: hits.slice(0, MOST_HITS),
    notices: [
      ...(part === undefined
        ? []
        : [`Beside business ids and exact values, looked inside short values of the ${part.looked} newest variables.`]),
      ...(hits.length > MOST_HITS ? [`${hits.length} or more fit; these are the newest ${MOST_HITS}.`] : []),
    ],
  };
};
