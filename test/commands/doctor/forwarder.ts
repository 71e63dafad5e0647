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

/** A proxy that answers every CONNECT with a status, and what it was asked; gives its host and port. */
export const connectProxy = async (status: number): Promise<{ readonly address: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer();
  server.on("connect", ({ url, headers }, socket) => {
    asked.push(`${url} ${headers["proxy-authorization"] ?? ""}`.trim());
    socket.on("error", () => undefined);
    socket.end(`HTTP/1.1 ${status} Whatever\r\n\r\n`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  return { address: `127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`, asked };
};
