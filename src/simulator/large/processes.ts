import { is } from "../company/expression.ts";
import { call, chain, end, exclusive, flow, type Model, rule, service, start, user } from "../company/model.ts";
import { definitionKey } from "./numbering.ts";

/** One version of a process of the bank. */
export interface Definition {
  readonly key: string;
  readonly version: number;
  readonly model: Model;
}

/** Ids of the elements that all processes of the bank have; the three services and the person come one after the other. */
export const ELEMENTS = {
  start: "received",
  check: "check",
  route: "route",
  book: "book",
  approve: "approve",
  notify: "notify",
  end: "done",
  archive: "archive",
  rate: "rate",
} as const;

const VERSIONS = 5;

/** Process id, its name, and what is checked, booked and told in it. */
const PROCESSES = [
  ["payment-transfer", "Payment transfer", "Check account", "Book transfer", "Notify payer"],
  ["card-dispute", "Card dispute", "Fetch transaction", "Credit provisionally", "Inform card holder"],
  ["account-opening", "Account opening", "Verify identity", "Create account", "Send welcome letter"],
  ["consumer-loan", "Consumer loan", "Query credit bureau", "Pay out loan", "Send contract"],
  ["mortgage-valuation", "Mortgage valuation", "Fetch land register", "Record value", "Inform adviser"],
  ["standing-order", "Standing order", "Check mandate", "Schedule order", "Confirm to customer"],
  ["securities-order", "Securities order", "Check suitability", "Route to exchange", "Send settlement note"],
  ["dormant-account", "Dormant account", "Search activity", "Block account", "Write to last address"],
  ["fee-refund", "Fee refund", "Recompute fees", "Book refund", "Send statement"],
  ["address-change", "Address change", "Validate address", "Update master data", "Confirm address"],
] as const;

const modelOf = (index: number, version: number): Model => {
  const [id, name, check, book, notify] = PROCESSES[index] ?? PROCESSES[0];
  const { start: received, route, approve, end: done, archive, rate } = ELEMENTS;
  const job = (task: string) => ({ job: { type: `${id}-${task}`, retries: 3 } });
  return {
    id,
    name,
    versionTag: `${version}.0`,
    graph: {
      nodes: [
        start(received, "Received"),
        service(ELEMENTS.check, check, job("check")),
        exclusive(route, "How to go on?"),
        service(ELEMENTS.book, book, job("book")),
        user(approve, "Approve", { form: `${id}-approval` }),
        service(ELEMENTS.notify, notify, job("notify")),
        end(done, "Done"),
        call(archive, "Archive documents", { calls: "document-archive" }),
        end("archived", "Archived"),
        rule(rate, "Rate the customer", { decision: { id: "customer-rating", result: "rating" } }),
        end("rated", "Rated"),
      ],
      flows: [
        ...chain(received, ELEMENTS.check, route),
        flow(route, ELEMENTS.book, { fallback: true }),
        flow(route, archive, { condition: is("kind", "archive") }),
        flow(route, rate, { condition: is("kind", "rating") }),
        ...chain(ELEMENTS.book, approve, ELEMENTS.notify, done),
        ...chain(archive, "archived"),
        ...chain(rate, "rated"),
      ],
    },
  };
};

/** All 50 definitions, the versions of one process after another. */
export const deployedDefinitions = (): readonly Definition[] =>
  PROCESSES.flatMap((_, process) =>
    Array.from({ length: VERSIONS }, (__, index) => ({
      key: definitionKey(process * VERSIONS + index),
      version: index + 1,
      model: modelOf(process, index + 1),
    })),
  );
