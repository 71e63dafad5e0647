import { entity, flag, int, joined, json, key, text } from "../entity.ts";

/** A named value of a process instance. Operate API `Variable`, Orchestration Cluster API `VariableSearchResult`. */
export const variable = entity({
  name: "variable",
  plural: "variables",
  key: "variableKey",
  path: { v1: "variables", v2: "variables" },
  about: "A named value that a process instance holds; the same name may occur in several scopes of one instance.",
  fields: {
    variableKey: key("Key of the variable.", { v1: "key" }),
    name: text("Its name, compared exactly."),
    // Sorted by it, the place in the list would hold a value: of up to 8191 characters, and one that is masked in the row.
    value: json("Its value as JSON text: a text has quotes, a number has none.", {
      v1: { sort: false },
      v2: { sort: false },
    }),
    isTruncated: flag("Whether the value shown is only its beginning.", {
      v1: { name: "truncated", sort: false },
      // One variable by its key is whole, and does not say so.
      v2: { sort: false, otherwise: false },
    }),
    valueLength: int("Characters of the whole value, where it is shortened.", { v1: joined, v2: joined }),
    scopeKey: key("Where it is visible: the instance, or one element instance in it."),
    processInstanceKey: key("The instance that holds it."),
    tenantId: text("Tenant it belongs to.", { v1: { since: "8.3" } }),
  },
});
