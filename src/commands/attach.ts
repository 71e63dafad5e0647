import { setFlagsFromString } from "node:v8";
import type { Settings } from "../config/config.ts";
import type { Listing } from "../mcp/listed-tool.ts";
import { serve } from "../mcp/server.ts";
import { VERSION } from "../version.ts";
import { type Session, type Surrounded, sessionWith } from "./session.ts";

/** The heap may double before it is looked through; by default it may grow to four times what is in use, on a person's own machine. */
const SMALL_HEAP = "--heap-growing-percent=100";

/** Attaches the SDK and the tools to a transport, and then loads what the first call needs. */
export const attach = (
  transport: Parameters<typeof serve>[0],
  settings: Settings,
  surrounded: Surrounded,
  listing: Listing,
): Session => {
  setFlagsFromString(SMALL_HEAP);
  const session = sessionWith(settings, surrounded);
  const { tools, surroundings } = session;
  serve(transport, { version: VERSION, tools, listing, structured: settings.structured, surroundings });
  session.warm().catch(() => undefined);
  return session;
};
