import type { Model } from "../../bpmn/model.ts";
import type { Row } from "../../camunda/engine.ts";
import { processDefinition } from "../../camunda/entities/process-definition.ts";
import { defined } from "../../members.ts";
import { rowsOf, textOf } from "../read.ts";
import type { Gathering, Standing } from "./standing.ts";
import { plainValue } from "./values.ts";
import type { Wait } from "./waits.ts";

/** Something that is not as usual, in our own words; what the cluster says is beside it. */
export interface Oddity {
  readonly what: string;
  readonly elementId?: string;
  readonly processInstanceKey?: string;
  readonly count?: number;
  /** Milliseconds. */
  readonly took?: number;
  readonly usualMedian?: number;
  readonly usualP95?: number;
  readonly sampleSize?: number;
  readonly newestVersion?: number;
  readonly variable?: string;
  readonly value?: string;
}

/** Passages from which a loop is worth a word, and how far it has to be above its peers. */
const MANY_PASSAGES = 20;
const TIMES_PEERS = 5;

/** Where a token stands, as rows of what is odd name it. */
const placeOf = ({ elementId, processInstanceKey }: Wait) => defined({ elementId, processInstanceKey });

const YEAR = 365 * 24 * 3_600_000;

/** Clocks differ, and a busy cluster fires late. */
const LATE = 5 * 60_000;

const wordsOnTimer = (dueIn: number): string | undefined => {
  if (dueIn > YEAR) return "waits for a time that is more than a year in the future";
  return dueIn < -LATE ? "waits for a time that is over: its timer should have fired" : undefined;
};

/** Timers that are due so late that a person would not wait for them, and timers that should have fired. */
export const oddTimers = (waits: readonly Wait[], now: number): readonly Oddity[] =>
  waits.flatMap((wait) => {
    const isTimer = wait.waitsFor === "TIMER" && wait.dueDate !== undefined;
    const what = isTimer ? wordsOnTimer(Date.parse(wait.dueDate) - now) : undefined;
    return what === undefined ? [] : [{ what, ...placeOf(wait) }];
  });

/** Jobs that failed and are to be tried again. */
export const failedJobs = (waits: readonly Wait[]): readonly Oddity[] =>
  waits
    .filter(({ jobState }) => jobState === "FAILED")
    .map((wait) => ({ what: "its job failed and is to be tried again", ...placeOf(wait) }));

/** Called instances that somebody has suspended: what called them waits for them. */
export const suspendedBelow = (instance: Row, below: readonly Row[]): readonly Oddity[] =>
  below
    .filter((row) => row["state"] === "SUSPENDED" && row["processInstanceKey"] !== instance["processInstanceKey"])
    .map((row) => ({
      what: "is suspended, and goes on when it is resumed",
      processInstanceKey: textOf(row, "processInstanceKey") ?? "",
    }));

const passages = (row: Row): number =>
  ["active", "incidents", "completed", "canceled"].reduce((sum, name) => sum + Number(row[name] ?? 0), 0);

/** Whether the model lets an element run once for each of many items. */
const isPerItem = (elementId: string | undefined, model: Model | undefined): boolean => {
  const element = model?.elements.find(({ id }) => id === elementId);
  return element !== undefined && (element.multiInstance !== undefined || isPerItem(element.parent, model));
};

/** Whether an element only sends tokens on: what a loop does is said by the others in it. */
const isGateway = (elementId: string | undefined, model: Model | undefined): boolean =>
  model?.elements.find(({ id }) => id === elementId)?.type.endsWith("GATEWAY") === true;

/** What was passed far more often than the others, and not because it runs once per item of a collection. */
export const loops = async (instance: Row, { engine, call, side, modelOf }: Gathering): Promise<readonly Oddity[]> => {
  const key = textOf(instance, "processInstanceKey") ?? "";
  const counted = await side.look("counts per element", () => engine.instanceStatistics(key, call));
  const rows = [...(counted?.rows ?? [])].sort((a, b) => passages(a) - passages(b));
  const peers = Math.max(1, passages(rows[Math.floor(rows.length / 4)] ?? {}));
  const many = rows.filter((row) => passages(row) >= Math.max(MANY_PASSAGES, TIMES_PEERS * peers));
  const model = many.length === 0 ? undefined : await modelOf(instance);
  const ended = textOf(instance, "endDate") !== undefined;
  return many
    .filter((row) => {
      const elementId = textOf(row, "elementId");
      return !isPerItem(elementId, model) && !isGateway(elementId, model);
    })
    .map((row) => ({
      what: `passed far more often than its peers: a loop${ended ? "" : " that may not end"}`,
      elementId: textOf(row, "elementId") ?? "",
      processInstanceKey: key,
      count: passages(row),
    }));
};

/** Whether the instance runs an older version than the newest one. */
export const oldVersion = async (instance: Row, { engine, call, side }: Gathering): Promise<readonly Oddity[]> => {
  const processDefinitionId = textOf(instance, "processDefinitionId");
  if (processDefinitionId === undefined) return [];
  const tenantId = textOf(instance, "tenantId");
  const filter = { processDefinitionId, ...(tenantId === undefined ? {} : { tenantId }) };
  const sort = [{ field: "version", order: "DESC" }] as const;
  const found = await side.look("versions of the process", () =>
    rowsOf(engine, processDefinition, { filter, sort, limit: 1, fields: [] }, call),
  );
  const newest = Number(found?.rows[0]?.["version"] ?? 0);
  const own = Number(instance["processDefinitionVersion"] ?? 0);
  return newest > own ? [{ what: "runs an older version of its process", newestVersion: newest }] : [];
};

const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

/** What is left of a value when the ways in which people and systems write it differently are taken away. */
const folded = (value: string): string =>
  NUMBER.test(value)
    ? value
        .replace(/^\+/, "")
        .replace(/^(-?)0+(?=\d)/, "$1")
        .replace(/\.0+$|(\.\d*?)0+$/, "$1")
    : value
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]/gu, "")
        .replace(/(?<!\d)0+(?=\d)/g, "");

/** Variables that mean the same as the correlation key of a message and are written differently: the message may carry those. */
export const nearlyTheKey = (waits: readonly Wait[], standings: readonly Standing[]): readonly Oddity[] =>
  waits.flatMap((wait) => {
    const { waitsFor, correlationKey, processInstanceKey } = wait;
    if (waitsFor !== "MESSAGE" || correlationKey === undefined) return [];
    const standing = standings.find(({ instance }) => instance["processInstanceKey"] === processInstanceKey);
    const near = (standing?.variables ?? []).filter((row) => {
      const text = plainValue(textOf(row, "value") ?? "");
      return text !== undefined && text !== correlationKey && folded(text) === folded(correlationKey);
    });
    const what =
      "waits for a message with a key that another variable holds in another spelling: the message may carry that one";
    return near.map((row) => ({
      ...{ what, ...placeOf(wait) },
      ...{ variable: textOf(row, "name") ?? "", value: textOf(row, "value") ?? "" },
    }));
  });
