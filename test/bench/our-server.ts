import type { ChildProcess } from "node:child_process";
import { member, textOf } from "../../src/narrow.ts";
import { startChild } from "./child.ts";
import type { Program } from "./served.ts";

/** The built server without settings. */
export const OURS: Program = { command: process.execPath, args: ["dist/main.js"] };

/** A cluster that answers from memory, and the settings that reach it. */
export interface Reachable {
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** The header that lets a bare request in. */
  readonly authorization: string;
  readonly process: ChildProcess;
}

/** Starts the cluster of `quick-cluster.ts` with so many incidents. */
export const quickCluster = async (incidents: number): Promise<Reachable> => {
  const { child, sent } = await startChild("quick-cluster", String(incidents));
  const said = (name: string): string => textOf(member(sent, name)) ?? "";
  return {
    url: said("url"),
    env: {
      CAMUNDA_REST_ADDRESS: said("url"),
      CAMUNDA_COOKIE_AUTH_USERNAME: said("username"),
      CAMUNDA_COOKIE_AUTH_PASSWORD: said("password"),
    },
    authorization: `Basic ${btoa(`${said("username")}:${said("password")}`)}`,
    process: child,
  };
};
