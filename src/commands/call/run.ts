import { fstatSync } from "node:fs";
import type { Reach } from "../arguments.ts";
import { EXIT } from "../exit.ts";
import { onInterrupt } from "../interrupt.ts";
import type { Shell } from "../reached.ts";
import { withSession } from "../with-session.ts";
import { type CallRequest, callCommand } from "./call.ts";
import { progressBar } from "./progress-bar.ts";
import { toolHelp, toolList, unknownTool } from "./tool-help.ts";

/** Whether stdin is a pipe or a file: a terminal and an empty device have nothing to say, a socket may never end. */
const isPiped = (): boolean => {
  try {
    const stdin = fstatSync(0);
    return stdin.isFIFO() || stdin.isFile();
  } catch {
    return false;
  }
};

/** Makes one tool call; gives the exit code. */
export const callProcess = (process: Shell, request: Reach & CallRequest): Promise<number> => {
  const { stdin, stdout, stderr } = process;
  const bar = progressBar(stderr);
  const writeLog = (line: string) => {
    bar.clear();
    stderr.write(line);
  };
  return withSession(process, request, writeLog, (session) =>
    callCommand(request, {
      ...{ session, stdin, stdout, stderr, bar },
      isPiped: isPiped(),
      interruptible: () => onInterrupt(process),
    }),
  );
};

/** Lists the tools, or shows the arguments of one; gives the exit code, which is an error where a tool had to be named. */
export const toolsProcess = (
  process: Shell,
  request: Reach & { readonly tool?: string; readonly wanted: boolean },
): Promise<number> => {
  const { stdout, stderr } = process;
  return withSession(
    process,
    { ...request, demo: false },
    () => undefined,
    ({ tools, choice }) => {
      const tool = tools.find(({ name }) => name === request.tool);
      if (request.tool !== undefined && tool === undefined) {
        stderr.write(`operate-mcp: ${unknownTool(request.tool, tools, choice)}\n`);
        return EXIT.usage;
      }
      const text = tool === undefined ? toolList(tools) : toolHelp(tool);
      (request.wanted ? stdout : stderr).write(text);
      return request.wanted ? EXIT.ok : EXIT.usage;
    },
  );
};
