import { ProtocolError, ProtocolErrorCode } from "@modelcontextprotocol/server";
import type { Outcome } from "./call.ts";

/** A request that asks for something that cannot be: `INVALID_ARGUMENT: sentence`, and what to do. */
export const invalidRequest = (sentence: string, next: string): ProtocolError =>
  new ProtocolError(ProtocolErrorCode.InvalidParams, `INVALID_ARGUMENT: ${sentence}\nnext: ${next}`);

/** A resource that is not there: clients know it by its data, which holds the URI and nothing else. */
export const noResource = (uri: string, text: string): ProtocolError =>
  new ProtocolError(ProtocolErrorCode.InvalidParams, text, { uri });

/** The error for a resource that could not be read, with the text that a tool would answer. */
export const unreadable = (uri: string, { code, error }: Extract<Outcome, { error: string }>): ProtocolError => {
  if (code === "NOT_FOUND") return noResource(uri, error);
  const isAsked = code === "INVALID_ARGUMENT";
  return new ProtocolError(isAsked ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError, error);
};
