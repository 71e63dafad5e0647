import { type JSONRPCMessage, ProtocolErrorCode, type Transport } from "@modelcontextprotocol/server";
import { member } from "../narrow.ts";

const { InvalidParams, ResourceNotFound } = ProtocolErrorCode;

const asEarlier = (message: JSONRPCMessage): JSONRPCMessage =>
  "error" in message && message.error.code === InvalidParams && member(message.error.data, "uri") !== undefined
    ? { ...message, error: { ...message.error, code: ResourceNotFound } }
    : message;

/**
 * A transport on which a client of an earlier revision, one that sends `initialize`, is told by the code of that revision that a
 * resource is not there. The SDK gives clients of all revisions the code of the latest.
 */
export const withEarlierCodes = (transport: Transport): Transport => {
  let isEarlier = false;
  const around: Transport = {
    start: () => transport.start(),
    send: (message, options) => transport.send(isEarlier ? asEarlier(message) : message, options),
    close: () => transport.close(),
  };
  transport.onmessage = (message, extra) => {
    isEarlier ||= "method" in message && message.method === "initialize";
    around.onmessage?.(message, extra);
  };
  transport.onclose = () => around.onclose?.();
  transport.onerror = (error) => around.onerror?.(error);
  return around;
};
