import type { Version } from "../../../camunda/entity.ts";
import { isList, isObject, type Json } from "../../json.ts";
import { reaches } from "../../v1/quirks.ts";
import { date, id, int, json, key, text, word } from "../property.ts";
import { latestOf } from "../refinements.ts";
import { resource } from "../resource.ts";

/** `DecisionDefinitionResult`. */
export const decisionDefinitions = resource({
  path: "decision-definitions",
  name: "Decision Definition",
  key: "decisionDefinitionKey",
  permission: "DECISION_DEFINITION",
  properties: {
    decisionDefinitionKey: key(),
    decisionDefinitionId: text(),
    name: text(),
    version: int(),
    decisionRequirementsId: text(),
    decisionRequirementsKey: key(),
    decisionRequirementsName: text({ since: "8.9" }),
    decisionRequirementsVersion: int({ since: "8.9" }),
    tenantId: text(),
  },
  refinements: {
    isLatestVersion: { since: "8.9", read: latestOf("decision-definitions", ["decisionDefinitionId", "tenantId"]) },
  },
});

/** `DecisionRequirementsResult`. */
export const decisionRequirements = resource({
  path: "decision-requirements",
  name: "Decision Requirements",
  key: "decisionRequirementsKey",
  permission: "DECISION_REQUIREMENTS_DEFINITION",
  properties: {
    decisionRequirementsKey: key(),
    decisionRequirementsName: text({ from: "name" }),
    version: int(),
    decisionRequirementsId: text(),
    tenantId: text(),
    resourceName: text({ sort: false }),
  },
});

/** From 8.9 on, each output of a rule tells which rule it is of. */
const withRulesInOutputs = (rules: Json, version: Version): Json => {
  if (!isList(rules) || !reaches(version, "8.9")) return rules;
  return rules.filter(isObject).map(({ evaluatedOutputs = [], ...rule }) => ({
    ...rule,
    evaluatedOutputs: isList(evaluatedOutputs)
      ? evaluatedOutputs.filter(isObject).map((output) => ({ ...output, ...rule }))
      : evaluatedOutputs,
  }));
};

/** `DecisionInstanceResult`, and `DecisionInstanceGetQueryResult` of one. */
export const decisionInstances = resource({
  path: "decision-instances",
  name: "Decision Instance",
  key: "decisionEvaluationInstanceKey",
  permission: "DECISION_DEFINITION",
  properties: {
    businessId: text({ since: "8.10", shown: "maybe", filter: "operators" }),
    decisionDefinitionId: text(),
    decisionDefinitionKey: key({ filter: "operators" }),
    decisionDefinitionName: text(),
    decisionDefinitionType: word(["DECISION_TABLE", "LITERAL_EXPRESSION", "UNSPECIFIED", "UNKNOWN"]),
    decisionDefinitionVersion: int(),
    decisionEvaluationInstanceKey: id({ filter: { "8.8": "plain", "8.9": "operators" } }),
    decisionEvaluationKey: key(),
    elementInstanceKey: key({ shown: "maybe", filter: "operators" }),
    evaluationDate: date({ filter: "operators" }),
    evaluationFailure: text({ shown: "maybe" }),
    processDefinitionKey: key({ shown: "maybe" }),
    processInstanceKey: key({ shown: "maybe" }),
    rootDecisionDefinitionKey: key({ since: "8.9", filter: "operators", or: "decisionDefinitionKey" }),
    state: word(["EVALUATED", "FAILED", "UNSPECIFIED", "UNKNOWN"], {
      filter: { "8.8": "plain", "8.9": "operators" },
      notIn: true,
    }),
    tenantId: text(),
    result: json({ filter: "none", sort: false }),
    rootProcessInstanceKey: key({ since: "8.9", shown: "maybe", filter: "none", sort: false }),
    decisionRequirementsKey: key({ since: "8.9", shown: "never", filter: "operators", sort: false }),
  },
  nested: {
    evaluatedInputs: { none: [], onlyAlone: true },
    matchedRules: { none: [], onlyAlone: true, completed: withRulesInOutputs },
  },
});
