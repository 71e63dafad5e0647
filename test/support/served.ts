import { createServer } from "node:http";
import { onTestFinished } from "vitest";

/** A server of the given answer on every path, until the test is over; gives its address. */
export const serving = async (status: number, headers: Record<string, string>, body: string): Promise<string> => {
  const server = createServer((_, response) => response.writeHead(status, headers).end(body));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
};
