import { expect, test } from "vitest";
import { elementFacts } from "../../src/bpmn/element-facts.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { bakery } from "./bakery.ts";

const model = await readModel(bakery);
const ids = (entries: readonly { readonly id: string }[] = []): readonly string[] => entries.map(({ id }) => id);

test("gives an element with the flows that lead to it and away, and what sits on it", () => {
  const facts = elementFacts(model, "knead");
  expect(facts?.element).toMatchObject({ id: "knead", job: { type: "knead" } });
  expect(ids(facts?.incoming)).toStrictEqual(["f1", "f4"]);
  expect(ids(facts?.outgoing)).toStrictEqual(["f2"]);
  expect(ids(facts?.boundaryEvents)).toStrictEqual(["sticky", "slow"]);
  expect(facts?.scopes).toStrictEqual([]);
  expect(facts?.process).toMatchObject({ id: "bake-bread", name: "Bake bread" });
});

test("gives the sub-processes around an element, innermost first", () => {
  expect(ids(elementFacts(model, "burnt")?.scopes)).toStrictEqual(["oops", "loaves"]);
});

test("knows nothing of an id that the model does not hold", () => {
  expect(elementFacts(model, "bake-bread")).toBeUndefined();
  expect(elementFacts(model, "__proto__")).toBeUndefined();
});

test("ends on a model whose elements contain one another", () => {
  const turned = {
    ...model,
    elements: [
      { id: "a", type: "SUB_PROCESS", parent: "b", process: "p" },
      { id: "b", type: "SUB_PROCESS", parent: "a", process: "p" },
    ],
  };
  expect(ids(elementFacts(turned, "a")?.scopes)).toStrictEqual(["b", "a"]);
});
