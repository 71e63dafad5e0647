import type { Call, Engine, Row, Value } from "../../camunda/engine.ts";
import { processInstance } from "../../camunda/entities/process-instance.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { rowsOf, textOf } from "../read.ts";
import type { SideLooks } from "../side.ts";
import { distinct, type Hit, MOST_HITS, newestFirst, type Resolved } from "./hit.ts";
import { type Holding, holding, holdingInside, NONE_HOLDING } from "./holding.ts";
import { meant } from "./meant.ts";
import type { Said } from "./parse-reference.ts";
import { topOf } from "./topmost.ts";

/** Instances whose call hierarchy is followed: several may be of one. */
const MOST_HOLDERS = 2 * MOST_HITS;

/** The JSON texts under which a value may be stored. */
const jsonTexts = (text: string): Value[] =>
  /^-?\d{1,15}$/.test(text) ? [JSON.stringify(text), text] : [JSON.stringify(text)];

/** What was found under one text: instances by their business id, and variables that hold it. */
interface Exact {
  readonly text: string;
  readonly instances: readonly Row[];
  readonly variables: Holding;
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
      return { text, instances: instances ?? [], variables: NONE_HOLDING };
    },
    ...jsonTexts(text).map((value) => async () => {
      const variables = await side.look("variables", () => holding(engine, value, MOST_HOLDERS, call));
      return { text, instances: [], variables: variables ?? NONE_HOLDING };
    }),
  ]);
  return inParallel(looks, (look) => look());
};

/** The instances that hold these variables, each call hierarchy once, by its topmost instance. */
const holders = async (
  engine: Engine,
  { names, exact }: Record<"names" | "exact", ReadonlyMap<string, string>>,
  side: SideLooks,
  call: Call,
) => {
  const found = await inParallel([...names].slice(0, MOST_HOLDERS), async ([key, variableName]): Promise<Hit[]> => {
    const row = await side.look("instances that hold the value", () => topOf(engine, key, call));
    if (row === undefined) return [];
    return [
      { entity: processInstance, row, foundBy: "variable", variableName, ...(exact.has(key) ? {} : { isPart: true }) },
    ];
  });
  return found.flat();
};

/** Name of the first variable of each process instance. */
const namesByInstance = (found: readonly Holding[]): ReadonlyMap<string, string> => {
  const names = new Map<string, string>();
  for (const row of found.flatMap(({ rows }) => rows)) {
    const key = textOf(row, "processInstanceKey");
    if (key !== undefined && !names.has(key)) names.set(key, textOf(row, "name") ?? "");
  }
  return names;
};

/** What is found under the first text that finds anything: the whole of what was said, or else the likeliest value. */
const foundFirst = (exact: readonly Exact[], texts: readonly string[]): readonly Exact[] => {
  const found = exact.filter(({ instances, variables }) => instances.length + variables.rows.length > 0);
  const first = texts.find((text) => found.some((one) => one.text === text));
  return exact.filter(({ text }) => text === first);
};

const insideNotice = ({ looked, isAll }: Holding): string =>
  `Beside business ids and exact values, looked inside short values of the ${looked} newest variables${isAll ? "" : "; there are more"}.`;

const MORE = "More may fit: only the newest variables with this value were looked at.";

const othersNotice = (count: number): string =>
  `${count} more with this value ${count === 1 ? "is" : "are"} left out, of processes that the words around it do not name; the value alone finds all.`;

/**
 * The process instances that a business value means: by their business id, by the exact value of a variable, and last by a word
 * inside a short variable, unless a business id says it. Newest first; none for a value that nothing has.
 */
export const byValue = async (engine: Engine, said: Said, side: SideLooks, call: Call): Promise<Resolved> => {
  const texts = [...new Set([said.text, ...said.values])];
  const exact = await exactly(engine, texts, side, call);
  const found = foundFirst(exact, texts);
  const [text] = found.map((one) => one.text);
  const ids = found.flatMap(({ instances }) =>
    instances.map((row): Hit => ({ entity: processInstance, row, foundBy: "businessId" })),
  );
  const isWhole = text === said.text && text !== said.values[0];
  const parts = text === undefined ? said.values : [text];
  const inside =
    ids.length > 0 || isWhole
      ? undefined
      : await side.look("variables", () => holdingInside(engine, parts, MOST_HITS, call));
  const exactHolding = found.map(({ variables }) => variables);
  const held = [...exactHolding, inside ?? NONE_HOLDING];
  const names = namesByInstance(held);
  const exactNames = namesByInstance(exactHolding);
  const all = distinct([...ids, ...(await holders(engine, { names, exact: exactNames }, side, call))]);
  const hits = newestFirst(meant(all, said));
  const isEverything = held.every(({ isAll }) => isAll) && names.size <= MOST_HOLDERS;
  // What was found exactly, with all looked at, needs no word about the rest.
  const isPlain = hits.length > 0 && inside?.isAll === true && names.size === exactNames.size;
  const isMore = names.size > MOST_HOLDERS || found.some(({ variables }) => !variables.isAll);
  return {
    hits: hits.slice(0, MOST_HITS),
    isEverything,
    notices: [
      ...(inside === undefined || isPlain ? [] : [insideNotice(inside)]),
      ...(hits.length > MOST_HITS ? [`${hits.length} or more fit; these are the newest ${MOST_HITS}.`] : []),
      ...(isMore && hits.length <= MOST_HITS ? [MORE] : []),
      ...(hits.length < all.length ? [othersNotice(all.length - hits.length)] : []),
    ],
  };
};
