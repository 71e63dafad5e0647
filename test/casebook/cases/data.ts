import {
  alike,
  type Case,
  incidentsOf,
  instance,
  OUT_OF_RETRIES,
  outlineOf,
  RETRY_HELPS,
  variable,
  verdict,
} from "../case.ts";

const CALM = verdict("running", "waiting", "completed", "stalled", "suspended", "terminated");

/** Data or a model is wrong: a retry alone never helps. */
export const dataCases: readonly Case[] = [
  {
    name: "an order known only by its number: one hit",
    question: "Why is order 4711 stuck?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "order 4711" }),
    contains: ({ key, incidentKey }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      processDefinitionVersion: 4,
      since: "2026-11-22T08:00:07Z",
      rootCause: {
        incidentKey: incidentKey("order4711"),
        elementId: "charge-payment",
        errorType: "IO_MAPPING_ERROR",
        errorMessage: /order\.total\.gross != null/,
        retryAlone: "no",
      },
      variables: [{ name: "order", value: /"total":\{"net":50\}/ }],
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES],
    leanest: ({ isV2, key }) => [
      {
        tool: "search_process_instances",
        args: isV2 ? { businessId: "A-4711" } : { variables: [{ name: "orderId", value: "A-4711" }] },
      },
      incidentsOf(key("order4711")),
      variable(key("order4711"), "order"),
    ],
  },
  {
    name: "the mapping that fails, and who shares it",
    question: "What exactly fails at the payment of order 4711, and is it the only one?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("order4711") }),
    contains: ({ incident, rows }) => ({
      errorType: "IO_MAPPING_ERROR",
      elementId: "charge-payment",
      retryAlone: "no",
      fix: /variable/,
      sharedBy: rows(
        "incidents",
        (row) => row["state"] === "ACTIVE" && row["errorMessage"] === incident("order4711")["errorMessage"],
      ).length,
      element: {
        jobType: "payment-charge",
        inputs: /amount <- =assert\(order\.total\.gross/,
        boundaryEvents: "payment-declined: error PAYMENT_DECLINED",
      },
      variables: [{ name: "order", value: /"total":\{"net":50\}/ }],
      processDefinitionId: "order-fulfilment",
      sameCause: [{ version: 4, firstTime: "2026-11-22T08:00:07Z", lastTime: "2026-11-23T14:00:03Z" }],
    }),
    mustNot: [RETRY_HELPS, OUT_OF_RETRIES],
    leanest: (truth) => [
      ...alike(truth, "order4711"),
      variable(truth.key("order4711"), "order"),
      outlineOf(truth.definition("order-fulfilment", 4)),
    ],
  },
  {
    name: "a variable of the wrong type",
    question: "Why does claim RK-301 not go on?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("wrongType") }),
    contains: () => ({
      verdict: "incident",
      rootCause: {
        elementId: "is-large",
        errorType: "EXTRACT_VALUE_ERROR",
        errorMessage: /NOT_COMPARABLE/,
        retryAlone: "no",
      },
      waits: [{ elementId: "is-large", waitsFor: "INCIDENT" }],
      variables: [{ name: "claimValue", value: /612,00 €/ }],
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES, /NO_VARIABLE_FOUND/],
    leanest: ({ key }) => [
      instance(key("wrongType")),
      incidentsOf(key("wrongType")),
      variable(key("wrongType"), "claimValue"),
    ],
  },
  {
    name: "a variable that a condition lacks",
    question: "Why does claim RK-302 not go on?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("missingVariable") }),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("missingVariable"),
      rootCause: {
        elementId: "is-large",
        errorType: "EXTRACT_VALUE_ERROR",
        errorMessage: /No variable found with name 'claimValue'/,
        retryAlone: "no",
        fix: /variable/,
      },
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES, /NOT_COMPARABLE/],
    lacks: ["variables"],
    leanest: ({ key }) => [instance(key("missingVariable")), incidentsOf(key("missingVariable"))],
  },
  {
    name: "the condition that lacks a variable, and what is there instead",
    question: "Which condition is it, and what does the instance hold?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("missingVariable") }),
    contains: () => ({
      errorType: "EXTRACT_VALUE_ERROR",
      retryAlone: "no",
      sharedBy: 1,
      element: { name: "Over 500 €?", conditions: /sign-refund: =claimValue > 500/ },
      variables: [
        { name: "claimNumber", value: /RK-302/ },
        { name: "refundShare", value: "1" },
      ],
    }),
    mustNot: [RETRY_HELPS, OUT_OF_RETRIES, /"name":"claimValue"/],
    leanest: (truth) => [
      ...alike(truth, "missingVariable"),
      {
        tool: "search_variables",
        args: { processInstanceKey: truth.key("missingVariable"), fields: ["name", "value"] },
      },
      outlineOf(truth.definition("claims-handling", 2)),
    ],
  },
  {
    name: "a correlation key that no variable holds",
    question: "Why does this order stand at the transfer?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("order without a number") }),
    contains: () => ({
      verdict: "incident",
      rootCause: {
        elementId: "await-transfer",
        errorType: "EXTRACT_VALUE_ERROR",
        errorMessage: /'orderId'/,
        retryAlone: "no",
      },
    }),
    mustNot: [CALM, RETRY_HELPS, /another spelling/],
    leanest: ({ key }) => [instance(key("order without a number")), incidentsOf(key("order without a number"))],
  },
  {
    name: "a collection that is no list",
    question: "Why is no item of this claim inspected?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("claim whose items are no list") }),
    contains: () => ({
      verdict: "incident",
      rootCause: {
        elementId: "inspect-item",
        errorType: "EXTRACT_VALUE_ERROR",
        errorMessage: /'ARRAY'/,
        retryAlone: "no",
      },
      variables: [{ name: "items", value: /"quantity":2/ }],
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES],
    leanest: ({ key }) => [
      instance(key("claim whose items are no list")),
      incidentsOf(key("claim whose items are no list")),
      variable(key("claim whose items are no list"), "items"),
    ],
  },
  {
    name: "a decision with no matching rule",
    question: "Who should approve this invoice?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("noMatchingRule") }),
    contains: () => ({
      verdict: "incident",
      rootCause: { elementId: "who-approves", errorType: "CONDITION_ERROR", retryAlone: "no" },
      variables: [{ name: "approver", value: "null" }],
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES],
    leanest: ({ key }) => [
      instance(key("noMatchingRule")),
      incidentsOf(key("noMatchingRule")),
      variable(key("noMatchingRule"), "approver"),
    ],
  },
  {
    name: "the decision behind a gateway without a way out",
    question: "Which decision gave no approver, and for what?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("noMatchingRule") }),
    contains: () => ({
      errorType: "CONDITION_ERROR",
      sharedBy: 3,
      element: { conditions: /approver = "team-lead"/ },
      variables: [
        { name: "approver", value: "null" },
        { name: "category", value: /arts-and-crafts/ },
      ],
      decisions: [{ decisionDefinitionId: "invoice-approver" }],
    }),
    mustNot: [RETRY_HELPS, OUT_OF_RETRIES],
    leanest: (truth) => [
      ...alike(truth, "noMatchingRule"),
      {
        tool: "search_variables",
        args: { processInstanceKey: truth.key("noMatchingRule"), fields: ["name", "value"] },
      },
      { tool: "search_decision_instances", args: { processInstanceKey: truth.key("noMatchingRule") } },
      outlineOf(truth.definition("invoice-checking", 2)),
    ],
  },
  {
    name: "a decision that cannot be evaluated",
    question: "Why could no approver be determined for invoice ER-20260321?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("decisionFailed") }),
    contains: () => ({
      errorType: "DECISION_EVALUATION_ERROR",
      elementId: "determine-approver",
      errorMessage: /amount != null/,
      retryAlone: "no",
      sharedBy: 1,
      element: { calledDecisionId: "invoice-approver" },
      decisions: [{ decisionDefinitionId: "invoice-approver", decisionDefinitionVersion: 2, state: "FAILED" }],
    }),
    mustNot: [RETRY_HELPS, OUT_OF_RETRIES, /"name":"amount"/],
    leanest: (truth) => [
      ...alike(truth, "decisionFailed"),
      {
        tool: "search_decision_instances",
        args: {
          processInstanceKey: truth.key("decisionFailed"),
          state: "FAILED",
          fields: ["decisionDefinitionId", "decisionDefinitionVersion", "evaluationFailure"],
        },
      },
      {
        tool: "search_variables",
        args: { processInstanceKey: truth.key("decisionFailed"), fields: ["name", "value"] },
      },
      outlineOf(truth.definition("invoice-checking", 2)),
    ],
  },
];
