import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import * as older from "@modelcontextprotocol/sdk/client/index.js";
import * as olderStdio from "@modelcontextprotocol/sdk/client/stdio.js";
import { onTestFinished } from "vitest";
import { environment, MAIN } from "./built.ts";

/** What ends or watches a request. */
export interface Watching {
  readonly signal?: AbortSignal;
  readonly onprogress?: (report: { readonly progress: number }) => void;
}

/** What the tests do with a client, whichever it is. */
export interface AnyClient {
  connect(): Promise<void>;
  version(): unknown;
  list(): Promise<readonly { readonly name: string; readonly outputSchema?: object | undefined }[]>;
  call(name: string, args: Record<string, unknown>, watching?: Watching): Promise<Readonly<Record<string, unknown>>>;
  /** URIs of resources, then of their families. */
  resources(): Promise<readonly string[]>;
  read(uri: string, watching?: Watching): Promise<unknown>;
  prompts(): Promise<readonly string[]>;
  prompt(name: string, args: Record<string, string>): Promise<unknown>;
  /** Values for an argument of a prompt that begin with this text. */
  complete(prompt: string, argument: string, value: string): Promise<unknown>;
  close(): Promise<void>;
}

const INFO = { name: "test", version: "1" };

type Env = Readonly<Record<string, string>>;

const spawned = (env: Env) => ({
  command: process.execPath,
  args: [MAIN],
  env: environment(env),
  stderr: "ignore" as const,
});

/** What both clients do in the same words. */
const shared = (inner: Client | older.Client) => ({
  version: () => inner.getServerVersion(),
  list: async () => (await inner.listTools()).tools,
  resources: async () => [
    ...(await inner.listResources()).resources.map(({ uri }) => uri),
    ...(await inner.listResourceTemplates()).resourceTemplates.map(({ uriTemplate }) => uriTemplate),
  ],
  read: async (uri: string, watching?: Watching) => (await inner.readResource({ uri }, watching)).contents,
  prompts: async () => (await inner.listPrompts()).prompts.map(({ name }) => name),
  prompt: async (name: string, args: Record<string, string>) =>
    (await inner.getPrompt({ name, arguments: args })).messages,
  complete: async (name: string, argument: string, value: string) =>
    (await inner.complete({ ref: { type: "ref/prompt", name }, argument: { name: argument, value } })).completion,
  close: () => inner.close(),
});

const client =
  (mode: "legacy" | "auto" | { pin: string }) =>
  (env: Env): AnyClient => {
    const inner = new Client(INFO, { versionNegotiation: { mode } });
    return {
      ...shared(inner),
      connect: () => inner.connect(new StdioClientTransport(spawned(env))),
      call: (name, args, watching) => inner.callTool({ name, arguments: args }, watching),
    };
  };

const olderClient = (env: Env): AnyClient => {
  const inner = new older.Client(INFO);
  return {
    ...shared(inner),
    connect: () => inner.connect(new olderStdio.StdioClientTransport(spawned(env))),
    call: (name, args, watching) => inner.callTool({ name, arguments: args }, undefined, watching),
  };
};

/** Every client that the tests drive the built program with. */
export const CLIENTS: readonly (readonly [string, (env: Env) => AnyClient])[] = [
  ["@modelcontextprotocol/client, older protocol", client("legacy")],
  ["@modelcontextprotocol/client, whichever protocol", client("auto")],
  ["@modelcontextprotocol/client, current protocol only", client({ pin: "2026-07-28" })],
  ["@modelcontextprotocol/sdk 1.x", olderClient],
];

/** A client that is connected, until the end of the test. */
export const connectedWith = async (make: (env: Env) => AnyClient, env: Env): Promise<AnyClient> => {
  const made = make(env);
  onTestFinished(() => made.close());
  await made.connect();
  return made;
};
