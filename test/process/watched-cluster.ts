import net from "node:net";
import { onTestFinished } from "vitest";
import { type Cluster, startCluster } from "../../src/simulator/cluster.ts";
import type { ClusterOptions } from "../../src/simulator/options.ts";
import { settingsFor } from "../support/connect.ts";
import { changes } from "./changes.ts";

/** A sample cluster behind a gate at which one can see its connections come and go. */
export interface WatchedCluster {
  readonly cluster: Cluster;
  /** The settings that lead to it. */
  readonly env: Readonly<Record<string, string>>;
  /** Connections so far. */
  connections(): number;
  /** Connections that are open. */
  open(): number;
  /** Resolves when this text has come in so many times. */
  received(text: string, times?: number): Promise<void>;
  /** Resolves when every connection that this text came in on is closed. */
  cut(text: string): Promise<void>;
  /** Resolves when no connection is open. */
  idle(): Promise<void>;
}

/** A connection, with all that came in on it. */
interface Connection {
  received: string;
  isOpen: boolean;
}

const occurrences = ({ received }: Connection, text: string): number => received.split(text).length - 1;

/** Starts a cluster; it is closed after the test. */
export const watchedCluster = async (options: ClusterOptions = {}): Promise<WatchedCluster> => {
  const cluster = await startCluster(options);
  const { changed, until } = changes();
  const connections: Connection[] = [];
  const sockets = new Set<net.Socket>();

  const gate = net.createServer((socket) => {
    const connection = { received: "", isOpen: true };
    connections.push(connection);
    const inner = net.connect(Number(new URL(cluster.url).port), "127.0.0.1");
    socket.on("data", (chunk) => {
      connection.received += chunk.toString("latin1");
      changed();
    });
    socket.on("close", () => {
      connection.isOpen = false;
      changed();
    });
    socket.pipe(inner).pipe(socket);
    for (const [one, other] of [
      [socket, inner],
      [inner, socket],
    ] as const) {
      sockets.add(one);
      one.on("error", () => undefined);
      one.on("close", () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => gate.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    gate.close();
    for (const socket of sockets) socket.destroy();
    await cluster.close();
  });

  const address = gate.address();
  const open = () => connections.filter(({ isOpen }) => isOpen);
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    cluster,
    env: settingsFor({ ...cluster, url: `http://127.0.0.1:${port}` }, options.login),
    connections: () => connections.length,
    open: () => open().length,
    received: (text, times = 1) =>
      until(() => connections.reduce((sum, one) => sum + occurrences(one, text), 0) >= times),
    cut: (text) => until(() => !open().some((one) => occurrences(one, text) > 0)),
    idle: () => until(() => open().length === 0),
  };
};
