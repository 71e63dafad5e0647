import { CLIENT_INFO_META_KEY, type Server, type ServerContext } from "@modelcontextprotocol/server";
import { member, textOf } from "../narrow.ts";
import { getsStructure, type Structured } from "./structure.ts";

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
