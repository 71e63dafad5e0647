import * as z from "zod";
import { CONTAINERS } from "../../analysis/containers.ts";
import type { Gap, Step } from "../../analysis/timeline/fold.ts";
import { type Timeline, timelineOf } from "../../analysis/timeline/timeline.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import type { RecordAnswer } from "../answer.ts";
import { keyInput } from "../input.ts";
import { operateUrl } from "../operate-url.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { counted } from "./counted.ts";
import { nextCalls } from "./next-calls.ts";
import { spanText } from "./spans.ts";

const MOST_ROWS = 100;
const HALF = MOST_ROWS / 2;

const input = z.strictObject({ processInstanceKey: keyInput() });

const output = z.looseObject({
  conclusion: z.string(),
  processInstanceKey: z.string(),
  timeline: z.array(z.looseObject({})).optional(),
  next: z.array(z.looseObject({})).optional(),
});

const DETAILS = { element: "state", incident: "errorType", decision: "state", operation: "operationType" } as const;

const iso = (time: number): string => new Date(time).toISOString();

/** Milliseconds from which a passage has an end of its own: of a shorter one it is the beginning, to the second. */
const SECOND = 1000;

/** What there is to say of an event beyond its name; of an element only when it did not complete. */
const detailOf = ({ event, row }: Step["first"]): Row[string] | undefined => {
  const detail = row[DETAILS[event]];
  return event === "element" && detail === "COMPLETED" ? undefined : detail;
};

const stepRow = ({ first, count, start, end, total, shortest, longest }: Step, top: string): Row => {
  const { event, row, processInstanceKey } = first;
  const isElement = event === "element";
  const isLong = end !== undefined && end - start >= SECOND;
  return defined({
    time: iso(start),
    // A passage of an element is told by its type.
    event: isElement ? undefined : event,
    elementId: row["elementId"] ?? row["decisionDefinitionId"],
    elementName: row["elementName"] === row["elementId"] ? undefined : row["elementName"],
    type: row["type"],
    end: isElement && isLong ? iso(end) : undefined,
    duration: isElement ? spanText(total) : undefined,
    ...(count > 1 ? { count, shortest: spanText(shortest), longest: spanText(longest) } : {}),
    processInstanceKey: processInstanceKey === top ? undefined : processInstanceKey,
    detail: count > 1 ? undefined : detailOf(first),
  });
};

const gapRow = ({ start, length }: Gap): Row => ({ time: iso(start), event: "gap", duration: spanText(length) });

const COLUMNS = [
  ...["time", "event", "elementId", "elementName", "type", "end", "duration", "count", "shortest", "longest"],
  ...["processInstanceKey", "detail"],
];

/** Whether something else of the timeline happens inside of a step: in what it calls, in its items, in its scope. */
const holdsOthers = ({ first: { row } }: Step, { steps, called }: Timeline): boolean => {
  const { type, elementId } = row;
  if (type === "CALL_ACTIVITY") return called > 0;
  if (type === "MULTI_INSTANCE_BODY")
    return steps.some(({ first }) => first.row["elementId"] === elementId && first.row["type"] !== type);
  return CONTAINERS.has(String(type));
};

const conclude = (found: Timeline): string => {
  const { instance, length, steps, gaps, called, isWhole } = found;
  const isWork = (step: Step): boolean => step.first.event === "element" && !holdsOthers(step, found);
  const longest = Math.max(0, ...steps.filter(isWork).map((step) => step.longest));
  const idle = gaps.reduce((sum, gap) => sum + gap.length, 0);
  const paused =
    gaps.length === 0
      ? ""
      : `, and in ${counted(gaps.length, "gap")} of ${spanText(idle)} in all nothing began or ended`;
  const ran = instance["endDate"] === undefined ? "has been running for" : "ran for";
  const below = called === 0 ? "" : `, with ${counted(called, "called instance")}`;
  if (!isWhole)
    return `The instance ${ran} ${spanText(length)}${below}; not all of its steps could be read, see notices.`;
  const open = steps.filter((step) => isWork(step) && step.end === undefined).length;
  const stands = open === 0 ? "" : ` Tokens stand in ${counted(open, "element")}.`;
  return `The instance ${ran} ${spanText(length)}${below}; its longest single step took ${spanText(longest)}${paused}.${stands}`;
};

const answer = async (context: Context, key: string): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const found = await timelineOf(engine, key, context.now(), context);
  const { instance, steps, gaps, events } = found;
  const rows = [...steps.map((step) => stepRow(step, key)), ...gaps.map(gapRow)].sort((one, other) =>
    String(one["time"]).localeCompare(String(other["time"])),
  );
  const folded = events - steps.length;
  const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== undefined));
  return {
    kind: "record",
    fields: {
      conclusion: conclude(found),
      ...defined({ processInstanceKey: key, state: instance["state"], hasIncident: instance["hasIncident"] }),
      ...defined({
        startDate: instance["startDate"],
        endDate: instance["endDate"],
        operateUrl: operateUrl(engine, key),
      }),
    },
    parts: {
      timeline: {
        kind: "rows",
        columns,
        rows: rows.length > MOST_ROWS ? [...rows.slice(0, HALF), ...rows.slice(-HALF)] : rows,
      },
      next: nextCalls(
        instance["hasIncident"] === true
          ? [{ tool: "diagnose_process_instance", arguments: { processInstanceKey: key } }]
          : [],
      ),
    },
    notices: [
      ...found.notices,
      ...(folded > 0 ? [`${folded} repeated passages are folded into the rows that have a count.`] : []),
      ...(rows.length > MOST_ROWS ? [`Of ${rows.length} rows the first ${HALF} and the last ${HALF} are shown.`] : []),
    ],
  };
};

/** What happened in a process instance, in order of time. */
export const getProcessInstanceTimeline: Tool = {
  name: "get_process_instance_timeline",
  title: "Get process instance timeline",
  description:
    "Show the timeline of one process instance across called instances: elements, incidents, decisions in order, with durations and gaps, loops folded.",
  toolset: "troubleshoot",
  annotations: READ,
  input,
  output,
  handler: (context, args) => answer(context, input.parse(args).processInstanceKey),
};
