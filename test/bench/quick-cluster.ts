import { createServer } from "node:http";
import { systemClock } from "../../src/clock.ts";
import { startCluster } from "../../src/simulator/cluster.ts";
import { large } from "../../src/simulator/large/large.ts";

/*
 * A process of its own: Camunda 8.8 with its login and so many incidents as its argument says, behind a server that answers what it
 * has answered before from memory, so that the time of an answer is that of whoever asks. Sends `{ url, username, password }` and
 * ends with the process that started it.
 */
const world = large({ incidents: Number(process.argv[2]), now: systemClock.wall() });
const { url, credentials } = await startCluster({ version: "8.8", login: "cookie", world });

interface Remembered {
  readonly status: number;
  readonly headers: readonly [string, string][];
  readonly body: Buffer;
}
const remembered = new Map<string, Remembered>();

/** What an answer depends on; a session is not among it, as all of them are of one user. */
const SENT_ON = ["content-type", "authorization", "cookie", "x-csrf-token", "accept"];

const ask = async (
  method: string,
  path: string,
  headers: Record<string, string>,
  body: string,
): Promise<Remembered> => {
  const response = await fetch(url + path, { method, headers, redirect: "manual", ...(body === "" ? {} : { body }) });
  return {
    status: response.status,
    headers: [...response.headers].filter(
      ([name]) => !["connection", "keep-alive", "transfer-encoding"].includes(name),
    ),
    body: Buffer.from(await response.arrayBuffer()),
  };
};

const server = createServer(async (incoming, outgoing) => {
  const parts: Buffer[] = [];
  for await (const part of incoming) parts.push(part);
  const { method = "GET", url: path = "/" } = incoming;
  const body = Buffer.concat(parts).toString("utf8");
  const headers = Object.fromEntries(
    SENT_ON.flatMap((name): [string, string][] => {
      const value = incoming.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    }),
  );
  const isKnown = headers["cookie"] !== undefined || headers["authorization"] !== undefined;
  const place = `${method} ${path} ${isKnown} ${body}`;
  const answer = remembered.get(place) ?? (await ask(method, path, headers, body));
  if (answer.status < 400) remembered.set(place, answer);
  outgoing.writeHead(answer.status, answer.headers.flat());
  outgoing.end(answer.body);
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : undefined;
  process.send?.({ url: `http://127.0.0.1:${port}`, username: credentials.username, password: credentials.password });
});
process.on("disconnect", () => process.exit());
