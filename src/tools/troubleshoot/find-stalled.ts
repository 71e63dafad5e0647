import { z } from "zod";
import { type StalledPlace, stalledPlaces } from "../../analysis/stalled.ts";
import type { Row } from "../../camunda/engine.ts";
import type { RecordAnswer } from "../answer.ts";
import { keyInput, textInput, timeInput } from "../input.ts";
import { toInstant } from "../times.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";

const input = z.strictObject({
  processDefinitionId: textInput().optional(),
  processDefinitionKey: keyInput().optional(),
  elementId: textInput().optional(),
  olderThan: timeInput().optional().describe("An age like 2h; default: far above usual"),
  tenantId: textInput().optional(),
});

const output = z.looseObject({
  conclusion: z.string(),
  stalled: z.number(),
  elements: z.array(z.looseObject({})).optional(),
  next: z.array(z.looseObject({})).optional(),
  notices: z.array(z.string()).optional(),
});

/** Elements that are shown, and instances of each. */
const MOST_SHOWN = 20;
const SAMPLES = 3;

const COLUMNS = [
  "processDefinitionId",
  "elementId",
  "elementName",
  "type",
  "waitsFor",
  "jobType",
  "waitsForDetail",
  "count",
  "oldestSince",
  "oldestAgeSeconds",
  "usualMedianSeconds",
  "usualP95Seconds",
  "sampleSize",
  "sampleProcessInstanceKeys",
];

const seconds = (ms: number): number => Math.round(ms / 1000);

const keysOf = (passages: readonly Row[]): string[] => [
  ...new Set(passages.map(({ processInstanceKey = "" }) => String(processInstanceKey))),
];

const rowOf = (place: StalledPlace, now: number): Row => {
  const { processDefinitionId, elementId, elementName, type, waitsFor, detail, passages, oldestSince, usual } = place;
  return {
    processDefinitionId,
    elementId,
    ...(elementName === undefined ? {} : { elementName }),
    type,
    waitsFor,
    ...(detail === undefined ? {} : { [waitsFor === "job" ? "jobType" : "waitsForDetail"]: detail }),
    count: passages.length,
    oldestSince,
    oldestAgeSeconds: seconds(now - Date.parse(oldestSince)),
    ...(usual?.median === undefined ? {} : { usualMedianSeconds: seconds(usual.median) }),
    ...(usual?.p95 === undefined ? {} : { usualP95Seconds: seconds(usual.p95) }),
    ...(usual === undefined ? {} : { sampleSize: usual.sampleSize }),
    sampleProcessInstanceKeys: keysOf(passages).slice(0, SAMPLES).join(", "),
  };
};

const conclusionOf = (places: readonly StalledPlace[], stalled: number, isAsked: boolean): string => {
  const than = isAsked ? "than asked for" : "than is usual there";
  if (stalled === 0) return `No active element without an incident stands ${isAsked ? "" : "far "}longer ${than}.`;
  const work = places.filter(({ isOnPurpose }) => !isOnPurpose).length;
  const oldest = places.map(({ oldestSince }) => oldestSince).sort()[0];
  const where = `${places.length} element(s), ${work} of which do not wait for a person, an event or a time`;
  return `Without an incident, ${stalled} token(s) stand ${isAsked ? "" : "far "}longer ${than}, at ${where}; the oldest since ${oldest}.`;
};

const nextFor = ([first]: readonly StalledPlace[]): NextCall[] => {
  const [processInstanceKey] = keysOf(first?.passages ?? []);
  if (processInstanceKey === undefined) return [];
  const why = "The instance that stands longest at the first element: what it waits for.";
  return [{ tool: "diagnose_process_instance", arguments: { processInstanceKey }, why }];
};

const answer = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RecordAnswer> => {
  const { olderThan, ...asked } = input.parse(args);
  const now = context.now();
  const instant = olderThan === undefined ? undefined : toInstant(olderThan, now);
  const filter = Object.fromEntries(
    Object.entries(asked).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
  const { engine } = await context.connect();
  const age = instant === undefined ? {} : { olderThan: now - Date.parse(instant) };
  const { places, lookedAt, notices } = await stalledPlaces(engine, { filter, now, ...age }, context);
  const stalled = places.reduce((sum, { passages }) => sum + passages.length, 0);
  const rows = places.slice(0, MOST_SHOWN).map((place) => rowOf(place, now));
  const left = places.length - rows.length;
  return {
    kind: "record",
    fields: { conclusion: conclusionOf(places, stalled, instant !== undefined), stalled, lookedAt },
    parts: {
      ...(rows.length === 0 ? {} : { elements: { kind: "rows", columns: COLUMNS, rows } }),
      next: nextCalls(nextFor(places)),
    },
    notices: [...(left > 0 ? [`${left} more elements are not shown; name a process to see them.`] : []), ...notices],
  };
};

/** Where tokens stand still without an incident. */
export const findStalled: Tool = {
  name: "find_stalled_process_instances",
  title: "Find stalled process instances",
  description:
    "Find process instances that hang without an incident: active elements far older than usual there, or than olderThan, grouped by element. Use it when nothing failed but work does not go on.",
  toolset: "troubleshoot",
  annotations: READ,
  input,
  output,
  handler: answer,
};
