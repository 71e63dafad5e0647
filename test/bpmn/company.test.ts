import { expect, test } from "vitest";
import { elementFacts } from "../../src/bpmn/element-facts.ts";
import { outline } from "../../src/bpmn/outline.ts";
import { parse } from "../../src/bpmn/parse.ts";
import { readModel } from "../../src/bpmn/read-model.ts";
import { processDefinition } from "../../src/camunda/entities/process-definition.ts";
import { company } from "../../src/simulator/company/company.ts";
import type { Row } from "../../src/simulator/world.ts";
import { expectWhole } from "./counted.ts";

const sample = company({ now: Date.parse("2026-11-24T10:15:00.123Z") });
const definitions = sample.table("process-definitions");

const xmlOf = (definition: Row): string =>
  sample.xml(processDefinition, String(definition["processDefinitionKey"])) ?? "";

const named = definitions.map((definition) => ({
  name: `${definition["processDefinitionId"]} version ${definition["version"]} of ${definition["tenantId"]}`,
  definition,
}));

test("the sample company has deployed something", () => {
  expect(definitions.length).toBeGreaterThan(10);
});

test.each(named)("$name is read whole and without a warning", async ({ definition }) => {
  const xml = xmlOf(definition);
  expect((await parse(xml)).warnings).toBe(0);
  const model = await readModel(xml);
  expect(model.processes).toMatchObject([{ id: definition["processDefinitionId"], executable: true }]);
  expectWhole(xml, model);
  expect(outline(model).length).toBeLessThan(xml.length / 8);
});

test.each(named)("$name has every element its instances went through, of the same type", async ({ definition }) => {
  const model = await readModel(xmlOf(definition));
  const passed = sample
    .table("element-instances")
    .filter(({ processDefinitionKey }) => processDefinitionKey === definition["processDefinitionKey"])
    .filter(({ type }) => type !== "PROCESS" && type !== "MULTI_INSTANCE_BODY");
  for (const { elementId, type } of passed) {
    expect(elementFacts(model, String(elementId))?.element).toMatchObject({ id: elementId, type });
  }
});

test("the sample company's instances went through elements", () => {
  const types = new Set(sample.table("element-instances").map(({ type }) => type));
  expect(types.size).toBeGreaterThan(8);
});
