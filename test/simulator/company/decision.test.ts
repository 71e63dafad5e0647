import { expect, test } from "vitest";
import { evaluate } from "../../../src/simulator/company/decision.ts";
import { carrierChoice, invoiceApproval } from "../../../src/simulator/company/decisions.ts";

const eu = { name: "Esche & Stahl eG", region: "eu", years: 6 };

test("the first rule that accepts all inputs decides", () => {
  const [found] = evaluate(carrierChoice, "carrier-choice", { recipient: { country: "DE" }, weightKg: 40 });
  expect(found).toMatchObject({
    result: "spedition-wolff",
    matched: { index: 2, rule: { id: "carrier-choice-rule-2" } },
  });
});

test("a required decision is evaluated before and its result is an input", () => {
  const [risk, approver] = evaluate(invoiceApproval(1), "invoice-approver", {
    amount: 90,
    category: "goods",
    supplier: eu,
  });
  expect(risk?.decision.id).toBe("supplier-risk");
  expect(approver).toMatchObject({
    result: "automatic",
    inputs: [{ value: 90 }, { value: "goods" }, { value: "low" }],
  });
});

test("no rule gives null, a missing input gives a failure that names decision and expression", () => {
  const crafts = { amount: 90, category: "arts-and-crafts", supplier: eu };
  const unmatched = evaluate(invoiceApproval(2), "invoice-approver", crafts).at(-1);
  expect(unmatched).toMatchObject({ result: null });
  expect(unmatched?.matched).toBeUndefined();
  const failed = evaluate(invoiceApproval(1), "invoice-approver", { supplier: eu }).at(-1);
  expect(failed?.failure).toContain("decision 'invoice-approver'");
  expect(failed?.failure).toContain("assert(amount, amount != null)");
});

test("a decision that the graph does not have is not evaluated", () => {
  expect(evaluate(carrierChoice, "invoice-approver", {})).toEqual([]);
});
