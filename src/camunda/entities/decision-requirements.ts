import { entity, int, key, text } from "../entity.ts";

/** A deployed DMN model. Operate API `DecisionRequirements` (path `drd`), Orchestration Cluster API `DecisionRequirementsResult`. */
export const decisionRequirements = entity({
  name: "decision requirements",
  plural: "decision requirements",
  key: "decisionRequirementsKey",
  path: { v1: "drd", v2: "decision-requirements" },
  since: { v1: "8.3" },
  about: "A deployed version of a DMN model: the decisions in it and what they depend on.",
  fields: {
    decisionRequirementsKey: key("Key of this version of the model.", { v1: "key" }),
    decisionRequirementsId: text("Id of the model."),
    name: text("Name of the model; searched by any part of it, in any case.", {
      v2: "decisionRequirementsName",
      match: "part",
    }),
    version: int("Number of the version, from 1."),
    resourceName: text("File the model was deployed from.", { v2: { sort: false } }),
    tenantId: text("Tenant it belongs to."),
  },
  xml: { of: "decisionRequirementsKey", path: { v1: "drd", v2: "decision-requirements" } },
});
