import { company } from "../../src/simulator/company/company.ts";
import type { Entry } from "../../src/simulator/journal.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";
import { type Answer, type Connected, connect, settingsFor } from "../support/connect.ts";
import { type LeapingClock, leapingClock } from "../support/leaping-clock.ts";

/** When the data of the sample company ends. */
export const NOW = Date.UTC(2026, 10, 24, 10);

/** The sample company. */
export const sample = company({ now: NOW });

/** A client that may change something, and what it has changed. */
export interface Repairing extends Connected {
  readonly clock: LeapingClock;
  /** The requests that asked for a change. */
  writes(): readonly Entry[];
  /** Both steps: what the first told, and what became of it. */
  both(tool: string, args: Record<string, unknown>): Promise<{ readonly plan: Answer; readonly done: Answer }>;
  /** The first step, and its confirmation. */
  plan(tool: string, args: Record<string, unknown>): Promise<{ readonly plan: Answer; readonly confirmation: string }>;
  /** What of a kind there is with a key, by the tool that shows it. */
  get(tool: string, args: Record<string, unknown>): Promise<Readonly<Record<string, unknown>>>;
  /** The record of what was done, as objects. */
  audit(): readonly Readonly<Record<string, unknown>>[];
}

const isWrite = ({ method, path }: Entry): boolean =>
  method === "DELETE" ||
  method === "PUT" ||
  method === "PATCH" ||
  /\/(?:resolution|cancellation|deletion|migration|modification)$/.test(path);

const parsed = (line: string): Readonly<Record<string, unknown>> => {
  const value: unknown = JSON.parse(line);
  return typeof value === "object" && value !== null ? { ...value } : {};
};

interface Options {
  readonly version?: ClusterOptions["version"];
  readonly cluster?: ClusterOptions;
  readonly env?: Record<string, string>;
  readonly api?: "v1" | "v2";
  readonly connect?: Omit<NonNullable<Parameters<typeof connect>[0]>, "cluster" | "env" | "clock">;
}

/** A client of the sample company's cluster with the tools that change something. */
export const repairing = async ({
  version = "8.9",
  cluster = {},
  env = {},
  api = "v2",
  ...rest
}: Options = {}): Promise<Repairing> => {
  const clock = leapingClock(NOW);
  const connected = await connect({
    cluster: { version, world: sample, clock, ...cluster },
    env: (running) => ({
      ...settingsFor(running, cluster.login),
      OPERATE_MCP_API: api,
      OPERATE_MCP_ALLOW_WRITES: "true",
      OPERATE_MCP_TOOLSETS: "data,troubleshoot,work",
      ...env,
    }),
    clock,
    ...rest.connect,
  });
  const { call, cluster: running, log } = connected;
  const plan = async (tool: string, args: Record<string, unknown>) => {
    const answer = await call(tool, args);
    const { confirmation } = answer.structured;
    if (typeof confirmation !== "string") throw new Error(`no confirmation: ${answer.text}`);
    return { plan: answer, confirmation };
  };
  return {
    ...connected,
    clock,
    writes: () => running.journal.entries.filter(isWrite),
    plan,
    async both(tool, args) {
      const first = await plan(tool, args);
      return { plan: first.plan, done: await call(tool, { ...args, confirmation: first.confirmation }) };
    },
    async get(tool, args) {
      const answer = await call(tool, args);
      if (answer.isError) throw new Error(answer.text);
      return answer.structured;
    },
    audit: () => log.map(parsed).filter(({ level }) => level === "audit"),
  };
};

/** The rows of a part of an answer. */
export const rowsIn = (answer: Answer, part: string): readonly Readonly<Record<string, unknown>>[] => {
  const rows: unknown = answer.structured[part];
  return Array.isArray(rows) ? rows : [];
};

/** The outcome of each key of an answer. */
export const outcomesOf = (answer: Answer): Readonly<Record<string, unknown>> =>
  Object.fromEntries(rowsIn(answer, "results").map((row) => [String(row["key"]), row["outcome"]]));

/** An answer with one row of as many as are counted, and no way to the others. */
export const cutPage = (row: object | undefined, totalItems: number) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ items: [row], page: { totalItems, hasMoreTotalItems: false, endCursor: null } }),
});

/** Open incidents of an instance of the sample company, in it alone. */
export const openIncidents = (processInstanceKey: string) =>
  sample
    .table("incidents")
    .filter((row) => row["processInstanceKey"] === processInstanceKey && row["state"] !== "RESOLVED");

/** Running instances that nobody has called. */
export const runningRoots = () =>
  sample
    .table("process-instances")
    .filter((row) => row["state"] === "ACTIVE" && row["parentProcessInstanceKey"] === undefined);

/** Finished instances. */
export const finished = () => sample.table("process-instances").filter((row) => row["state"] === "COMPLETED");
