import * as z from "zod";
import { type Comparison, compare } from "../../analysis/compare/compare.ts";
import type { Difference } from "../../analysis/compare/values.ts";
import { isOpenIncident } from "../../analysis/open-incidents.ts";
import type { Row } from "../../camunda/engine.ts";
import { defined } from "../../members.ts";
import type { RecordAnswer, RowsPart } from "../answer.ts";
import { keyInput } from "../input.ts";
import { operateUrl } from "../operate-url.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { counted } from "./counted.ts";
import { type NextCall, nextCalls } from "./next-calls.ts";
import { spanText } from "./spans.ts";

const MOST_ROWS = 30;

const input = z.strictObject({ goodProcessInstanceKey: keyInput(), badProcessInstanceKey: keyInput() });

const output = z.looseObject({
  conclusion: z.string(),
  goodProcessInstanceKey: z.string(),
  badProcessInstanceKey: z.string(),
});

const part = (name: string, columns: readonly string[], rows: readonly Row[]): Readonly<Record<string, RowsPart>> =>
  rows.length === 0 ? {} : { [name]: { kind: "rows", columns, rows: rows.slice(0, MOST_ROWS) } };

/** What it is called besides is in no column, but may say that the values are secret. */
const valueRow = ({ name, label, good, bad, isTruncated }: Difference): Row => ({
  name,
  ...defined({ label, good, bad, isTruncated: isTruncated || undefined }),
});

const divergenceRows = ({ divergence }: Comparison): readonly Row[] => [
  ...(divergence?.good === undefined ? [] : [{ side: "good", ...divergence.good }]),
  ...(divergence?.bad === undefined ? [] : [{ side: "bad", ...divergence.bad }]),
];

/** How the ways of the two relate. */
const pathOf = ({ divergence, isWayKnown }: Comparison): string => {
  if (!isWayKnown) return "went ways that could not be compared";
  if (divergence === undefined) return "passed the same elements";
  if (divergence.bad === undefined) return "went the same way, the bad one less far";
  if (divergence.good === undefined) return "went the same way, the bad one further";
  return "took different ways";
};

/** How many values of two kinds differ, e.g. `9 variables and no decision differ`. */
const differing = (kinds: readonly (readonly [thing: string, differences: readonly Difference[] | undefined])[]) => {
  const seen = kinds.flatMap(([thing, differences]) =>
    differences === undefined ? [] : [[thing, differences.length] as const],
  );
  const counts = seen.map(([thing, count]) => (count === 0 ? `no ${thing}` : counted(count, thing)));
  const isPlural = seen.length > 1 || seen.some(([, count]) => count > 1);
  return [
    ...(counts.length === 0 ? [] : [`${counts.join(" and ")} ${isPlural ? "differ" : "differs"}`]),
    ...kinds.flatMap(([thing, differences]) =>
      differences === undefined ? [`whether ${thing}s differ could not be seen`] : [],
    ),
  ];
};

/** Whether an incident stops one of the two; one in what it has called, or that cannot be read, is not among those shown. */
const stoppedBy = (side: string, instance: Row, incidents: readonly Row[]): string => {
  if (incidents.some(isOpenIncident)) return ` An incident stops the ${side} one.`;
  return instance["hasIncident"] === true ? ` An incident that is not shown here stops the ${side} one.` : "";
};

const conclude = (found: Comparison): string => {
  const { variables, decisions, good, bad, badIncidents, goodIncidents } = found;
  const versions = good["processDefinitionKey"] === bad["processDefinitionKey"] ? "" : " Their versions differ.";
  const stopped = stoppedBy("bad", bad, badIncidents) + stoppedBy("good", good, goodIncidents);
  const differences = differing([
    ["variable", variables],
    ["decision", decisions],
  ]);
  return `The instances ${[pathOf(found), ...differences].join("; ")}.${versions}${stopped}`;
};

const passingNotice = ({ durations }: Comparison): readonly string[] =>
  durations.every(isNotable) ? [] : ["durations: without those of less than a second in both."];

const cutNotices = (found: Comparison): readonly string[] =>
  (["variables", "decisions", "durations", "goodIncidents", "badIncidents"] as const).flatMap((name) => {
    const { length } = found[name] ?? [];
    return length > MOST_ROWS ? [`${name}: only the first ${MOST_ROWS} of ${length} are shown.`] : [];
  });

/** Milliseconds from which a passage took time. */
const NOTABLE = 1000;

/** Whether a passage took time in either instance: of gateways and events there is nothing to compare. */
const isNotable = ({ good = 0, bad = 0 }: Row): boolean => Number(good) >= NOTABLE || Number(bad) >= NOTABLE;

const durationRows = ({ durations }: Comparison): readonly Row[] =>
  durations.filter(isNotable).map((row) => ({
    elementId: row["elementId"] ?? "",
    ...defined({
      good: row["good"] === undefined ? undefined : spanText(Number(row["good"])),
      bad: row["bad"] === undefined ? undefined : spanText(Number(row["bad"])),
    }),
  }));

const incidentRows = ({ badIncidents, goodIncidents }: Comparison): readonly Row[] => [
  ...badIncidents.slice(0, 15).map((row) => ({ side: "bad", ...row })),
  ...goodIncidents.slice(0, 15).map((row) => ({ side: "good", ...row })),
];

const nextFor = ({ bad, badIncidents }: Comparison, processInstanceKey: string): NextCall => {
  const { incidentKey } = badIncidents.find(isOpenIncident) ?? {};
  if (incidentKey !== undefined) return { tool: "explain_incident", arguments: { incidentKey } };
  const tool = bad["hasIncident"] === true ? "diagnose_process_instance" : "get_process_instance_timeline";
  return { tool, arguments: { processInstanceKey } };
};

const partsOf = (found: Comparison, bad: string): RecordAnswer["parts"] => ({
  ...part("divergence", ["side", "elementId", "elementName", "type", "state", "startDate"], divergenceRows(found)),
  ...part("variables", ["name", "good", "bad", "isTruncated"], (found.variables ?? []).map(valueRow)),
  ...part("decisions", ["name", "good", "bad"], (found.decisions ?? []).map(valueRow)),
  ...part("durations", ["elementId", "good", "bad"], durationRows(found)),
  ...part("incidents", ["side", "incidentKey", "elementId", "errorType", "errorMessage", "state"], incidentRows(found)),
  next: nextCalls([nextFor(found, bad)]),
});

const answer = async (context: Context, good: string, bad: string): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const found = await compare(engine, { good, bad }, context.now(), context);
  return {
    kind: "record",
    fields: {
      ...{ conclusion: conclude(found), goodProcessInstanceKey: good, badProcessInstanceKey: bad },
      operateUrl: operateUrl(engine, bad),
    },
    parts: partsOf(found, bad),
    notices: [...found.notices, ...cutNotices(found), ...passingNotice(found)],
  };
};

/** How an instance that went wrong differs from one that went well. */
export const compareProcessInstances: Tool = {
  name: "compare_process_instances",
  title: "Compare process instances",
  description:
    "Compare a good and a bad instance of the same process: first diverging element, variables, decisions, durations, incidents.",
  toolset: "troubleshoot",
  annotations: READ,
  input,
  output,
  handler: (context, args) => {
    const { goodProcessInstanceKey, badProcessInstanceKey } = input.parse(args);
    return answer(context, goodProcessInstanceKey, badProcessInstanceKey);
  },
};
