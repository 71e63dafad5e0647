import type { Condition } from "../collection.ts";
import { isList, isObject, type Json, type JsonObject } from "../json.ts";
import type { Row } from "../world.ts";
import { errorHashCode } from "./error-code.ts";
import { type Filterable, looseText, readAsked } from "./operators.ts";
import { invalid, unparsable } from "./problem.ts";
import type { Refinement, Surroundings, Test } from "./resource.ts";
import { ELEMENT_STATES } from "./tables/words.ts";

type Read = Refinement["read"];

const plainFlag = (value: Json, name: string): boolean => (typeof value === "boolean" ? value : unparsable(name));

/** The rows of an endpoint that pass a test, as the instances (or what else `by` names) they belong to. */
const owners = (rows: Iterable<Row>, by: string, passes: Test): ReadonlySet<unknown> => {
  const found = new Set<unknown>();
  for (const row of rows) if (passes(row)) found.add(row[by]);
  return found;
};

const belongsTo =
  (found: ReadonlySet<unknown>, by: string): Test =>
  (row) =>
    found.has(row[by]);

/** Variables with these names and values, all of them; of the instance anywhere, or in the scope that `by` names. */
export const aboutVariables =
  (by: "processInstanceKey" | "elementInstanceKey"): Read =>
  (value, name, around) => {
    const conditions = isList(value) ? value : unparsable(name);
    const column = by === "processInstanceKey" ? by : "scopeKey";
    const found = conditions.map((one) => owners(around.rows("variables"), column, aboutVariable(one, name, around)));
    return (row) => found.every((set) => set.has(row[by]));
  };

const aboutVariable = (condition: Json, property: string, around: Surroundings): Test => {
  if (!isObject(condition)) return unparsable(property);
  const { name = null, value = null, ...others } = condition;
  const [other] = Object.keys(others);
  if (other !== undefined) return unparsable(other);
  if (typeof name !== "string") return invalid("Variable name must not be null.");
  if (value === null) return invalid("Variable value must not be null.");
  const { test } = readAsked(looseText("value"), value, around);
  return (row) => row["name"] === name && test(row["value"] === undefined ? undefined : String(row["value"]));
};

const TAG = /^[A-Za-z][A-Za-z0-9_\-:.]{0,99}$/;

/** Tags, all of which a row has. */
export const aboutTags: Read = (value, name) => {
  const tags = (isList(value) ? value : unparsable(name)).map(String);
  const wrong = tags.find((tag) => !TAG.test(tag));
  if (wrong !== undefined) return invalid(`The provided tag '${wrong}' is not valid. A tag starts with a letter.`);
  return (row) => {
    const own = String(row["tags"] ?? "").split(",");
    return tags.every((tag) => own.includes(tag));
  };
};

/** Open incidents of an instance: one of them meets all that the filter says about incidents. */
export const aboutIncidents: Read = (_value, name, around, filter) => {
  // What belongs together is looked at once, by whichever of its properties comes first.
  if (name !== firstOf(filter, ["errorMessage", "hasRetriesLeft"])) return () => true;
  const message = asked(looseText("errorMessage"), filter, around);
  const { hasRetriesLeft = null } = filter;
  const stuck = owners(open(around), "processInstanceKey", (row) => message(row["errorMessage"]));
  if (hasRetriesLeft === null) return belongsTo(stuck, "processInstanceKey");
  const retrying = owners(around.rows("jobs"), "processInstanceKey", (row) => row["hasFailedWithRetriesLeft"] === true);
  const wanted = plainFlag(hasRetriesLeft, "hasRetriesLeft");
  const asks = filter["errorMessage"] !== undefined;
  return (row) => {
    const key = row["processInstanceKey"];
    return retrying.has(key) === wanted && (!asks || stuck.has(key));
  };
};

/** An open incident with an error of this number. */
export const havingErrorCode: Read = (value, name, around) => {
  const code: Filterable = { name, kind: "int", words: [], notIn: false, filter: "operators" };
  const { test } = readAsked(code, value, around);
  const found = owners(open(around), "processInstanceKey", (row) =>
    test(BigInt(errorHashCode(String(row["errorMessage"])))),
  );
  return belongsTo(found, "processInstanceKey");
};

const OPEN: Condition = { field: "state", wanted: ["ACTIVE"], accepts: ({ state }) => state === "ACTIVE" };
const open = (around: Surroundings): Iterable<Row> => around.rows("incidents", [OPEN]);

const ABOUT_ELEMENTS = ["elementId", "elementInstanceState", "hasElementInstanceIncident"];

/** Element instances of an instance: one of them meets all that the filter says about element instances. */
export const aboutElements: Read = (_value, name, around, filter) => {
  if (name !== firstOf(filter, ABOUT_ELEMENTS)) return () => true;
  const states: Filterable = {
    name: "elementInstanceState",
    kind: "word",
    words: ELEMENT_STATES,
    notIn: false,
    filter: "operators",
  };
  const isAt = asked(looseText("elementId"), filter, around);
  const isIn = asked(states, filter, around);
  const { hasElementInstanceIncident: stuck = null } = filter;
  const wanted = stuck === null ? undefined : plainFlag(stuck, "hasElementInstanceIncident");
  const conditions: Condition[] = [
    { field: "elementId", accepts: ({ elementId }) => isAt(elementId) },
    { field: "state", accepts: ({ state }) => isIn(state) },
    { field: "hasIncident", accepts: ({ hasIncident }) => wanted === undefined || (hasIncident ?? false) === wanted },
  ];
  const found = owners(around.rows("element-instances", conditions), "processInstanceKey", () => true);
  return belongsTo(found, "processInstanceKey");
};

const firstOf = (filter: JsonObject, names: readonly string[]): string | undefined =>
  names.find((name) => (filter[name] ?? null) !== null);

const asked = (column: Filterable, filter: JsonObject, around: Surroundings): ((value: Row[string]) => boolean) => {
  const given = filter[column.name] ?? null;
  if (given === null) return () => true;
  const { test } = readAsked(column, given, around);
  return (value) => test(value === undefined ? undefined : String(value));
};

/** Candidates of a user task; the row has them as one text with commas. */
export const aboutCandidates =
  (field: string): Read =>
  (value, name, around) => {
    const { test } = readAsked(looseText(name), value, around);
    return (row) => {
      const candidates = String(row[field] ?? "").split(",");
      return candidates.some((candidate) => candidate !== "" && test(candidate));
    };
  };

/** What never holds in a cluster where nobody has started a batch operation. */
export const neverTrue: Read = (value, name, around) => {
  readAsked(looseText(name), value, around);
  return () => false;
};

/** The latest version of each group of rows that agree in everything `by` names. */
export const latestOf =
  (path: string, by: readonly string[]): Read =>
  (value, name, around) => {
    if (!plainFlag(value, name)) return () => true;
    const groupOf = (row: Row): string => JSON.stringify(by.map((field) => row[field]));
    const latest = new Map<string, number>();
    for (const row of around.rows(path)) {
      latest.set(groupOf(row), Math.max(Number(row["version"]), latest.get(groupOf(row)) ?? 0));
    }
    return (row) => latest.get(groupOf(row)) === row["version"];
  };
