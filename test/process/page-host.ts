import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { isObject, member, textOf, textsOf } from "../../src/narrow.ts";
import { environment } from "./built.ts";

/** How an assistant starts the server. */
export interface HostEntry {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the configuration of an assistant says. */
export const entryIn = (config: unknown): HostEntry => {
  const server = member(member(config, "mcpServers") ?? member(config, "servers"), "operate");
  const env = member(server, "env");
  return {
    command: textOf(member(server, "command")) ?? "",
    args: textsOf(member(server, "args")) ?? [],
    env: Object.fromEntries(Object.entries(isObject(env) ? env : {}).map(([name, value]) => [name, String(value)])),
  };
};

/** What `claude mcp add` is told. */
export const entryOfClaude = (line: string): HostEntry => {
  const [options = "", started = ""] = line.split(" -- ");
  const [command = "", ...args] = started.trim().split(" ");
  return {
    command,
    args,
    env: Object.fromEntries(
      [...options.matchAll(/--env (\w+)=(\S+)/g)].map(([, name = "", value = ""]) => [name, value]),
    ),
  };
};

/** Starts the server like this, as an assistant does, and asks it who it is. */
export const whoamiOf = async ({ command, args, env }: HostEntry): Promise<unknown> => {
  const client = new Client({ name: "test", version: "1" });
  try {
    await client.connect(
      new StdioClientTransport({ command, args: [...args], env: environment(env), stderr: "ignore" }),
    );
    return await client.callTool({ name: "whoami", arguments: {} });
  } finally {
    await client.close();
  }
};
