import { createServer, request } from "node:http";
import { onTestFinished } from "vitest";

/** A proxy in front of a server that takes headers away from what goes through; gives its address. */
export const forwarder = async (to: string, dropped: RegExp): Promise<string> => {
  const kept = (headers: NodeJS.Dict<string | string[]>) =>
    Object.fromEntries(Object.entries(headers).filter(([name]) => !dropped.test(name)));
  const server = createServer((asked, answer) => {
    const { method, url, headers } = asked;
    const forwarded = request(new URL(url ?? "/", to), { method, headers: kept(headers) }, (got) => {
      answer.writeHead(got.statusCode ?? 502, kept(got.headers));
      got.pipe(answer);
    });
    forwarded.on("error", () => answer.destroy());
    asked.pipe(forwarded);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return typeof address === "object" && address !== null ? `http://127.0.0.1:${address.port}` : "";
};
