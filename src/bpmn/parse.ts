import { BpmnModdle } from "bpmn-moddle";
// biome-ignore lint/style/noRestrictedImports: "resources" is a folder of that package, not of ours.
import zeebe from "zeebe-bpmn-moddle/resources/zeebe.json" with { type: "json" };
import { plainIds, restoreIds } from "./ids.ts";

const moddle = new BpmnModdle({ zeebe });

/**
 * Parses a BPMN document with Camunda 8's extensions into a tree of nodes, read with the functions of `node.ts`.
 * `warnings` counts the places that were skipped. Rejects with the parser's own error when this is no BPMN.
 * Import this file dynamically: it loads the parser.
 */
export const parse = async (xml: string): Promise<{ definitions: unknown; warnings: number }> => {
  const ids = plainIds(xml);
  const { rootElement, elementsById, warnings } = await moddle.fromXML(ids.xml);
  restoreIds(elementsById, ids);
  return { definitions: rootElement, warnings: warnings.length };
};
