import { textOf } from "../read.ts";
import type { Hit } from "./hit.ts";
import type { Said } from "./parse-reference.ts";

/** Shorter words say too little. */
const SHORTEST_NAME = 3;

/** The words of an id, in lower case: of `order-fulfilment` and `OrderFulfilment` they are `order` and `fulfilment`. */
const wordsOf = (id: string): readonly string[] =>
  id
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);

/** Of several hits those of a process that the words around the value name, if there are any: "order 4711". */
export const meant = (hits: readonly Hit[], { names }: Said): readonly Hit[] => {
  const said = new Set(names.flatMap(wordsOf).filter((word) => word.length >= SHORTEST_NAME));
  const named = hits.filter(({ row }) =>
    wordsOf(textOf(row, "processDefinitionId") ?? "").some((word) => said.has(word)),
  );
  return named.length > 0 ? named : hits;
};
