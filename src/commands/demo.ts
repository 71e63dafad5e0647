import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import type { Generation } from "../camunda/entity.ts";
import { member, textOf } from "../narrow.ts";
import { VERSION } from "../version.ts";
import { SAMPLE_VERSION, sampleCluster } from "./sample.ts";

/** One question of the tour: as a person asks it, and the tool call that answers it. */
interface Question {
  readonly asked: string;
  readonly tool: string;
  readonly args: Readonly<Record<string, unknown>>;
}

const tour = (stuck: string): readonly Question[] => [
  { asked: "Who am I, and which cluster is this?", tool: "whoami", args: {} },
  {
    asked: "Which processes are there?",
    tool: "search_process_definitions",
    args: { latestOnly: true, fields: ["processDefinitionId", "name", "version", "versionTag", "tenantId"] },
  },
  {
    asked: "Which instances have incidents? The newest first.",
    tool: "search_process_instances",
    args: { hasIncident: true, state: "ACTIVE", sort: [{ field: "startDate", order: "DESC" }], limit: 10 },
  },
  {
    asked: `Show me ${stuck}. (A key above 2^53: as a plain number it would be another one.)`,
    tool: "get_process_instance",
    args: { processInstanceKey: stuck },
  },
  { asked: "Why is order 4711 stuck?", tool: "diagnose_process_instance", args: { reference: "order 4711" } },
];

const textsIn = (content: unknown): string =>
  (Array.isArray(content) ? content : []).flatMap((part) => textOf(member(part, "text")) ?? []).join("\n");

const indent = (text: string): string => text.replaceAll(/^/gm, "    ");

/**
 * Starts a sample cluster and this server as a process of its own, asks it the questions of a first tour through a real MCP
 * client, and prints the conversation. Gives the exit code: 1 when an answer is an error.
 */
export const demoCommand = async (options: {
  write: (text: string) => void;
  command: string;
  script: string;
  /** Which of the cluster's two APIs is asked. */
  api: Generation;
}): Promise<number> => {
  const { write, command, script, api } = options;
  const sample = await sampleCluster();
  const client = new Client({ name: "operate-mcp-demo", version: VERSION });
  let failures = 0;
  try {
    const env = { ...sample.env, OPERATE_MCP_API: api };
    await client.connect(new StdioClientTransport({ command, args: [script], env }));
    write(
      `A sample Camunda ${SAMPLE_VERSION} cluster runs at ${sample.env["CAMUNDA_OPERATE_BASE_URL"]}; operate-mcp ${VERSION} is connected to it.\n`,
    );
    for (const { asked, tool, args } of tour(sample.landmarks.stuck)) {
      const result = await client.callTool({ name: tool, arguments: { ...args } });
      if (result.isError === true) failures += 1;
      write(`\n> ${asked}\n\n  ${tool} ${JSON.stringify(args)}\n\n${indent(textsIn(result.content))}\n`);
    }
  } finally {
    await client.close();
    await sample.close();
  }
  write(failures === 0 ? "\nThat was the tour.\n" : `\n${failures} answers were errors.\n`);
  return failures === 0 ? 0 : 1;
};
