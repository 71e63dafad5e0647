import { systemClock } from "../../src/clock.ts";
import { bytes } from "../../src/mcp/channels.ts";
import { member, textOf } from "../../src/narrow.ts";
import type { Print } from "./bench.ts";
import { OURS, quickCluster } from "./our-server.ts";
import { INITIALIZE, INITIALIZED, serve, toolCall } from "./served.ts";

const CASES: readonly [string, string, object, string][] = [
  ["50 incidents", "search_incidents", { state: "ACTIVE", limit: 50 }, "0.35"],
  ["50 process instances", "search_process_instances", { limit: 50 }, "0.46"],
  ["summarize_incidents", "summarize_incidents", {}, "0.15"],
];

const PATHS: Readonly<Record<string, string>> = {
  search_incidents: "/v2/incidents/search",
  search_process_instances: "/v2/process-instances/search",
  summarize_incidents: "/v2/incidents/search",
};

/**
 * The text of an answer against the API's own page of 50 as compact JSON. In bytes: no tokenizer is at hand, and keys, which take more
 * tokens per byte than words, are a larger part of our text, so a ratio of tokens would be somewhat higher.
 */
export const benchTokens = async (print: Print): Promise<void> => {
  const cluster = await quickCluster(1000);
  const served = serve({ ...OURS, env: { ...cluster.env, OPERATE_MCP_MAX_RESULT_BYTES: "200000" } });
  const opened = served.answer(0);
  served.write(INITIALIZE, INITIALIZED);
  await opened;
  print(
    `\nanswer (${new Date(systemClock.wall()).toISOString().slice(0, 10)})\ttext bytes\tcompact JSON bytes\tratio\treach`,
  );
  for (const [index, [name, tool, args, reach]] of CASES.entries()) {
    const answered = served.answer(index + 1);
    served.write(toolCall(index + 1, tool, args));
    const { message } = await answered;
    const content = member(member(message, "result"), "content");
    const text = (Array.isArray(content) ? textOf(member(content[0], "text")) : undefined) ?? "";
    const page = await fetch(cluster.url + PATHS[tool], {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: cluster.authorization,
      },
      body: JSON.stringify({ page: { limit: 50 } }),
    });
    const json = JSON.stringify(member(JSON.parse(await page.text()), "items"));
    print([name, bytes(text), bytes(json), (bytes(text) / bytes(json)).toFixed(2), reach].join("\t"));
  }
  await served.end();
  cluster.process.disconnect();
};
