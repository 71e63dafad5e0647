import type { Readable, Writable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { OperateError } from "../../errors.ts";
import { inChannels, runCall } from "../../mcp/call.ts";
import { failureText } from "../../mcp/failure.ts";
import { checkArguments } from "../../tools/arguments.ts";
import type { Tool } from "../../tools/tool.ts";
import { EXIT } from "../exit.ts";
import type { Interrupt } from "../interrupt.ts";
import type { Session } from "../session.ts";
import type { ProgressBar } from "./progress-bar.ts";
import { readToolArguments, STDIN } from "./tool-arguments.ts";
import { unknownTool } from "./tool-help.ts";

/** One tool call as the command line asks for it. */
export interface CallRequest {
  readonly tool: string;
  /** As they are written there. */
  readonly args: readonly string[];
  /** The structured result instead of the text. */
  readonly json: boolean;
}

/** What a call works with. */
export interface CallShell {
  readonly session: Session;
  readonly stdin: Readable;
  /** Whether something was piped in, and not only left open. */
  readonly isPiped: boolean;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly bar: ProgressBar;
  /** Begins to listen for Ctrl-C: from then on it cancels the call. */
  readonly interruptible: () => Interrupt;
}

/** With nothing else to go by, what was piped in is the arguments, for a tool that takes any. */
const wordsOf = (tool: Tool, { args }: CallRequest, isPiped: boolean): readonly string[] =>
  args.length === 0 && isPiped && Object.keys(tool.input.shape).length > 0 ? [STDIN] : args;

const readAll = async (stdin: Readable): Promise<string> => (await buffer(stdin)).toString("utf8");

/** Makes one call and writes its outcome; gives the exit code. */
export const callCommand = async (request: CallRequest, shell: CallShell): Promise<number> => {
  const { session, stdout, stderr, bar } = shell;
  const refuse = (text: string): number => {
    stderr.write(`${text}\n`);
    return EXIT.usage;
  };

  const tool = session.tools.find(({ name }) => name === request.tool);
  if (tool === undefined) return refuse(`operate-mcp: ${unknownTool(request.tool, session.tools, session.choice)}`);
  const words = wordsOf(tool, request, shell.isPiped);
  const stdin = words.includes(STDIN) ? await readAll(shell.stdin) : undefined;
  const isLeftEmpty = stdin?.trim() === "" && request.args.length === 0;
  const read = readToolArguments(tool, isLeftEmpty ? [] : words, stdin);
  if ("complaint" in read) {
    // In a loop over lines they are the loop's.
    const hint = request.args.length === 0 ? "; if it is meant for something else, add </dev/null" : "";
    return refuse(`operate-mcp: ${read.complaint}${hint}\nTry operate-mcp call ${tool.name} --help.`);
  }
  const around = session.surroundings();
  try {
    checkArguments(tool.input, read.args);
  } catch (error) {
    if (!(error instanceof OperateError)) throw error;
    return refuse(failureText(error, around));
  }

  const interrupt = shell.interruptible();
  const made = { tool, args: read.args, signal: interrupt.signal, progress: bar.show };
  const outcome = await runCall(made, around, inChannels);
  bar.clear();
  const interrupted = interrupt.code();
  if (interrupted !== undefined) return interrupted;
  if ("error" in outcome) {
    stderr.write(`${outcome.error}\n`);
    if (outcome.code === "INVALID_ARGUMENT") return EXIT.usage;
    return outcome.code === "CONFIG" ? EXIT.settings : EXIT.failed;
  }
  stdout.write(`${request.json ? JSON.stringify(outcome.ok.structured) : outcome.ok.text}\n`);
  return EXIT.ok;
};
