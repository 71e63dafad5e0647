import type { Model } from "../../bpmn/model.ts";
import type { Row } from "../../camunda/engine.ts";
import { processDefinition } from "../../camunda/entities/process-definition.ts";
import { inParallel } from "../../camunda/parallel.ts";
import { rowsOf, textOf } from "../read.ts";
import { isKnown, LEAST_AGE, unusualFrom, usualDuration } from "../usual-duration.ts";
import type { Gathering } from "./standing.ts";
import type { Standing, Wait } from "./waits.ts";

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

/** Elements of which the usual time is looked up. */
const MOST_ELEMENTS = 8;
/** Passages from which a loop is worth a word, and how far it has to be above its peers. */
const MANY_PASSAGES = 20;
const TIMES_PEERS = 5;

/** Waits that nobody but the cluster and its workers end, and that are therefore over soon. */
const ENDS_BY_ITSELF: readonly Wait["waitsFor"][] = ["JOB", "UNKNOWN"];

/** Elements that take far longer than they usually do. */
export const slowElements = async (
  waits: readonly Wait[],
  definitions: ReadonlyMap<string, string>,
  now: number,
  { engine, call, side }: Gathering,
): Promise<readonly Oddity[]> => {
  const candidates = waits.filter(
    ({ waitsFor, since }) =>
      ENDS_BY_ITSELF.includes(waitsFor) && since !== undefined && now - Date.parse(since) > LEAST_AGE,
  );
  const found = await inParallel(candidates.slice(0, MOST_ELEMENTS), async (wait): Promise<Oddity[]> => {
    const { processInstanceKey, elementId, since = "" } = wait;
    const processDefinitionId = definitions.get(processInstanceKey);
    const took = now - Date.parse(since);
    const usual =
      processDefinitionId === undefined
        ? undefined
        : await side.look("how long elements usually take", () =>
            usualDuration(engine, { processDefinitionId, elementId }, call),
          );
    if (took <= unusualFrom(usual)) return [];
    const place = { elementId, processInstanceKey, took };
    if (!isKnown(usual))
      return [{ what: "has stood here for more than a day", ...place, sampleSize: usual?.sampleSize ?? 0 }];
    const { median: usualMedian, p95: usualP95, sampleSize } = usual;
    return [{ what: "takes far longer than it usually does", ...place, usualMedian, usualP95, sampleSize }];
  });
  return found.flat();
};

const YEAR = 365 * 24 * 3_600_000;

/** Timers that are due so late that a person would not wait for them. */
export const farTimers = (waits: readonly Wait[], now: number): readonly Oddity[] =>
  waits
    .filter(
      ({ waitsFor, dueDate }) => waitsFor === "TIMER" && dueDate !== undefined && Date.parse(dueDate) - now > YEAR,
    )
    .map(({ elementId, processInstanceKey }) => ({
      what: "waits for a time that is more than a year in the future",
      elementId,
      processInstanceKey,
    }));

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

/** Elements that were passed far more often than the others, and not because they run once per item of a collection. */
export const loops = async (instance: Row, { engine, call, side, models }: Gathering): Promise<readonly Oddity[]> => {
  const key = textOf(instance, "processInstanceKey") ?? "";
  const counted = await side.look("counts per element", () => engine.instanceStatistics(key, call));
  const rows = [...(counted?.rows ?? [])].sort((a, b) => passages(a) - passages(b));
  const peers = Math.max(1, passages(rows[Math.floor(rows.length / 4)] ?? {}));
  const many = rows.filter((row) => passages(row) >= Math.max(MANY_PASSAGES, TIMES_PEERS * peers));
  const definition = many.length === 0 ? undefined : textOf(instance, "processDefinitionKey");
  const model = definition === undefined ? undefined : await side.look("the BPMN model", () => models(definition));
  const ended = textOf(instance, "endDate") !== undefined;
  return many
    .filter((row) => !isPerItem(textOf(row, "elementId"), model))
    .map((row) => ({
      what: `was passed far more often than the elements around it: a loop${ended ? "" : " that may not end"}`,
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

/** What is left of an identifier when the ways in which people and systems write it differently are taken away. */
const folded = (value: string): string =>
  value
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "")
    .replace(/(?<!\d)0+(?=\d)/g, "");

/** Variables that mean the same as the correlation key of a message and are written differently: the message may carry those. */
export const nearlyTheKey = (waits: readonly Wait[], standings: readonly Standing[]): readonly Oddity[] =>
  waits.flatMap(({ waitsFor, correlationKey, processInstanceKey, elementId }) => {
    if (waitsFor !== "MESSAGE" || correlationKey === undefined) return [];
    const standing = standings.find(({ instance }) => instance["processInstanceKey"] === processInstanceKey);
    const near = (standing?.variables ?? []).filter((row) => {
      const text = (textOf(row, "value") ?? "").replace(/^"|"$/g, "");
      return text !== correlationKey && folded(text) === folded(correlationKey);
    });
    const what =
      "waits for a message with a key that another variable holds in another spelling: the message may carry that one";
    return near.map((row) => ({
      ...{ what, elementId, processInstanceKey },
      ...{ variable: textOf(row, "name") ?? "", value: textOf(row, "value") ?? "" },
    }));
  });
