import * as z from "zod";
import type { Hit, Resolved } from "../../analysis/reference/hit.ts";
import { resolveReference } from "../../analysis/reference/resolve.ts";
import type { Call, Engine } from "../../camunda/engine.ts";
import type { RecordAnswer } from "../answer.ts";
import { textInput } from "../input.ts";
import { operateUrl } from "../operate-url.ts";
import { type Context, READ, type Tool } from "../tool.ts";
import { callsFor, hitsPart, instanceOf } from "./hits.ts";
import { nextCalls } from "./next-calls.ts";

const FOUND_BY: Readonly<Record<Hit["foundBy"], string>> = {
  key: "by its key",
  link: "by the key in the link",
  jobKey: "by the key of its job",
  businessId: "by its business id",
  variable: "by a variable of it",
};

/** With what other entities tell about it, where the connected API does not. */
const one = async (engine: Engine, hit: Hit, notices: readonly string[], call: Call): Promise<RecordAnswer> => {
  const { entity, foundBy, variableName, isPart } = hit;
  const instance = instanceOf(hit);
  const whole = await engine.joins(entity)?.complete([hit.row], entity.columns, call);
  const row = whole?.rows[0] ?? hit.row;
  return {
    kind: "record",
    fields: {
      conclusion: `Found among the ${entity.plural}, ${isPart ? "by a word inside a variable of it" : FOUND_BY[foundBy]}.`,
      found: entity.name,
      ...(variableName === undefined ? {} : { variable: variableName }),
      ...row,
      ...(instance === undefined ? {} : { operateUrl: operateUrl(engine, instance) }),
    },
    parts: { next: nextCalls(callsFor(hit)) },
    notices: [...notices, ...(whole?.notices ?? [])],
  };
};

const several = (hits: readonly Hit[], notices: readonly string[], context: Context): RecordAnswer => ({
  kind: "record",
  fields: { conclusion: `${hits.length} things fit, the newest first.` },
  parts: { hits: hitsPart(hits, context) },
  notices,
});

const NOTHING =
  "Nothing fits: no key, no business id, no value of a variable. The last seconds may not be readable yet.";
const NOTHING_SEEN = "Nothing was found that fits, but not everything could be looked at, see notices.";

const none = ({ isEverything, notices }: Resolved): RecordAnswer => ({
  kind: "record",
  fields: { conclusion: isEverything ? NOTHING : NOTHING_SEEN },
  parts: {
    next: nextCalls([
      {
        tool: "search_process_instances",
        arguments: { sort: [{ field: "startDate", order: "DESC" }] },
        why: "the newest instances",
      },
    ]),
  },
  notices,
});

const answer = async (context: Context, reference: string): Promise<RecordAnswer> => {
  const { engine } = await context.connect();
  const found = await resolveReference(engine, reference, context);
  const { hits, notices } = found;
  const [first] = hits;
  if (first === undefined) return none(found);
  return hits.length === 1 ? one(engine, first, notices, context) : several(hits, notices, context);
};

/** What is this? */
export const lookup: Tool = {
  name: "lookup",
  title: "Look up a key, link or business value",
  description:
    "Find out what a key, a pasted Operate link or a business value such as an order number is, and what to call next.",
  toolset: "troubleshoot",
  annotations: READ,
  input: z.strictObject({ reference: textInput().describe("key, link, or value such as A-4711") }),
  output: z.looseObject({
    conclusion: z.string(),
    found: z.string().optional(),
    operateUrl: z.string().optional(),
    hits: z.array(z.looseObject({})).optional(),
    next: z.array(z.looseObject({})).optional(),
    notices: z.array(z.string()).optional(),
  }),
  handler: (context, args) => answer(context, String(args["reference"])),
};
