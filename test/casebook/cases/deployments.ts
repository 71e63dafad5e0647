import { alike, type Case, incidentsOf, instance, OUT_OF_RETRIES, outlineOf, RETRY_HELPS, verdict } from "../case.ts";
import type { Subject } from "../truth.ts";

const CALM = verdict("running", "waiting", "completed", "stalled", "suspended", "terminated");

/** Something that an element needs is not there. */
const missing = (
  subject: Subject,
  what: string,
  rootCause: { elementId: string; errorType: string; errorMessage: RegExp },
  model: readonly [string, number],
): Case => ({
  name: `a ${what} that is not deployed`,
  question: "What is missing, and does a retry help?",
  tool: "explain_incident",
  args: ({ incidentKey }) => ({ incidentKey: incidentKey(subject) }),
  contains: ({ incident, rows }) => ({
    ...rootCause,
    fix: /^deploy/,
    retryAlone: "no",
    sharedBy: rows(
      "incidents",
      (row) => row["state"] === "ACTIVE" && row["errorMessage"] === incident(subject)["errorMessage"],
    ).length,
    processDefinitionId: model[0],
    sameCause: [{ version: model[1] }],
  }),
  mustNot: [RETRY_HELPS, OUT_OF_RETRIES],
  leanest: (truth) => [
    ...alike(truth, subject),
    {
      tool: "search_process_definitions",
      args: { processDefinitionId: model[0], fields: ["processDefinitionKey", "version"] },
    },
  ],
});

/** Deployments and models are at fault. */
export const deploymentCases: readonly Case[] = [
  missing(
    "decisionMissing",
    "decision",
    { elementId: "screen-sanctions", errorType: "CALLED_DECISION_ERROR", errorMessage: /sanctions-screening/ },
    ["invoice-checking", 2],
  ),
  missing(
    "formMissing",
    "form",
    { elementId: "check-identity", errorType: "FORM_NOT_FOUND", errorMessage: /identity-check-2026/ },
    ["customer-onboarding", 2],
  ),
  {
    name: "a called process that is not deployed",
    question: "Why was order NL-907 not shipped?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("calledProcessMissing") }),
    contains: () => ({
      verdict: "incident",
      tenantId: "nordlicht",
      rootCause: {
        elementId: "ship-parcel",
        errorType: "CALLED_ELEMENT_ERROR",
        errorMessage: /'parcel-shipping' to be deployed/,
        fix: /deploy the called process for the same tenant/,
        retryAlone: "no",
      },
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES, /calledProcessInstanceKey/],
    leanest: ({ key }) => [instance(key("calledProcessMissing")), incidentsOf(key("calledProcessMissing"))],
  },
  {
    name: "a BPMN error that nothing catches",
    question: "Why is this refund blocked, and which errors would the model take?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("unhandledError") }),
    contains: ({ isV2 }) => ({
      errorType: "UNHANDLED_ERROR_EVENT",
      elementId: "refund",
      errorMessage: /REFUND_BLOCKED.*\[ACCOUNT_CLOSED\]/,
      fix: /catches this error code/,
      sharedBy: 3,
      element: { jobType: "payment-refund", boundaryEvents: "account-closed: error ACCOUNT_CLOSED" },
      ...(isV2 ? { job: { state: "ERROR_THROWN", errorCode: "REFUND_BLOCKED" } } : {}),
    }),
    mustNot: [/retryAlone"?: ?"?yes/, OUT_OF_RETRIES],
    leanest: (truth) => [
      ...alike(truth, "unhandledError"),
      ...(truth.isV2 ? [instance(truth.key("unhandledError"), "jobs")] : []),
      outlineOf(truth.definition("claims-handling", 2)),
    ],
  },
  {
    name: "the version that brought the error",
    question: "Order fulfilment fails since the last deployment: what did it change?",
    tool: "compare_process_versions",
    args: () => ({ processDefinitionId: "order-fulfilment" }),
    contains: ({ definition, rows }) => ({
      versions: [3, 4].map((version) => ({
        version,
        processDefinitionKey: definition("order-fulfilment", version),
        incidents: rows(
          "incidents",
          (row) => row["state"] === "ACTIVE" && row["processDefinitionKey"] === definition("order-fulfilment", version),
        ).length,
      })),
      changes: [
        {
          change: "changed",
          elementId: "charge-payment",
          what: "input mapping",
          before: /amount: =order\.total\.gross/,
          after: /amount: =assert\(order\.total\.gross/,
        },
      ],
    }),
    mustNot: [/"?change"?:"?(?:added|removed)/, /elementId"?: ?"?reserve-stock/],
    leanest: ({ definition }) => [
      {
        tool: "search_process_definitions",
        args: { processDefinitionId: "order-fulfilment", fields: ["processDefinitionKey", "version", "tenantId"] },
      },
      ...[3, 4].flatMap((version) => [
        {
          tool: "get_process_definition",
          args: { processDefinitionKey: definition("order-fulfilment", version), include: ["outline"] },
        },
        {
          tool: "search_incidents",
          args: {
            processDefinitionKey: definition("order-fulfilment", version),
            state: "ACTIVE",
            limit: 1,
            fields: ["incidentKey"],
          },
        },
      ]),
    ],
  },
  {
    name: "which version the incidents are of",
    question: "Is it the new version of order fulfilment that fails?",
    tool: "summarize_incidents",
    args: () => ({ processDefinitionId: "order-fulfilment", groupBy: "version" }),
    contains: ({ definition, rows }) => ({
      groups: [3, 4].map((version) => ({
        processDefinitionId: "order-fulfilment",
        version,
        count: rows(
          "incidents",
          (row) => row["state"] === "ACTIVE" && row["processDefinitionKey"] === definition("order-fulfilment", version),
        ).length,
      })),
      coverage: { exact: true },
    }),
    mustNot: [/version"?: ?2\b/, /claims-handling/],
    leanest: () => [
      {
        tool: "search_incidents",
        args: {
          processDefinitionId: "order-fulfilment",
          state: "ACTIVE",
          limit: 1000,
          fields: ["processDefinitionKey"],
        },
        toTheEnd: true,
      },
      {
        tool: "search_process_definitions",
        args: {
          processDefinitionId: "order-fulfilment",
          fields: ["processDefinitionId", "processDefinitionKey", "version"],
        },
      },
    ],
  },
];
