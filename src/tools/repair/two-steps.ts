import * as z from "zod";
import type { Call, Engine } from "../../camunda/engine.ts";
import { OperateError } from "../../errors.ts";
import { carryOut, type Deeds } from "../../repair/carry-out.ts";
import { type Asked, type Bound, CONFIRMATION_SECONDS } from "../../repair/confirmation.ts";
import type { Desk } from "../../repair/desk.ts";
import { counted, type Operation, type Target } from "../../repair/plan.ts";
import { isPlainWord } from "../../visible.ts";
import type { RecordAnswer } from "../answer.ts";
import type { Context, Tool } from "../tool.ts";
import type { NextCall } from "../troubleshoot/next-calls.ts";
import { deedsAnswer, nothingToDo, planAnswer } from "./answers.ts";
import { REPAIR, writeDisabled } from "./disabled.ts";

/** How long a person may take to answer: as long as the confirmation counts. */
export const ANSWERED_WITHIN_MS = CONFIRMATION_SECONDS * 1000;

export type Args = Readonly<Record<string, unknown>>;

/** What a tool that changes something is made of. */
export interface WriteTool<T extends Target> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly isDestructive: boolean;
  readonly isIdempotent: boolean;
  readonly input: z.ZodRawShape;
  /** Finds out what exactly the arguments ask for; changes nothing. */
  prepare(
    engine: Engine,
    args: Args,
    context: Context,
    limits: { readonly maxItems: number; readonly onlyTenant: boolean },
  ): Promise<Operation<T>>;
  /** Calls worth making where it cannot be done like this. */
  instead?(operation: Operation<T>, args: Args): readonly NextCall[];
  /** Calls worth making afterwards. */
  next?(deeds: Deeds): readonly NextCall[];
}

const rows = () => z.array(z.looseObject({})).optional();

const output = z.looseObject({
  conclusion: z.string(),
  count: z.number().optional(),
  willHappen: z.array(z.string()).optional(),
  confirmation: z.string().optional(),
  samples: rows(),
  refused: rows(),
  results: rows(),
  next: rows(),
  notices: z.array(z.string()).optional(),
});

/** Who is logged in, as far as anybody knows. */
const whoIs = async (engine: Engine, call: Call): Promise<string> => {
  const { user, client } = await engine.identity(call);
  return user ?? client ?? "unknown";
};

const declined = (): OperateError =>
  new OperateError("CONFIRM_REQUIRED", "the person at the client did not agree; nothing was changed", {
    next: "ask what they want instead; do not call again unless they say so",
  });

const MOST_NAMED = 5;

/** The first few, and how many there are besides. */
const few = (all: readonly string[]): string => {
  const shown = all.filter(isPlainWord).slice(0, MOST_NAMED);
  const rest = all.length - shown.length;
  return `${shown.join(", ")}${rest === 0 ? "" : ` and ${rest} more`}`;
};

/** In our own words, with keys and plain names: the person sees what it is about, and nothing that the cluster's users wrote. */
const questionOf = (name: string, plan: Operation["plan"], engine: Engine, who: string): string => {
  const { targets, effects, names = [] } = plan;
  const keys = targets.map(({ key }) => key);
  const about = names.length === 0 ? "" : ` It is about: ${few(names)}.`;
  const user = isPlainWord(who) ? who : "the user of its login";
  return `${name} on ${engine.address} as ${user}: ${effects.join("; ")}. ${counted(keys.length, "key")}: ${few(keys)}.${about} Do it?`;
};

/** What was possible when it was confirmed and no longer is has changed meanwhile. */
const changedMeanwhile = (error: unknown): unknown =>
  error instanceof OperateError && (error.code === "NOT_FOUND" || error.code === "INVALID_ARGUMENT")
    ? new OperateError(
        "CONFIRM_REQUIRED",
        `what was confirmed is no longer possible; nothing was changed: ${error.message}`,
      )
    : error;

const run = async <T extends Target>(tool: WriteTool<T>, context: Context, args: Args): Promise<RecordAnswer> => {
  const { desk } = context;
  if (desk === undefined && !context.toolsets.includes(REPAIR)) throw writeDisabled(tool.name);
  const { engine, tenantId } = await context.connect();
  if (desk === undefined) throw writeDisabled(tool.name);
  const { confirmation, ...given } = args;
  const user = await whoIs(engine, context);
  const asked: Asked = { tool: tool.name, args: given, address: engine.address, user };
  const limits = { maxItems: desk.maxItems, onlyTenant: tenantId !== undefined };
  const prepare = () => tool.prepare(engine, given, context, limits);
  if (typeof confirmation === "string") {
    desk.confirmations.check(confirmation, asked);
    const operation = await prepare().catch((error: unknown) => {
      throw changedMeanwhile(error);
    });
    return act(tool, operation, { desk, engine, context, bound: { ...asked, set: setOf(operation) }, confirmation });
  }
  const operation = await prepare();
  const { targets, exhibits } = operation.plan;
  if (targets.length > 0)
    return planAnswer(operation.plan, desk.confirmations.issue({ ...asked, set: setOf(operation) }), []);
  if (Object.keys(exhibits).length === 0) throw nothingToDo(operation.plan);
  return planAnswer(operation.plan, undefined, tool.instead?.(operation, given) ?? []);
};

const setOf = <T extends Target>({ plan }: Operation<T>): Bound["set"] =>
  plan.targets.map(({ key, seen }) => [key, seen] as const).sort(([one], [other]) => (one < other ? -1 : 1));

interface Acting {
  readonly desk: Desk;
  readonly engine: Engine;
  readonly context: Context;
  readonly bound: Bound;
  readonly confirmation: string;
}

/** The second step: nothing before `begin` changes anything, as it may run again after the person was asked. */
const act = async <T extends Target>(
  tool: WriteTool<T>,
  operation: Operation<T>,
  acting: Acting,
): Promise<RecordAnswer> => {
  const { desk, engine, context, bound, confirmation } = acting;
  const { targets } = operation.plan;
  desk.confirmations.check(confirmation, bound);
  if (context.agreed?.(questionOf(tool.name, operation.plan, engine, bound.user)) === false) throw declined();
  context.signal.throwIfAborted();
  desk.confirmations.begin(
    confirmation,
    bound,
    targets.map(({ key }) => key),
  );
  const entry = { tool: tool.name, who: bound.user, cluster: engine.address };
  const keeper = { clock: desk.clock, begin: (key: string) => desk.begin({ ...entry, key }) };
  const done = await carryOut(operation, engine, keeper, context);
  const exhibits = (await operation.after?.(engine, context).catch(() => undefined)) ?? {};
  return deedsAnswer(done, exhibits, tool.next?.(done) ?? []);
};

/** A tool of two steps: the first tells exactly what would be done, the second does it and tells what became of it. */
export const writeTool = <T extends Target>(tool: WriteTool<T>): Tool => ({
  name: tool.name,
  title: tool.title,
  description: `${tool.description} The first call changes nothing: it shows what would happen and gives a confirmation; the second call with it acts and tells what became of it.`,
  toolset: REPAIR,
  annotations: {
    readOnlyHint: false,
    destructiveHint: tool.isDestructive,
    idempotentHint: tool.isIdempotent,
    openWorldHint: true,
  },
  input: z.strictObject({ ...tool.input, confirmation: z.string().optional().describe("of the first call") }),
  output,
  handler: (context, args) => run(tool, context, args),
});
