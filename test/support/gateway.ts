import { createServer } from "node:http";
import { onTestFinished } from "vitest";
import type { Cluster } from "../../src/simulator/cluster.ts";

/** What a gateway changes. */
export interface GatewayOptions {
  /** Rows of a page that it lets be asked for, whatever is asked for. */
  readonly most?: number;
  /** Makes another body of the body of a successful answer to a request of this path. */
  readonly changed?: (path: string, body: string) => string;
}

/** A server between ours and a cluster without a login, until the test is over. */
export interface Gateway {
  readonly url: string;
  /** Leads to this cluster from now on. */
  leadTo(cluster: Cluster): void;
}

/** Page sizes as either API is asked for them. */
const SIZE = /("(?:size|limit)":)(\d+)/g;

/** Starts a gateway. */
export const gateway = async ({ most, changed = (_, body) => body }: GatewayOptions): Promise<Gateway> => {
  let target = "";
  const server = createServer(async (incoming, outgoing) => {
    const pieces: Buffer[] = [];
    for await (const piece of incoming) pieces.push(piece);
    const { method = "GET", url = "/" } = incoming;
    const text = Buffer.concat(pieces).toString("utf8");
    const body = most === undefined ? text : text.replace(SIZE, (_, name, size) => name + Math.min(Number(size), most));
    const response = await fetch(target + url, {
      method,
      headers: { "content-type": incoming.headers["content-type"] ?? "", accept: incoming.headers.accept ?? "" },
      ...(method === "GET" ? {} : { body }),
    });
    const answer = await response.text();
    outgoing.writeHead(response.status, { "content-type": response.headers.get("content-type") ?? "" });
    outgoing.end(response.ok ? changed(url, answer) : answer);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the gateway has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    leadTo: (cluster) => {
      target = cluster.url;
    },
  };
};
