import * as z from "zod";
import { isOnPurpose } from "../../analysis/model-waits.ts";
import { type Stalled, type StalledPlace, stalledPlaces } from "../../analysis/stalled.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import type { Fact, RecordAnswer } from "../answer.ts";
import { keyInput, textInput, timeInput } from "../input.ts";
import { toInstant } from "../times.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { counted } from "./counted.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { spanText } from "./spans.ts";

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
  "oldestFor",
  "usualMedian",
  "usualP95",
  "sampleSize",
  "sampleProcessInstanceKeys",
];

const keysOf = (passages: readonly Row[]): string[] => [
  ...new Set(passages.map(({ processInstanceKey = "" }) => String(processInstanceKey))),
];

const rowOf = (place: StalledPlace, now: number): Readonly<Record<string, Fact>> => {
  const { processDefinitionId, elementId, elementName, type, waits, passages, oldestSince, usual } = place;
  const [jobType] = waits.flatMap((wait) => wait.jobType ?? []);
  const details = waits.flatMap(
    ({ messageName, timer, signalName, condition }) => messageName ?? timer ?? signalName ?? condition ?? [],
  );
  return {
    processDefinitionId,
    ...defined({ elementId, elementName, jobType }),
    type,
    waitsFor: [...new Set(waits.map(({ waitsFor }) => waitsFor))],
    ...(details.length === 0 ? {} : { waitsForDetail: details }),
    count: passages.length,
    oldestSince,
    oldestFor: spanText(now - Date.parse(oldestSince)),
    ...defined({
      usualMedian: usual?.median === undefined ? undefined : spanText(usual.median),
      usualP95: usual?.p95 === undefined ? undefined : spanText(usual.p95),
      sampleSize: usual?.sampleSize,
    }),
    sampleProcessInstanceKeys: keysOf(passages).slice(0, SAMPLES),
  };
};

/** What there is to say when nothing was found, never more than was looked at. */
const noneOf = ({ lookedAt, unjudged, isWhole }: Stalled, isAsked: boolean): string => {
  if (lookedAt === 0)
    return `No active element without an incident ${isAsked ? "is so old" : "is older than an hour"}, or none fits what is asked.`;
  const than = isAsked ? "longer than asked for" : "far longer than is usual there";
  if (isWhole && unjudged === 0) return `No active element without an incident stands ${than}.`;
  const rest = [
    ...(isWhole ? [] : ["there are more"]),
    ...(unjudged === 0 ? [] : [`${counted(unjudged, "place")} could not be judged`]),
  ];
  return `Of the ${counted(lookedAt, "active element")} that were looked at none is known to stand ${than}; ${rest.join(", and ")}, see notices.`;
};

const conclusionOf = (found: Stalled, stalled: number, isAsked: boolean): string => {
  const { places } = found;
  if (stalled === 0) return noneOf(found, isAsked);
  const than = isAsked ? "than asked for" : "than is usual there";
  const work = places.filter(({ waits }) => !waits.every(isOnPurpose)).length;
  const tokens = stalled === 1 ? "1 token stands" : `${stalled} tokens stand`;
  const where = counted(places.length, "element");
  const which = work === places.length ? "" : ` ${work} of them`;
  const by = work === 0 ? "" : `,${which} waiting for no person, event or time`;
  return `Without an incident, ${tokens} ${isAsked ? "" : "far "}longer ${than}, at ${where}${by}.`;
};

const nextFor = ([first]: readonly StalledPlace[]): NextCall[] => {
  const [processInstanceKey] = keysOf(first?.passages ?? []);
  if (processInstanceKey === undefined) return [];
  return [{ tool: "diagnose_process_instance", arguments: { processInstanceKey } }];
};

const answer = async (context: Context, args: Readonly<Record<string, unknown>>): Promise<RecordAnswer> => {
  const { olderThan, ...asked } = input.parse(args);
  const now = context.now();
  const instant = olderThan === undefined ? undefined : toInstant(olderThan, now);
  const filter = defined(asked);
  const { engine } = await context.connect();
  const age = instant === undefined ? {} : { olderThan: now - Date.parse(instant) };
  const found = await stalledPlaces(engine, { filter, now, ...age }, context);
  const { places, lookedAt, notices } = found;
  const stalled = places.reduce((sum, { passages }) => sum + passages.length, 0);
  const rows = places.slice(0, MOST_SHOWN).map((place) => rowOf(place, now));
  const left = places.length - rows.length;
  return {
    kind: "record",
    fields: { conclusion: conclusionOf(found, stalled, instant !== undefined), stalled, lookedAt },
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
