import { CLIENT_INFO_META_KEY, type Server, type ServerContext } from "@modelcontextprotocol/server";
import { member, textOf } from "../narrow.ts";

/** Whether results are structures as well as text: always, never, or as suits the client. */
export type Structured = "auto" | "on" | "off";

/**
 * How the names of clients begin that show the model only the structure as soon as there is one (as of November 2026). The text
 * has the same facts in fewer tokens, so these get it alone.
 */
const HIDING_TEXT = ["claude-code", "codex", "opencode"];

/** Whether a client of this name gets structures beside the text. */
export const getsStructure = (structured: Structured, client: string | undefined): boolean => {
  if (structured !== "auto") return structured === "on";
  const name = client?.toLowerCase().replaceAll(/[\s_]+/g, "-") ?? "";
  return !HIDING_TEXT.some((beginning) => name.startsWith(beginning));
};

/** The name of the client: the current protocol has it in each request, the earlier one in the first. */
const nameOf = (server: Server, { mcpReq: { envelope } }: ServerContext): string | undefined =>
  textOf(member(envelope === undefined ? server.getClientVersion() : member(envelope, CLIENT_INFO_META_KEY), "name"));

/**
 * The decision for one connection. It falls with the first question and stays: a client that was promised structures by the list
 * takes a result without one for an error.
 */
export const structureOnce = (server: Server, structured: Structured): ((context: ServerContext) => boolean) => {
  let decided: boolean | undefined;
  return (context) => {
    decided ??= getsStructure(structured, nameOf(server, context));
    return decided;
  };
};
