import {
  CLIENT_CAPABILITIES_META_KEY,
  inputRequired,
  inputResponse,
  type Server,
  type ServerContext,
} from "@modelcontextprotocol/server";
import { OperateError } from "../errors.ts";
import { member } from "../narrow.ts";

/** Whether the client can put a question to the person: the current protocol says so in each request, the earlier one in the first. */
const canAsk = (server: Server, { mcpReq: { envelope } }: ServerContext): boolean => {
  const capabilities =
    envelope === undefined ? server.getClientCapabilities() : member(envelope, CLIENT_CAPABILITIES_META_KEY);
  const elicitation = member(capabilities, "elicitation");
  if (elicitation === undefined) return false;
  // Without a word which kinds there are, it is forms.
  return member(elicitation, "form") !== undefined || member(elicitation, "url") === undefined;
};

const QUESTION = "confirm";

const FORM = {
  type: "object" as const,
  properties: { proceed: { type: "boolean" as const, title: "Do it", description: "Make this change on the cluster" } },
  required: ["proceed"],
};

/** The person at the client, for one request. */
export interface Person {
  /** Absent where the client cannot ask. Ends the call with an error where the answer is not there yet. */
  readonly agreed?: (question: string) => boolean;
  /** What to answer instead of the error: the question. Undefined where none was put. */
  question(): ReturnType<typeof inputRequired> | undefined;
}

/**
 * Asks by a result that requires input, in either era of the protocol; the call then begins anew with the answer. `clean` makes a
 * question fit to be shown.
 */
export const personAt = (server: Server, context: ServerContext, clean: (question: string) => string): Person => {
  if (!canAsk(server, context)) return { question: () => undefined };
  let asked: string | undefined;
  return {
    agreed(question) {
      const said = inputResponse(context.mcpReq.inputResponses, QUESTION);
      if (said.kind === "elicit") return said.action === "accept" && said.content?.["proceed"] === true;
      asked = question;
      throw new OperateError("CONFIRM_REQUIRED", "the person at the client is asked first");
    },
    question: () =>
      asked === undefined
        ? undefined
        : inputRequired({
            inputRequests: { [QUESTION]: inputRequired.elicit({ message: clean(asked), requestedSchema: FORM }) },
          }),
  };
};
