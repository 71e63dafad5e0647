import {
  anything,
  type Decision,
  exactly,
  oneOf,
  over,
  type Requirements,
  type Rule,
  type Test,
  upTo,
} from "./decision.ts";
import { type Json, required, value } from "./expression.ts";

const rules = (decision: string, ...rows: readonly (readonly [Json, ...Test[]])[]): readonly Rule[] =>
  rows.map(([output, ...tests], index) => ({ id: `${decision}-rule-${index + 1}`, output, tests }));

const supplierRisk: Decision = {
  id: "supplier-risk",
  name: "Lieferantenrisiko",
  inputs: [
    { id: "supplier-risk-since", label: "Years as supplier", expression: value("supplier.years"), type: "number" },
    { id: "supplier-risk-region", label: "Region", expression: value("supplier.region"), type: "string" },
  ],
  output: { id: "supplier-risk-out", name: "risk", type: "string" },
  rules: rules(
    "supplier-risk",
    ["high", anything, exactly("overseas")],
    ["high", upTo(1), anything],
    ["low", over(1), anything],
  ),
};

/** Who approves an invoice. The second version of the graph has no rule for the category of arts and crafts. */
export const invoiceApproval = (version: 1 | 2): Requirements => {
  const trade = version === 1 ? anything : oneOf("goods", "packaging", "services", "energy");
  const approver: Decision = {
    id: "invoice-approver",
    name: "Wer gibt die Rechnung frei?",
    requires: "supplier-risk",
    inputs: [
      { id: "invoice-approver-amount", label: "Amount", expression: required("amount"), type: "number" },
      { id: "invoice-approver-category", label: "Category", expression: value("category"), type: "string" },
      { id: "invoice-approver-risk", label: "Risk", expression: value("risk"), type: "string" },
    ],
    output: { id: "invoice-approver-out", name: "approver", type: "string" },
    rules: rules(
      "invoice-approver",
      ["automatic", upTo(250), trade, exactly("low")],
      ["team-lead", upTo(5000), trade, anything],
      ["board", over(5000), trade, anything],
    ),
  };
  return { id: "invoice-approval", name: "Rechnungsfreigabe", decisions: [approver, supplierRisk] };
};

/** Which carrier takes a parcel. */
export const carrierChoice: Requirements = {
  id: "shipping-rules",
  name: "Shipping rules",
  decisions: [
    {
      id: "carrier-choice",
      name: "Carrier choice",
      inputs: [
        { id: "carrier-choice-country", label: "Country", expression: value("recipient.country"), type: "string" },
        { id: "carrier-choice-weight", label: "Weight (kg)", expression: required("weightKg"), type: "number" },
      ],
      output: { id: "carrier-choice-out", name: "carrier", type: "string" },
      rules: rules(
        "carrier-choice",
        ["gelbpost", exactly("DE"), upTo(31.5)],
        ["spedition-wolff", exactly("DE"), over(31.5)],
        ["nordfrakt", oneOf("DK", "SE", "NO"), anything],
        ["euroflash", anything, anything],
      ),
    },
  ],
};

/** What share of the price a customer gets back. */
export const refundPolicy: Requirements = {
  id: "claims-rules",
  name: "Claims rules",
  decisions: [
    {
      id: "refund-policy",
      name: "Refund policy",
      inputs: [
        { id: "refund-policy-reason", label: "Reason", expression: value("reason"), type: "string" },
        {
          id: "refund-policy-age",
          label: "Days since delivery",
          expression: value("daysSinceDelivery"),
          type: "number",
        },
      ],
      output: { id: "refund-policy-out", name: "refundShare", type: "number" },
      rules: rules(
        "refund-policy",
        [1, oneOf("defect", "wrong-item"), upTo(730)],
        [1, exactly("changed-mind"), upTo(30)],
        [0.5, exactly("changed-mind"), upTo(60)],
        [0, anything, anything],
      ),
    },
  ],
};
