import { parseArgs } from "node:util";
import type { Generation } from "../camunda/entity.ts";

/** What the command line asks for. */
export type Command =
  | { readonly run: "serve"; readonly demo: boolean; readonly envFile?: string }
  | { readonly run: "demo"; readonly api: Generation }
  | { readonly run: "help" | "version" }
  | { readonly run: "usage"; readonly complaint: string };

/** What `--help` prints. */
export const HELP = `operate-mcp: an MCP server for Camunda 8, any version since 8.0

Usage
  operate-mcp                     serve over stdin and stdout, for an MCP client to start
  operate-mcp --demo              the same on a sample cluster inside the process; needs no settings
  operate-mcp demo                start a sample cluster and the server, ask it questions, print the conversation
  operate-mcp demo --api v1|v2    the same over one of the two APIs; without it over v2
  operate-mcp --env-file PATH     read settings from this file as well; the environment wins
  operate-mcp --version
  operate-mcp --help

Settings come from the environment, for example
  Self-Managed  CAMUNDA_OPERATE_BASE_URL, CAMUNDA_COOKIE_AUTH_USERNAME, CAMUNDA_COOKIE_AUTH_PASSWORD
  SaaS          CAMUNDA_CLIENT_ID, CAMUNDA_CLIENT_SECRET, CAMUNDA_CLUSTER_ID, CAMUNDA_CLUSTER_REGION
All of them are listed in the README and in .env.example.
`;

const options = {
  api: { type: "string" },
  demo: { type: "boolean", default: false },
  "env-file": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", short: "v", default: false },
} as const;

/** Reads the command line, the program's own name left out. */
export const readArguments = (argv: readonly string[]): Command => {
  let parsed: ReturnType<typeof parseArgs<{ options: typeof options; allowPositionals: true }>>;
  try {
    parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
  } catch (error) {
    return { run: "usage", complaint: error instanceof Error ? error.message : "the arguments cannot be read" };
  }
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  if (values.help) return { run: "help" };
  if (values.version) return { run: "version" };
  if (rest.length > 0 || (command !== undefined && command !== "demo")) {
    return { run: "usage", complaint: `unknown command: ${positionals.join(" ")}` };
  }
  const envFile = values["env-file"];
  if (envFile !== undefined && (values.demo || command === "demo")) {
    return { run: "usage", complaint: "the demo brings its own settings; leave out --env-file" };
  }
  const { api } = values;
  if (api !== undefined && (command !== "demo" || (api !== "v1" && api !== "v2"))) {
    return { run: "usage", complaint: "--api belongs to the command demo and takes v1 or v2" };
  }
  if (command === "demo") return { run: "demo", api: api ?? "v2" };
  return { run: "serve", demo: values.demo, ...(envFile === undefined ? {} : { envFile }) };
};
