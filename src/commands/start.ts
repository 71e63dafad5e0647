import type { Reach } from "./arguments.ts";
import { reached, type Shell } from "./reached.ts";
import { serveCommand } from "./serve.ts";

/** Serves a cluster until the client goes away. */
export const serveProcess = async (process: Shell, reach: Reach): Promise<void> => {
  const { settings, close } = await reached(process, reach);
  serveCommand(settings, process, close);
};
