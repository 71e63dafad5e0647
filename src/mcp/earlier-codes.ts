import { type JSONRPCMessage, ProtocolErrorCode, type Transport } from "@modelcontextprotocol/server";
import { member, textOf } from "../narrow.ts";

const { InvalidParams, ResourceNotFound } = ProtocolErrorCode;

/** How the SDK begins when it could not put a question to a person, or got no answer that can be read. */
const NOT_ANSWERED = "Fulfilling input required by";

const UNANSWERED = [
  "CONFIRM_REQUIRED: the person at the client gave no answer; nothing was changed",
  "next: ask what they want; then call the tool without confirmation and use the confirmation of that answer",
].join("\n");

const isUnanswered = (result: unknown): boolean => {
  const content = member(result, "content");
  const text = Array.isArray(content) ? textOf(member(content[0], "text")) : undefined;
  return member(result, "isError") === true && text?.startsWith(NOT_ANSWERED) === true;
};

const asEarlier = (message: JSONRPCMessage): JSONRPCMessage => {
  if ("error" in message && message.error.code === InvalidParams && member(message.error.data, "uri") !== undefined)
    return { ...message, error: { ...message.error, code: ResourceNotFound } };
  if ("result" in message && isUnanswered(message.result))
    return { ...message, result: { ...message.result, content: [{ type: "text", text: UNANSWERED }] } };
  return message;
};

/**
 * A transport on which a client of an earlier revision, one that sends `initialize`, is told by the code of that revision that a
 * resource is not there, and in the words of this server that a person gave no answer. The SDK gives clients of all revisions the code
 * of the latest, and has words of its own.
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
