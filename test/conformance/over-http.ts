import http from "node:http";
import { Readable } from "node:stream";
import { createMcpHandler } from "@modelcontextprotocol/server";
import { systemClock } from "../../src/clock.ts";
import { sampleCluster } from "../../src/commands/sample.ts";
import { openSession } from "../../src/commands/session.ts";
import { systemFiles } from "../../src/config/files.ts";
import { readSettings } from "../../src/config/read-settings.ts";
import { createServer } from "../../src/mcp/server.ts";
import { VERSION } from "../../src/version.ts";

/** This server on the sample cluster over HTTP, which only the conformance scenarios need: the product speaks stdio alone. */
export const serveOverHttp = async (): Promise<{ readonly url: string; close(): Promise<void> }> => {
  const sample = await sampleCluster();
  const settings = readSettings({ env: sample.env, cwd: "/", files: systemFiles });
  const session = openSession(settings, { clock: systemClock, random: Math.random, writeLog: () => undefined });
  const handler = createMcpHandler(() =>
    createServer({
      version: VERSION,
      tools: session.tools,
      structured: settings.structured,
      surroundings: session.surroundings,
    }),
  );
  const server = http.createServer(async (request, response) => {
    const { method = "GET", headers } = request;
    const body =
      method === "GET" || method === "HEAD" ? {} : { body: await new Response(Readable.toWeb(request)).text() };
    const given = Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] satisfies [string, string]],
    );
    const answer = await handler.fetch(
      new Request(new URL(request.url ?? "/", url()), { method, headers: given, ...body }),
    );
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    if (answer.body === null) response.end();
    else Readable.fromWeb(answer.body).pipe(response);
  });
  const url = (): string => {
    const address = server.address();
    return `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/mcp`;
  };
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: url(),
    async close() {
      server.closeAllConnections();
      server.close();
      await session.close();
      await sample.close();
    },
  };
};
