import { plain } from "../phrase.ts";
import type { RawFact } from "../tools/answer.ts";
import type { SecretNames } from "./secret-names.ts";

/** Fields that hold a name, and the fields that hold its value; two where instances are compared. */
const NAMED: readonly (readonly [name: string, values: readonly string[]])[] = [
  ["name", ["value", "good", "bad", "oldValue", "newValue"]],
  ["label", ["good", "bad"]],
  ["inputName", ["inputValue"]],
  ["outputName", ["outputValue"]],
  ["variable", ["value"]],
  ["decisionDefinitionId", ["result"]],
  ["decisionDefinitionName", ["result"]],
];

/** The fields that may name the value of a field. */
const NAMERS: ReadonlyMap<string, readonly string[]> = new Map(
  NAMED.flatMap(([, values]) => values).map((field) => [
    field,
    NAMED.filter(([, values]) => values.includes(field)).map(([of]) => of),
  ]),
);

const textOf = (fact: RawFact): string => (typeof fact === "object" && "pieces" in fact ? plain(fact) : String(fact));

/** Whether the field beside it that names this field's value, as JSON text, makes it secret. */
export const isNamedSecret = (
  given: Readonly<Record<string, RawFact>>,
  field: string,
  json: RawFact,
  names: SecretNames,
): boolean =>
  NAMERS.get(field)?.some((of) => {
    const name = given[of];
    return typeof name === "string" && names.hides(name, textOf(json));
  }) === true;
