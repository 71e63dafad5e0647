import type { CompleteRequestParams, Server } from "@modelcontextprotocol/server";
import { briefly, type Remembering } from "../completions/briefly.ts";
import { matching } from "../completions/matching.ts";
import type { Candidates, Entered, Source } from "../completions/source.ts";
import { sources } from "../completions/sources.ts";
import { OperateError } from "../errors.ts";
import type { Tool } from "../tools/tool.ts";
import { oneLine, visible } from "../visible.ts";
import type { Surroundings } from "./call.ts";
import { promptCalled, promptsWith } from "./offer-prompts.ts";
import { readableWith } from "./offer-resources.ts";
import { invalidRequest } from "./refusal.ts";

/** What completions are answered from. */
export interface CompletionOptions {
  readonly tools: readonly Tool[];
  readonly surroundings: () => Surroundings;
}

/** Most values that the protocol takes. */
const MOST_VALUES = 100;
/** A person who types would rather have no suggestions than wait. */
const LOAD_MS = 10_000;
/** How long values are remembered, and that there were none. */
const KEPT_MS = 30_000;
const NONE: Candidates = { all: [], more: false };

/** The names of the arguments that what is referred to has. */
const argumentsOf = (ref: CompleteRequestParams["ref"], tools: readonly Tool[]): readonly string[] => {
  if (ref.type === "ref/prompt") return promptCalled(promptsWith(tools), ref.name).arguments.map(({ name }) => name);
  const readable = readableWith(tools);
  const template = readable.find(({ uriTemplate }) => uriTemplate === ref.uri);
  if (template !== undefined) return [template.entity.key];
  throw invalidRequest(
    `there is no family of resources ${visible(JSON.stringify(ref.uri.slice(0, 100)))}`,
    `use one of ${readable.map(({ uriTemplate }) => uriTemplate).join(", ")}`,
  );
};

/** What a source finds; nothing when the settings or the cluster do not let it: who types is not to be told of errors. */
const loaded = async (
  source: Source,
  entered: Entered,
  around: Surroundings,
  calledOff: AbortSignal,
): Promise<Candidates> => {
  const { clock, log, maxScanRows, turns } = around;
  const own = new AbortController();
  const disarm = clock.after(LOAD_MS, () => own.abort(new OperateError("TIMEOUT", "a completion took too long")));
  try {
    const signal = AbortSignal.any([own.signal, calledOff]);
    const context = around.context({ signal, hurry: () => false, progress: () => undefined, maxScanRows });
    return await turns.take(signal, async () => {
      const { engine } = await context.connect();
      return source.load(engine, entered, context);
    });
  } catch (error) {
    log.info("completion", { code: error instanceof OperateError ? error.code : "INTERNAL" });
    return NONE;
  } finally {
    disarm();
  }
};

/** Whether a value may be shown as it is; one that had to be changed could not be used. */
const isPlain = (value: string, { mask, secrets }: Surroundings): boolean =>
  oneLine(mask.text(secrets.redact(value))) === value;

/** Completes arguments of prompts and keys of resources with what is on the cluster. */
export const offerCompletions = (server: Server, { tools, surroundings }: CompletionOptions): void => {
  let remembering: Remembering<Candidates> | undefined;
  server.setRequestHandler("completion/complete", async ({ params }, { mcpReq: { signal } }) => {
    const { ref, argument, context } = params;
    const names = argumentsOf(ref, tools);
    if (!names.includes(argument.name))
      throw invalidRequest(
        `unknown argument: ${visible(JSON.stringify(argument.name.slice(0, 60)))}`,
        `use one of ${names.join(", ")}`,
      );
    const around = surroundings();
    remembering ??= briefly(around.clock, KEPT_MS);
    const entered = Object.fromEntries(Object.entries(context?.arguments ?? {}).filter(([, value]) => value !== ""));
    const source = sources.get(argument.name);
    const scope = source?.scope(entered);
    const { all, more } =
      source === undefined || scope === undefined
        ? NONE
        : await remembering(scope, (calledOff) => loaded(source, entered, around, calledOff), signal);
    const values = matching(all, argument.value).filter((value) => isPlain(value, around));
    const hasMore = more || values.length > MOST_VALUES;
    return { completion: { values: values.slice(0, MOST_VALUES), hasMore, ...(more ? {} : { total: values.length }) } };
  });
};
