import { Client, InMemoryTransport } from "@modelcontextprotocol/client";
import { onTestFinished } from "vitest";
import { type Clock, systemClock } from "../../src/clock.ts";
import { openSession, type Session } from "../../src/commands/session.ts";
import { systemFiles } from "../../src/config/files.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import { serve } from "../../src/mcp/server.ts";
import { member, textOf } from "../../src/narrow.ts";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import { SAAS_AUDIENCES } from "../../src/simulator/login/token-endpoint.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";
import type { Tool } from "../../src/tools/tool.ts";
import { VERSION } from "../../src/version.ts";

/** What one tool call gave back. */
export interface Answer {
  readonly text: string;
  readonly structured: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** A connected MCP client, the sample cluster behind the server, and what the server logged. */
export interface Connected {
  readonly client: Client;
  readonly cluster: Cluster;
  readonly session: Session;
  readonly log: readonly string[];
  call(tool: string, args?: Record<string, unknown>, options?: CallOptions): Promise<Answer>;
}

export interface ConnectOptions {
  /** What the sample cluster is like. */
  readonly cluster?: ClusterOptions;
  /** Settings instead of the ones that fit the cluster's login; gets the running cluster. */
  readonly env?: (cluster: Cluster) => Record<string, string>;
  /** Protocol era of the client. */
  readonly mode?: "legacy" | "auto" | { readonly pin: string };
  /** What the client says that it is called. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly tools?: readonly Tool[];
  /** Registers what closes everything; after the test unless told otherwise (e.g. `afterAll`). */
  readonly closing?: (close: () => Promise<void>) => void;
}

/** Gives access to the client's `tools/call` with options, e.g. a signal. */
export type CallOptions = Parameters<Client["callTool"]>[1];

/** The settings that reach a cluster by its login. */
export const settingsFor = (cluster: Cluster, login: ClusterOptions["login"] = "cookie"): Record<string, string> => {
  const { url, tokenUrl = "", credentials, audience } = cluster;
  const base = { CAMUNDA_OPERATE_BASE_URL: url };
  switch (login) {
    case "cookie":
      return {
        ...base,
        CAMUNDA_COOKIE_AUTH_USERNAME: credentials.username,
        CAMUNDA_COOKIE_AUTH_PASSWORD: credentials.password,
      };
    case "basic":
      return {
        ...base,
        CAMUNDA_BASIC_AUTH_USERNAME: credentials.username,
        CAMUNDA_BASIC_AUTH_PASSWORD: credentials.password,
      };
    case "identity":
    case "saas":
      return {
        ...base,
        CAMUNDA_CLIENT_ID: credentials.clientId,
        CAMUNDA_CLIENT_SECRET: credentials.clientSecret,
        CAMUNDA_OAUTH_URL: tokenUrl,
        ...(audience === undefined ? {} : { CAMUNDA_OPERATE_OAUTH_AUDIENCE: audience }),
        ...(login === "saas" ? { CAMUNDA_TOKEN_AUDIENCE: SAAS_AUDIENCES.v2 } : {}),
      };
    case "none":
      return base;
  }
};

const textsIn = (content: unknown): string =>
  (Array.isArray(content) ? content : []).flatMap((part) => textOf(member(part, "text")) ?? []).join("\n");

const openFrom = (env: Record<string, string>, clock: Clock = systemClock, log: string[] = []) => {
  const settings = readSettings({ env, cwd: "/nowhere", files: systemFiles });
  return {
    settings,
    session: openSession(settings, { clock, random: () => 0.5, writeLog: (line) => log.push(line) }),
  };
};

/** A session from environment variables, without a server around it; the caller closes it. */
export const sessionFrom = (env: Record<string, string>, clock?: Clock, log?: string[]): Session =>
  openFrom(env, clock, log).session;

/** Starts cluster, server and client in this process; all are closed after the test. */
export const connect = async (options: ConnectOptions = {}): Promise<Connected> => {
  const cluster = await startCluster(options.cluster);
  const env = options.env?.(cluster) ?? settingsFor(cluster, options.cluster?.login);
  const log: string[] = [];
  const { settings, session } = openFrom({ OPERATE_MCP_LOG_LEVEL: "debug", ...env }, options.clock, log);
  const [clientEnd, serverEnd] = InMemoryTransport.createLinkedPair();
  const { surroundings } = session;
  const { structured } = settings;
  const serving = { version: VERSION, tools: options.tools ?? session.tools, structured, surroundings };
  const server = serve(serverEnd, serving);
  const client = new Client(
    { name: options.name ?? "test", version: "1" },
    { versionNegotiation: { mode: options.mode ?? "legacy" } },
  );
  await client.connect(clientEnd);
  const closing = options.closing ?? onTestFinished;
  closing(async () => {
    await client.close();
    await server.close();
    await session.close();
    await cluster.close();
  });
  const call = async (tool: string, args: Record<string, unknown> = {}, callOptions?: CallOptions): Promise<Answer> => {
    const result = await client.callTool({ name: tool, arguments: args }, callOptions);
    const structured: unknown = result.structuredContent;
    return {
      text: textsIn(result.content),
      structured: typeof structured === "object" && structured !== null ? { ...structured } : {},
      isError: result.isError === true,
    };
  };
  return { client, cluster, session, log, call };
};
