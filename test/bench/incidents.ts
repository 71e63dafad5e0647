import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { member, textOf } from "../../src/narrow.ts";
import type { Print, Scale } from "./bench.ts";
import { startChild } from "./child.ts";
import { median } from "./median.ts";
import { peakOf } from "./peak.ts";

const ROUNDS = 3;
/** So many that about a million of them are open. */
const INCIDENTS = 1_077_500;
const FEW_INCIDENTS = 20_000;
const MOST_ROWS = 1_000_000;
const TEN_MINUTES = 600_000;
const ROWS_A_PAGE = 1000;

/** What one reading of all open incidents took. */
interface Reading {
  readonly rows: number;
  readonly ms: number;
}

const readingIn = (rows: unknown, ms: unknown): Reading => {
  if (typeof rows !== "number" || typeof ms !== "number") throw new Error("a reading of the incidents failed");
  return { rows, ms };
};

const bare = async (url: string): Promise<Reading> => {
  const { sent } = await startChild("bare-loop", url);
  return readingIn(member(sent, "rows"), member(sent, "ms"));
};

/** The built server as a host runs it: one tool call over stdio. */
const ours = async (url: string): Promise<Reading & { readonly peak: number; readonly exact: boolean }> => {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ["dist/main.js"],
    env: {
      CAMUNDA_OPERATE_BASE_URL: url,
      OPERATE_MCP_MAX_SCAN_ROWS: String(MOST_ROWS),
      OPERATE_MCP_TIMEOUT_MS: String(TEN_MINUTES),
    },
    stderr: "ignore",
  });
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(transport);
  try {
    const began = performance.now();
    const result = await client.callTool({ name: "summarize_incidents", arguments: {} }, { timeout: TEN_MINUTES });
    const ms = performance.now() - began;
    const coverage = member(result.structuredContent, "coverage");
    const exact = member(coverage, "exact") === true;
    return { ...readingIn(member(coverage, "rows"), ms), peak: await peakOf(transport.pid), exact };
  } finally {
    await client.close();
  }
};

const seconds = (ms: number): string => (ms / 1000).toFixed(1);

/**
 * Counts about a million open incidents by cause, as whole processes: the sample cluster's large profile, the built server driven
 * over stdio, and a bare loop of undici and `JSON.parse` over the same pages, in turn. Prints the time of both, their ratio and the
 * most memory the server had.
 */
export const benchIncidents = async (print: Print, { quick }: Scale): Promise<void> => {
  const { child: cluster, sent } = await startChild("large-cluster", String(quick ? FEW_INCIDENTS : INCIDENTS));
  const url = textOf(member(sent, "url")) ?? "";
  const open = Number(member(sent, "open"));
  print(`\nsummarize_incidents over ${open} open incidents, pages of ${ROWS_A_PAGE}, Operate API`);
  print("round\trows\tbare loop s\tsummarize_incidents s\tratio\tpeak MB");
  const rounds: { readonly ratio: number; readonly peak: number }[] = [];
  for (let round = 1; round <= (quick ? 1 : ROUNDS); round += 1) {
    const loop = await bare(url);
    const call = await ours(url);
    if (loop.rows !== open || call.rows !== open || !call.exact) throw new Error("not all incidents were read");
    const [ratio, peak] = [call.ms / loop.ms, call.peak];
    rounds.push({ ratio, peak });
    print([round, open, seconds(loop.ms), seconds(call.ms), ratio.toFixed(2), peak.toFixed(0)].join("\t"));
  }
  const peak = Math.max(...rounds.map((one) => one.peak));
  print(
    ["median", open, "", "", median(rounds.map(({ ratio }) => ratio)).toFixed(2), `${peak.toFixed(0)} at most`].join(
      "\t",
    ),
  );
  cluster.disconnect();
};
