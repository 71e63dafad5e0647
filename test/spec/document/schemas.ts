import { Ajv2020 } from "ajv/dist/2020.js";
import type { Node, Place } from "./mend.ts";

/** Says what is wrong with a value, in sentences; none when it conforms. */
export type Check = (value: unknown) => readonly string[];

const NAME = "document";

const integerOf = (bits: number) => ({
  type: "number" as const,
  // As a double, the largest integer is the first one that is too large: the bound has to be let in.
  validate: (value: number): boolean => value >= -(2 ** (bits - 1)) && value <= 2 ** (bits - 1),
});

const pointer = (at: Place): string =>
  at.map((step) => `/${encodeURIComponent(step.replaceAll("~", "~0").replaceAll("/", "~1"))}`).join("");

/** A point in time of RFC 3339. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Keywords of OpenAPI that say nothing about a value. */
const REMARKS = ["discriminator", "example", "xml"];

/** The extensions that a document uses. */
const extensions = (node: unknown, found = new Set<string>()): ReadonlySet<string> => {
  if (typeof node !== "object" || node === null) return found;
  for (const [name, held] of Object.entries(node)) {
    if (name.startsWith("x-")) found.add(name);
    extensions(held, found);
  }
  return found;
};

/** Compiles the schemas of a document by their places in it. Values have plain numbers, exact or not. */
export const schemas = (root: Node): ((at: Place) => Check) => {
  const ajv = new Ajv2020({ allErrors: true, strictTypes: false, verbose: true });
  ajv.addFormat("int64", integerOf(64)).addFormat("int32", integerOf(32)).addFormat("date-time", DATE_TIME);
  // The document goes in as a whole, so that its references lead somewhere; its own members are no keywords of a schema.
  ajv.addVocabulary([...Object.keys(root), ...extensions(root), ...REMARKS]).addSchema(root, NAME);
  const compiled = new Map<string, Check>();
  return (at) => {
    const place = pointer(at);
    const known = compiled.get(place);
    if (known !== undefined) return known;
    const validate = ajv.compile({ $ref: `${NAME}#${place}` });
    const check: Check = (value) => {
      if (validate(value)) return [];
      return (validate.errors ?? []).map(
        ({ instancePath, message, params, data }) =>
          `${instancePath || "it"} ${message} ${JSON.stringify(params)}: ${JSON.stringify(data).slice(0, 200)}`,
      );
    };
    compiled.set(place, check);
    return check;
  };
};
