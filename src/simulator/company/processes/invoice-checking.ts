import { days, hours } from "../duration.ts";
import { compares, is, value } from "../expression.ts";
import {
  after,
  boundary,
  chain,
  end,
  exclusive,
  flow,
  type Model,
  message,
  type Node,
  receive,
  rule,
  send,
  service,
  start,
  user,
} from "../model.ts";

const approval: readonly Node[] = [
  user("approve-team-lead", "Approve (team lead)", {
    people: { groups: ["purchasing-leads"] },
    takes: [hours(3), days(4)],
    yields: (_, random) => ({ approved: random.chance(0.85) }),
  }),
  boundary("approval-reminder", "3 days without an answer", {
    attachedTo: "approve-team-lead",
    interrupting: false,
    event: after(days(3)),
  }),
  send("remind-approver", "Remind approver", { job: { type: "send-mail", headers: { template: "reminder" } } }),
  end("approver-reminded", "Approver reminded"),
  user("approve-board", "Freigabe durch Geschäftsführung", {
    people: { assignee: "renate.öztürk" },
    takes: [hours(12), days(6)],
    yields: () => ({ approved: true }),
  }),
];

const query: readonly Node[] = [
  send("query-supplier", "Query supplier", { job: { type: "send-mail", headers: { template: "supplier-query" } } }),
  receive("await-supplier", "Await supplier's answer", {
    event: message("supplier-answered", value("invoiceNumber")),
    takes: [hours(8), days(5)],
    yields: () => ({ disputed: false, approver: "team-lead" }),
  }),
];

const screening: readonly Node[] = [
  exclusive("is-foreign", "Supplier outside the EU?"),
  rule("screen-sanctions", "Screen sanctions list", {
    decision: { id: "sanctions-screening", result: "sanctioned" },
  }),
  exclusive("screened", ""),
];

/** Rechnungsprüfung: who may approve a supplier's invoice, and is it paid? Version 2 screens suppliers from overseas. */
export const invoiceChecking = (version: 1 | 2): Model => ({
  id: "invoice-checking",
  name: "Rechnungsprüfung",
  versionTag: `r${version}`,
  graph: {
    nodes: [
      start("invoice-arrived", "Invoice arrived", { event: message("invoice-arrived") }),
      service("read-invoice", "Read invoice", {
        job: { type: "invoice-ocr", retries: 3 },
        yields: (_, random) => ({ ocrConfidence: Math.round(random.between(78, 99)) / 100 }),
      }),
      exclusive("is-legible", "Legible?"),
      user("type-in", "Type in by hand", { form: "invoice-entry", people: { groups: ["accounting"] } }),
      exclusive("legible", ""),
      ...(version === 2 ? screening : []),
      rule("determine-approver", "Determine approver", {
        decision: { id: "invoice-approver", result: "approver" },
      }),
      exclusive("who-approves", "Who approves?"),
      ...approval,
      ...query,
      exclusive("is-approved", "Approved?"),
      service("schedule-payment", "Schedule payment", {
        job: { type: "sepa-schedule", retries: 3 },
        listener: "audit-trail",
        yields: (_, random) => ({ paymentRun: `SEPA-${random.whole(100, 999)}` }),
      }),
      end("payment-scheduled", "Payment scheduled"),
    ],
    flows: [
      ...chain("invoice-arrived", "read-invoice", "is-legible"),
      flow("is-legible", "type-in", { name: "no", condition: compares("ocrConfidence", "<", 0.82) }),
      flow("is-legible", "legible", { name: "yes", fallback: true }),
      ...chain("type-in", "legible"),
      ...(version === 2
        ? [
            ...chain("legible", "is-foreign"),
            flow("is-foreign", "screen-sanctions", { name: "yes", condition: is("supplier.region", "overseas") }),
            flow("is-foreign", "screened", { name: "no", fallback: true }),
            ...chain("screen-sanctions", "screened", "determine-approver"),
          ]
        : chain("legible", "determine-approver")),
      ...chain("determine-approver", "who-approves"),
      flow("who-approves", "is-approved", { name: "nobody needed", condition: is("approver", "automatic") }),
      flow("who-approves", "approve-team-lead", { name: "team lead", condition: is("approver", "team-lead") }),
      flow("who-approves", "approve-board", { name: "board", condition: is("approver", "board") }),
      ...chain("approve-team-lead", "is-approved"),
      ...chain("approve-board", "is-approved"),
      ...chain("approval-reminder", "remind-approver", "approver-reminded"),
      flow("is-approved", "query-supplier", { name: "no", condition: is("approved", false) }),
      flow("is-approved", "schedule-payment", { name: "yes", fallback: true }),
      ...chain("query-supplier", "await-supplier", "determine-approver"),
      ...chain("schedule-payment", "payment-scheduled"),
    ],
  },
});
