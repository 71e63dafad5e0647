import { expect, test } from "vitest";
import { matching } from "../../src/completions/matching.ts";

const CANDIDATES = [
  { value: "return-order" },
  { value: "order-fulfilment", also: ["Shipping"] },
  { value: "Order" },
  { value: "4711", also: [undefined, "An order"] },
  { value: "invoice", also: ["Billing"] },
];

test.each([
  ["nothing: all, in the order given", "", CANDIDATES.map(({ value }) => value)],
  [
    "a beginning, in any case: those that begin with it first",
    "ORD",
    ["order-fulfilment", "Order", "return-order", "4711"],
  ],
  ["a part", "fulfil", ["order-fulfilment"]],
  ["a part of a name that belongs to it", "billing", ["invoice"]],
  ["what does not fit", "x", []],
  ["space around it", " inv ", ["invoice"]],
])("typed is %s", (_, typed, expected) => {
  expect(matching(CANDIDATES, typed)).toEqual(expected);
});
