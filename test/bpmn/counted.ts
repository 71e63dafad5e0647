import { expect } from "vitest";
import { elementFacts } from "../../src/bpmn/element-facts.ts";
import type { Model } from "../../src/bpmn/model.ts";
import { outline } from "../../src/bpmn/outline.ts";

const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const FLOW_NODE =
  /^(?!globalTask$)(?:startEvent|endEvent|intermediateCatchEvent|intermediateThrowEvent|boundaryEvent|task|[a-z]+Task|businessRuleTask|callActivity|subProcess|adHocSubProcess|transaction|exclusiveGateway|inclusiveGateway|parallelGateway|eventBasedGateway|complexGateway)$/;

interface Tag {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Start tags of BPMN's own namespace in a document, found by regular expressions: an opinion independent of the parser. */
const bpmnTags = (xml: string): readonly Tag[] => {
  const plain = xml.replace(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, "");
  const prefixes = [...plain.matchAll(/\sxmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']/g)]
    .filter(([, , uri]) => uri === BPMN)
    .map(([, prefix]) => prefix ?? "");
  return [...plain.matchAll(/<(?:([\w.-]+):)?([\w.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*\/?>/g)]
    .filter(([, prefix = ""]) => prefixes.includes(prefix))
    .map(([, , name = "", attributes = ""]) => ({
      name,
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, double, single]) => [
          key,
          double ?? single ?? "",
        ]),
      ),
    }));
};

const sorted = (ids: Iterable<string | undefined>): readonly string[] => [...ids].map(String).sort();

/** Fails unless model and outline hold every flow node and every sequence flow of the document, each exactly once. */
export const expectWhole = (xml: string, model: Model): void => {
  const tags = bpmnTags(xml);
  const flowNodes = tags.filter(({ name }) => FLOW_NODE.test(name)).map(({ attributes }) => attributes["id"]);
  const flows = tags
    .filter(({ name }) => name === "sequenceFlow")
    .map(({ attributes: { id, sourceRef, targetRef } }) => `${id}: ${sourceRef} -> ${targetRef}`);
  expect(sorted(model.elements.map(({ id }) => id))).toStrictEqual(sorted(flowNodes));
  expect(sorted(model.flows.map(({ id, source, target }) => `${id}: ${source} -> ${target}`))).toStrictEqual(
    sorted(flows),
  );
  expectOutlined(model);
};

const expectOutlined = (model: Model): void => {
  const lines = outline(model).split("\n");
  const named = lines.filter((line) => !line.startsWith("process ")).map((line) => line.trimStart().split(" ", 1)[0]);
  expect(named).toStrictEqual(model.elements.map(({ id }) => id));
  expect(lines).toHaveLength(model.processes.length + model.elements.length);
  expect(lines.join("")).not.toMatch(/[\r\u0085\u2028\u2029]/);
  for (const { id } of model.elements) {
    const line =
      lines.find((entry) => entry.trimStart().startsWith(`${id} `)) ?? lines.find((entry) => entry.trim() === id);
    for (const { target } of elementFacts(model, id)?.outgoing ?? [])
      expect(line).toMatch(new RegExp(`(?:->|,) ${target}`));
  }
};
