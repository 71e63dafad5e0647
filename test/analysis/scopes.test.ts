import { describe, expect, test } from "vitest";
import { isUnclear, type Place, visibleAt } from "../../src/analysis/scopes.ts";
import type { ElementFacts } from "../../src/bpmn/element-facts.ts";

const element = (id: string) => ({ id, type: "serviceTask", process: "p", parent: "p" });

const facts: ElementFacts = {
  element: element("task"),
  incoming: [],
  outgoing: [],
  following: [],
  boundaryEvents: [],
  scopes: [element("inner"), element("outer")],
  process: undefined,
};

const place = (changes: Partial<Place> = {}): Place => ({
  processInstanceKey: "1",
  elementInstanceKey: "9",
  facts,
  elements: [
    { elementInstanceKey: "2", elementId: "outer", type: "SUB_PROCESS" },
    { elementInstanceKey: "3", elementId: "inner", type: "MULTI_INSTANCE_BODY" },
    { elementInstanceKey: "4", elementId: "inner", type: "SUB_PROCESS" },
    { elementInstanceKey: "5", elementId: "inner", type: "SUB_PROCESS" },
  ],
  ...changes,
});

const variables = [
  { name: "item", value: "outermost", scopeKey: "1" },
  { name: "order", value: "of the instance", scopeKey: "1" },
  { name: "order", value: "of the outer one", scopeKey: "2" },
  { name: "item", value: "of a run", scopeKey: "4" },
  { name: "item", value: "of another run", scopeKey: "5" },
  { name: "amount", value: "own", scopeKey: "9" },
];

const seen = (at: Place) => visibleAt(at, variables).map(({ name, value }) => `${name} ${value}`);

describe("what an element sees", () => {
  test("is nothing of several runs, and nothing further out that they may hide", () => {
    expect(isUnclear(place())).toBe(true);
    expect(seen(place())).toEqual(["amount own", "order of the outer one"]);
  });

  test("is that of the run that it is in", () => {
    const at = place({ around: new Map([["inner", "5"]]) });
    expect(isUnclear(at)).toBe(false);
    expect(seen(at)).toEqual(["amount own", "item of another run", "order of the outer one"]);
  });
});
