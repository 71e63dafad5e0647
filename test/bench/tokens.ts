import { member, textOf } from "../../src/narrow.ts";
import type { Print } from "./bench.ts";
import { OURS, quickCluster, type Reachable } from "./our-server.ts";
import { INITIALIZE, INITIALIZED, serve, toolCall } from "./served.ts";
import { openTokenizer } from "./tokenizer.ts";

/** A tool call, and the request that tells the same. */
interface Case {
  readonly name: string;
  readonly tool: string;
  readonly args: object;
  readonly path: string;
  readonly filter: object;
  readonly reach: string;
}

const INCIDENTS = { path: "/v2/incidents/search", filter: { state: "ACTIVE" } };

const CASES: readonly Case[] = [
  {
    name: "50 incidents",
    tool: "search_incidents",
    args: { state: "ACTIVE", limit: 50 },
    ...INCIDENTS,
    reach: "0.35",
  },
  {
    name: "50 process instances",
    tool: "search_process_instances",
    args: { limit: 50 },
    path: "/v2/process-instances/search",
    filter: {},
    reach: "0.46",
  },
  { name: "summarize_incidents", tool: "summarize_incidents", args: {}, ...INCIDENTS, reach: "0.15" },
];

/** The API's own page of 50, as compact JSON. */
const pageOf = async ({ url, authorization }: Reachable, { path, filter }: Case): Promise<string> => {
  const answer = await fetch(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", authorization },
    body: JSON.stringify({ filter, page: { limit: 50 } }),
  });
  return JSON.stringify(member(JSON.parse(await answer.text()), "items"));
};

const compare = async (cluster: Reachable, of: string, print: Print, tokensOf: (text: string) => number) => {
  const served = serve({ ...OURS, env: { ...cluster.env, OPERATE_MCP_MAX_RESULT_BYTES: "200000" } });
  const opened = served.answer(0);
  served.write(INITIALIZE, INITIALIZED);
  await opened;
  for (const [index, one] of CASES.entries()) {
    const answered = served.answer(index + 1);
    served.write(toolCall(index + 1, one.tool, one.args));
    const content = member(member((await answered).message, "result"), "content");
    const text = (Array.isArray(content) ? textOf(member(content[0], "text")) : undefined) ?? "";
    const [ours, theirs] = [tokensOf(text), tokensOf(await pageOf(cluster, one))];
    print([`${one.name}, ${of}`, ours, theirs, (ours / theirs).toFixed(2), one.reach].join("\t"));
  }
  await served.end();
  cluster.process.disconnect();
};

/**
 * The tokens of the text of an answer against those of the API's own page of 50 as compact JSON, of the demo's cluster, where many
 * errors are alike, and of one where hardly two messages are.
 */
export const benchTokens = async (print: Print): Promise<void> => {
  const tokensOf = await openTokenizer();
  print("\nanswer\ttokens of the text (o200k)\tof compact JSON\tratio\treach");
  await compare(await quickCluster("company"), "sample cluster", print, tokensOf);
  await compare(await quickCluster(1000), "all messages different", print, tokensOf);
};
