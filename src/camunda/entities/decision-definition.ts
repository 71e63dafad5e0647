import { entity, int, key, text } from "../entity.ts";

/** A deployed version of a decision. Operate API `DecisionDefinition`, Orchestration Cluster API `DecisionDefinitionResult`. */
export const decisionDefinition = entity({
  name: "decision definition",
  plural: "decision definitions",
  key: "decisionDefinitionKey",
  path: { v1: "decision-definitions", v2: "decision-definitions" },
  since: { v1: "8.3" },
  about: "A deployed version of a DMN decision.",
  fields: {
    decisionDefinitionKey: key("Key of this version of the decision.", { v1: "key" }),
    decisionDefinitionId: text("Id of the decision in its DMN model.", { v1: "decisionId" }),
    name: text("Name of the decision; searched by any part of it, in any case.", { match: "part" }),
    version: int("Number of the version, from 1."),
    decisionRequirementsKey: key("The DMN model it is in."),
    decisionRequirementsId: text("Id of that model."),
    decisionRequirementsName: text("Name of that model.", {
      v1: { sort: false },
      v2: { since: "8.9" },
    }),
    decisionRequirementsVersion: int("Version of that model.", {
      v1: { sort: false },
      v2: { since: "8.9" },
    }),
    tenantId: text("Tenant it belongs to."),
  },
  xml: {
    of: "decisionRequirementsKey",
    path: { v1: "drd", v2: "decision-requirements" },
  },
  columns: [
    "decisionDefinitionKey",
    "decisionDefinitionId",
    "name",
    "version",
    "decisionRequirementsKey",
    "decisionRequirementsId",
    "tenantId",
  ],
});
