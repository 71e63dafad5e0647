import { absent, date, entity, id, int, json, key, list, text, word } from "../entity.ts";

/** One evaluation of a decision. Operate API `DecisionInstance`, Orchestration Cluster API `DecisionInstanceResult`. */
export const decisionInstance = entity({
  name: "decision instance",
  plural: "decision instances",
  key: "decisionEvaluationInstanceKey",
  path: { v1: "decision-instances", v2: "decision-instances" },
  since: { v1: "8.3" },
  about: "One evaluation of a decision: what came out, and why.",
  fields: {
    decisionEvaluationInstanceKey: id("Id of the evaluation of this decision.", { v1: "id" }),
    decisionEvaluationKey: key("The evaluation that it was a part of; several may share it.", { v1: "key" }),
    state: word("Whether it came to a result.", ["EVALUATED", "FAILED", "UNSPECIFIED", "UNKNOWN"]),
    evaluationDate: date("When it was evaluated.", { window: "evaluated" }),
    evaluationFailure: text("Why it failed."),
    processInstanceKey: key("The instance that asked for it."),
    processDefinitionKey: key("Version of that process."),
    elementInstanceKey: key("The business rule task that asked for it.", { v1: absent }),
    decisionDefinitionKey: key("Version of the decision.", { v1: { name: "decisionDefinitionId", asText: true } }),
    decisionDefinitionId: text("Id of the decision.", { v1: "decisionId" }),
    decisionDefinitionName: text("Name of the decision.", { v1: "decisionName" }),
    decisionDefinitionVersion: int("Number of that version.", { v1: "decisionVersion" }),
    decisionDefinitionType: word(
      "How it decides.",
      ["DECISION_TABLE", "LITERAL_EXPRESSION", "UNSPECIFIED", "UNKNOWN"],
      {
        v1: "decisionType",
      },
    ),
    result: json("What came out, as JSON text.", {
      v1: { filter: false, sort: false },
      v2: { filter: false, sort: false },
    }),
    tenantId: text("Tenant it belongs to."),
  },
  lists: {
    evaluatedInputs: list({
      about: "What was put in.",
      path: { v1: "evaluatedInputs", v2: "evaluatedInputs" },
      fields: {
        inputId: text("Id of the input column.", { v1: "id" }),
        inputName: text("Its name.", { v1: "name" }),
        inputValue: json("The value, as JSON text.", { v1: "value" }),
      },
    }),
    matchedRules: list({
      about: "The rules that fired, and what they put out.",
      path: { v1: "evaluatedOutputs", v2: "matchedRules" },
      fields: {
        ruleIndex: int("Number of the rule in its table, from 1."),
        ruleId: text("Id of the rule."),
        outputId: text("Id of the output column.", { v1: "id" }),
        outputName: text("Its name.", { v1: "name" }),
        outputValue: json("The value, as JSON text.", { v1: "value" }),
      },
      group: { by: ["ruleId", "ruleIndex"], into: "evaluatedOutputs" },
    }),
  },
  columns: [
    "decisionEvaluationInstanceKey",
    "state",
    "evaluationDate",
    "evaluationFailure",
    "processInstanceKey",
    "decisionDefinitionId",
    "decisionDefinitionName",
    "decisionDefinitionVersion",
    "result",
    "tenantId",
  ],
});
