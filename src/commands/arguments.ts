import { parseArgs } from "node:util";
import type { Generation } from "../camunda/entity.ts";
import { HOSTS, type Host, isHost } from "./print-config/hosts.ts";

/** Which cluster a command works on: the sample in this process, or the one that the settings name. */
export interface Reach {
  readonly demo: boolean;
  /** A file with settings beside the environment. */
  readonly envFile?: string;
}

/** What the command line asks for. */
export type Command =
  | (Reach & { readonly run: "serve" })
  | { readonly run: "demo"; readonly api: Generation }
  | (Reach & { readonly run: "call"; readonly tool: string; readonly args: readonly string[]; readonly json: boolean })
  /** What can be called: all tools, or one with its arguments; `wanted` where it was asked for and not missed. */
  | (Reach & { readonly run: "tools"; readonly tool?: string; readonly wanted: boolean })
  | (Reach & { readonly run: "doctor"; readonly json: boolean })
  | (Reach & { readonly run: "print-config"; readonly host: Host })
  | { readonly run: "help" | "version" }
  | { readonly run: "usage"; readonly complaint: string };

/** What `--help` prints. */
export const HELP = `operate-mcp: an MCP server for Camunda 8, any version since 8.0

Usage
  operate-mcp                     serve over stdin and stdout, for an MCP client to start
  operate-mcp --demo              the same on a sample cluster inside the process; needs no settings
  operate-mcp demo                start a sample cluster and the server, ask it questions, print the conversation
  operate-mcp demo --api v1|v2    the same over one of the two APIs; without it over v2
  operate-mcp call TOOL [name=value ...] [--json]
                                  one tool call from a script; operate-mcp call --help lists the tools
  operate-mcp doctor [--json]     test every leg of the way to the cluster, and name the setting to change
  operate-mcp --print-config claude|code|vscode|cursor
                                  print the configuration for that assistant, from the settings in the environment
  operate-mcp --env-file PATH     read settings from this file as well; the environment wins
  operate-mcp --version
  operate-mcp --help

Settings come from the environment, for example
  Self-Managed  CAMUNDA_OPERATE_BASE_URL, CAMUNDA_COOKIE_AUTH_USERNAME, CAMUNDA_COOKIE_AUTH_PASSWORD
  SaaS          CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET, CAMUNDA_CLUSTER_ID, CAMUNDA_CLUSTER_REGION
All of them are listed in docs/settings.md and .env.example of the package.
`;

const options = {
  api: { type: "string" },
  demo: { type: "boolean", default: false },
  "env-file": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
  json: { type: "boolean", default: false },
  "print-config": { type: "string" },
  version: { type: "boolean", short: "v", default: false },
} as const;

type Parsed = ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;

/** Options that belong to some commands only, and to which. */
const BELONGS: Readonly<Record<"api" | "json", readonly string[]>> = { api: ["demo"], json: ["call", "doctor"] };

const COMMANDS = ["demo", "call", "doctor"];

/** What is wrong with how the options go together; undefined when nothing is. */
const complaintAbout = ({ values, positionals: [command = ""] }: Parsed): string | undefined => {
  const { api, json, demo, "env-file": envFile, "print-config": host } = values;
  if (command !== "" && !COMMANDS.includes(command)) {
    return `unknown command: ${command}; a tool is called with operate-mcp call TOOL`;
  }
  if (api !== undefined && (!BELONGS.api.includes(command) || (api !== "v1" && api !== "v2"))) {
    return "--api belongs to the command demo and takes v1 or v2";
  }
  if (json && !BELONGS.json.includes(command)) return `--json belongs to the command ${BELONGS.json.join(" or ")}`;
  if (envFile !== undefined && (demo || command === "demo")) {
    return "the demo brings its own settings; leave out --env-file";
  }
  if (host !== undefined && (command !== "" || !isHost(host))) {
    return `--print-config stands alone and takes one of ${Object.keys(HOSTS).join(", ")}`;
  }
  return undefined;
};

/** What Node.js says, without its advice: that does not fit here, and breaks the line. */
const firstSentence = (text: string): string => text.split(/(?<=')\. |\.?\n/)[0] ?? text;

const parse = (argv: readonly string[]): Parsed | { readonly complaint: string } => {
  try {
    return parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    const hint = argv.includes("call") ? " (arguments of a tool are written name=value)" : "";
    const said = error instanceof Error ? firstSentence(error.message) : "the arguments cannot be read";
    return { complaint: `${said}${hint}` };
  }
};

/** Reads the command line, the program's own name left out. */
export const readArguments = (argv: readonly string[]): Command => {
  const parsed = parse(argv);
  if ("complaint" in parsed) return { run: "usage", complaint: parsed.complaint };
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  if (values.help && command !== "call") return { run: "help" };
  if (values.version) return { run: "version" };
  const complaint = complaintAbout(parsed);
  if (complaint !== undefined) return { run: "usage", complaint };
  const envFile = values["env-file"];
  const reach: Reach = { demo: values.demo, ...(envFile === undefined ? {} : { envFile }) };
  if (command === "call") {
    const [tool, ...args] = rest;
    if (tool === undefined || values.help) {
      return { run: "tools", wanted: values.help, ...reach, ...(tool === undefined ? {} : { tool }) };
    }
    return { run: "call", tool, args, json: values.json, ...reach };
  }
  if (rest.length > 0) return { run: "usage", complaint: `unknown command: ${positionals.join(" ")}` };
  if (command === "doctor") return { run: "doctor", json: values.json, ...reach };
  if (command === "demo") return { run: "demo", api: values.api === "v1" ? "v1" : "v2" };
  const host = values["print-config"];
  return host !== undefined && isHost(host) ? { run: "print-config", host, ...reach } : { run: "serve", ...reach };
};
