import { fstatSync, realpathSync } from "node:fs";
import { systemClock } from "../clock.ts";
import type { Settings } from "../config/config.ts";
import { systemFiles } from "../config/files.ts";
import type { Input } from "../config/layers.ts";
import { readSettings } from "../config/read-settings.ts";
import { secretRegistry } from "../secrets.ts";
import type { Reach } from "./arguments.ts";
import type { CallRequest } from "./call/call.ts";
import { EXIT } from "./exit.ts";
import { onInterrupt } from "./interrupt.ts";
import type { Host } from "./print-config/hosts.ts";
import type { Sample } from "./sample.ts";
import { type Process, serveCommand } from "./serve.ts";
import { openSession, type Session } from "./session.ts";

/** What of the running process the settings are read from. */
interface Environment {
  readonly env: Readonly<Record<string, string | undefined>>;
  cwd(): string;
}

type Shell = Process & Environment;

/** The settings of the cluster that is meant, and what ends it where it runs in this process. */
interface Reached {
  readonly settings: Settings;
  /** What they were read from. */
  readonly input: Input;
  close(): Promise<void>;
}

/** For a command that a person or a script runs: the error is what is to be read, the log only where it is asked for. */
const QUIET = { OPERATE_MCP_LOG_LEVEL: "error" };

/** Of the environment only this server's own settings count for a sample, e.g. its limits. */
const ownOf = ({ env }: Environment) =>
  Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("OPERATE_MCP_")));

/** Starts the sample, or reads the settings of the cluster that the environment names. */
const reached = async (process: Environment, reach: Reach, defaults = {}): Promise<Reached> => {
  const sample: Sample | undefined = reach.demo ? await (await import("./sample.ts")).sampleCluster() : undefined;
  const env = sample === undefined ? process.env : { ...ownOf(process), ...sample.env };
  const input = { env, cwd: process.cwd(), envFile: reach.envFile, files: systemFiles, defaults };
  return { settings: readSettings(input), input, close: async () => sample?.close() };
};

/** Serves a cluster until the client goes away. */
export const serveProcess = async (process: Shell, reach: Reach): Promise<void> => {
  const { settings, close } = await reached(process, reach);
  serveCommand(settings, process, close);
};

/** Does something with a session that is closed afterwards, whatever happens. */
const withSession = async <T>(
  process: Shell,
  reach: Reach,
  writeLog: (line: string) => void,
  work: (session: Session) => Promise<T> | T,
): Promise<T> => {
  const { settings, close } = await reached(process, reach, QUIET);
  const session = openSession(settings, { clock: systemClock, random: Math.random, writeLog });
  try {
    return await work(session);
  } finally {
    await Promise.all([session.close(), close()]);
  }
};

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
export const callProcess = async (process: Shell, request: Reach & CallRequest): Promise<number> => {
  const { callCommand } = await import("./call/call.ts");
  const { progressBar } = await import("./call/progress-bar.ts");
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
export const toolsProcess = async (
  process: Shell,
  request: Reach & { readonly tool?: string; readonly wanted: boolean },
): Promise<number> => {
  const { toolHelp, toolList, unknownTool } = await import("./call/tool-help.ts");
  const { stdout, stderr } = process;
  return withSession(
    process,
    { ...request, demo: false },
    () => undefined,
    ({ tools }) => {
      const tool = tools.find(({ name }) => name === request.tool);
      if (request.tool !== undefined && tool === undefined) {
        stderr.write(`operate-mcp: ${unknownTool(request.tool, tools)}\n`);
        return EXIT.usage;
      }
      const text = tool === undefined ? toolList(tools) : toolHelp(tool);
      (request.wanted ? stdout : stderr).write(text);
      return request.wanted ? EXIT.ok : EXIT.usage;
    },
  );
};

/** Prints the configuration for a host; what to do with it is on stderr, so that stdout can go into a file. */
export const printConfigProcess = async (
  process: Shell & { readonly argv: readonly string[]; readonly execPath: string },
  request: Reach & { readonly host: Host },
): Promise<void> => {
  const { snippetFor } = await import("./print-config/print-config.ts");
  const { env, execPath: node } = process;
  const cwd = process.cwd();
  const settings = readSettings({ env, cwd, envFile: request.envFile, files: systemFiles });
  const script = realpathSync(process.argv[1] ?? "");
  const { text, hints } = snippetFor({ ...request, env, cwd, settings, node, script });
  process.stdout.write(text);
  process.stderr.write(hints.map((hint) => `${hint}\n`).join(""));
};

/** Tests every leg of the way to the cluster; gives the exit code. */
export const doctorProcess = async (process: Shell, request: Reach & { readonly json: boolean }): Promise<number> => {
  const { examine, NAMES } = await import("./doctor/doctor.ts");
  const { asJson, asText, summary } = await import("./doctor/render.ts");
  const { settings, input, close } = await reached(process, request);
  const interrupt = onInterrupt(process);
  const { stdout } = process;
  try {
    const results = await examine({
      ...{ settings, input, signal: interrupt.signal },
      world: { clock: systemClock, random: Math.random, secrets: secretRegistry() },
      report: (result) => {
        if (!request.json) stdout.write(asText(result, NAMES));
      },
    });
    const interrupted = interrupt.code();
    if (interrupted !== undefined) return interrupted;
    stdout.write(request.json ? asJson(results) : summary(results));
    return results.some(({ status }) => status === "failed") ? EXIT.failed : EXIT.ok;
  } finally {
    await close();
  }
};
