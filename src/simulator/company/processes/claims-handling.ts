import { days, hours } from "../duration.ts";
import { compares, constant, is, value } from "../expression.ts";
import {
  boundary,
  chain,
  end,
  error,
  exclusive,
  flow,
  type Model,
  rule,
  send,
  service,
  start,
  subProcess,
  user,
} from "../model.ts";

const inspection = subProcess("inspect-item", "Inspect returned item", {
  each: { collection: "items", item: "item" },
  inputs: [
    { source: value("item.sku"), target: "sku" },
    { source: constant(null), target: "shelf" },
    { source: constant(null), target: "grade" },
  ],
  body: {
    nodes: [
      start("item-arrived", "Item arrived"),
      service("register-return", "Register return", {
        job: { type: "wms-register-return", retries: 3 },
        yields: (_, random) => ({ shelf: `${random.pick(["A", "B", "Ü"])}-${random.whole(1, 60)}` }),
      }),
      user("grade-item", "Grade condition", {
        form: "item-grading",
        people: { groups: ["returns-desk"] },
        takes: [hours(1), days(1)],
        yields: (_, random) => ({ grade: random.pick(["as-new", "used", "damaged"]) }),
      }),
      exclusive("is-damaged", "Damaged?"),
      service("file-photos", "File photos of damage", { job: { type: "dms-upload", retries: 3 } }),
      end("item-graded", "Item graded"),
    ],
    flows: [
      ...chain("item-arrived", "register-return", "grade-item", "is-damaged"),
      flow("is-damaged", "file-photos", { name: "yes", condition: is("grade", "damaged") }),
      flow("is-damaged", "item-graded", { name: "no", fallback: true }),
      ...chain("file-photos", "item-graded"),
    ],
  },
});

/** Réclamations: what comes back is inspected piece by piece, then refunded or not. Version 2 has large refunds signed by a person. */
export const claimsHandling = (version: 1 | 2): Model => ({
  id: "claims-handling",
  name: "Claims handling (Réclamations)",
  ...(version === 2 ? { versionTag: "four-eyes" } : {}),
  graph: {
    nodes: [
      start("claim-filed", "Claim filed"),
      inspection,
      rule("decide-refund", "Decide on refund", { decision: { id: "refund-policy", result: "refundShare" } }),
      exclusive("refund-due", "Refund due?"),
      ...(version === 2
        ? [
            exclusive("is-large", "Over 500 €?"),
            user("sign-refund", "Sign refund", { people: { groups: ["claims-leads"] }, takes: [hours(1), days(1)] }),
            exclusive("refund-signed", ""),
          ]
        : []),
      service("refund", "Refund customer", {
        job: { type: "payment-refund", retries: 3 },
        yields: (_, random) => ({ refundId: `rf_${random.whole(100_000, 999_999)}` }),
      }),
      boundary("account-closed", "Account closed", { attachedTo: "refund", event: error("ACCOUNT_CLOSED") }),
      send("send-cheque", "Send cheque", { job: { type: "print-and-post" } }),
      end("cheque-sent", "Cheque sent"),
      send("explain-refusal", "Explain refusal", { job: { type: "send-mail", headers: { template: "refusal" } } }),
      end("claim-refused", "Claim refused"),
      end("claim-settled", "Claim settled"),
    ],
    flows: [
      ...chain("claim-filed", "inspect-item", "decide-refund", "refund-due"),
      flow("refund-due", version === 2 ? "is-large" : "refund", {
        name: "yes",
        condition: compares("refundShare", ">", 0),
      }),
      flow("refund-due", "explain-refusal", { name: "no", fallback: true }),
      ...(version === 2
        ? [
            flow("is-large", "sign-refund", { name: "yes", condition: compares("claimValue", ">", 500) }),
            flow("is-large", "refund-signed", { name: "no", fallback: true }),
            ...chain("sign-refund", "refund-signed", "refund"),
          ]
        : []),
      ...chain("refund", "claim-settled"),
      ...chain("account-closed", "send-cheque", "cheque-sent"),
      ...chain("explain-refusal", "claim-refused"),
    ],
  },
});
