import {
  alike,
  type Case,
  type ExpectedRow,
  incidentsOf,
  instance,
  OUT_OF_RETRIES,
  order,
  outlineOf,
  RETRY_HELPS,
  standing,
  variablesOf,
  verdict,
} from "../case.ts";
import type { Subject } from "../truth.ts";

const CALM = verdict("running", "waiting", "completed", "stalled", "suspended", "terminated");

/** Something that an element needs is not there. */
const missing = (
  subject: Subject,
  what: string,
  rootCause: { elementId: string; errorType: string; errorMessage: RegExp },
  model: readonly [string, number],
  more: {
    readonly element: ExpectedRow;
    readonly variables: readonly ExpectedRow[];
    readonly first: string;
    readonly last: string;
  },
): Case => ({
  name: `a ${what} that is not deployed`,
  question:
    "Whose incident is it, what is missing, how many of which version wait for it since when, and does a retry help?",
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
    element: more.element,
    variables: more.variables,
    sameCause: [{ version: model[1], firstTime: more.first, lastTime: more.last }],
  }),
  mustNot: [RETRY_HELPS, OUT_OF_RETRIES],
  leanest: (truth) => [
    ...alike(truth, subject),
    variablesOf(truth.key(subject)),
    outlineOf(truth.definition(...model)),
  ],
});

/** Deployments and models are at fault. */
export const deploymentCases: readonly Case[] = [
  missing(
    "decisionMissing",
    "decision",
    { elementId: "screen-sanctions", errorType: "CALLED_DECISION_ERROR", errorMessage: /sanctions-screening/ },
    ["invoice-checking", 2],
    {
      element: { name: "Screen sanctions list", calledDecisionId: "sanctions-screening" },
      variables: [
        { name: "invoiceNumber", value: /ER-20260311/ },
        { name: "supplier", value: /深圳山野有限公司/ },
      ],
      first: "2026-11-19T10:00:03Z",
      last: "2026-11-20T04:00:05Z",
    },
  ),
  missing(
    "formMissing",
    "form",
    { elementId: "check-identity", errorType: "FORM_NOT_FOUND", errorMessage: /identity-check-2026/ },
    ["customer-onboarding", 2],
    {
      element: { name: "Identität prüfen", formId: "identity-check-2026", boundaryEvents: /customer-withdrew/ },
      variables: [
        { name: "customerId", value: /C7102/ },
        { name: "company", value: /Forst Ægir/ },
      ],
      first: "2026-11-21T11:00:03Z",
      last: "2026-11-23T23:06:58Z",
    },
  ),
  {
    name: "a called process that is not deployed",
    question: "Why was order NL-907 not shipped?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "NL-907" }),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("calledProcessMissing"),
      since: "2026-11-13T05:16:29Z",
      tenantId: "nordlicht",
      rootCause: {
        elementId: "ship-parcel",
        errorType: "CALLED_ELEMENT_ERROR",
        errorMessage: /'parcel-shipping' to be deployed/,
        fix: /deploy the called process for the same tenant/,
        retryAlone: "no",
      },
      waits: [{ elementId: "ship-parcel", elementName: "Ship parcel", type: "CALL_ACTIVITY" }],
    }),
    mustNot: [CALM, RETRY_HELPS, OUT_OF_RETRIES, /calledProcessInstanceKey/],
    leanest: (truth) => [
      ...order(truth, "calledProcessMissing", "NL-907", "tenantId"),
      incidentsOf(truth.key("calledProcessMissing")),
      standing(truth.key("calledProcessMissing")),
    ],
  },
  {
    name: "a BPMN error that nothing catches",
    question: "Which refund is blocked, why, and which errors would the model take?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("unhandledError") }),
    contains: ({ isV2 }) => ({
      errorType: "UNHANDLED_ERROR_EVENT",
      elementId: "refund",
      errorMessage: /REFUND_BLOCKED.*\[ACCOUNT_CLOSED\]/,
      fix: /catch this error code/,
      sharedBy: 3,
      element: {
        name: "Refund customer",
        jobType: "payment-refund",
        boundaryEvents: "account-closed: error ACCOUNT_CLOSED",
      },
      variables: [
        { name: "claimNumber", value: /RK-305/ },
        { name: "customer", value: /Łukasz Żak/ },
        { name: "claimValue", value: "140" },
      ],
      sameCause: [{ version: 2, firstTime: "2026-11-21T03:00:03Z", lastTime: "2026-11-21T13:00:06Z" }],
      ...(isV2 ? { job: { state: "ERROR_THROWN", errorCode: "REFUND_BLOCKED" } } : {}),
    }),
    mustNot: [/retryAlone"?: ?"?yes/, OUT_OF_RETRIES],
    leanest: (truth) => [
      ...alike(truth, "unhandledError"),
      ...(truth.isV2 ? [instance(truth.key("unhandledError"), "jobs")] : []),
      variablesOf(truth.key("unhandledError")),
      outlineOf(truth.definition("claims-handling", 2)),
    ],
  },
  {
    name: "the version that brought the error",
    question:
      "The process order-fulfilment fails since the last deployment: what did it change, and how do both versions fare?",
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
          // The outline names the targets of mappings and not what is put into them.
          args: { processDefinitionKey: definition("order-fulfilment", version), include: ["xml"] },
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
    question: "Is it the new version of order-fulfilment that fails, and since when?",
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
        firstTime: { 3: "2026-11-19T10:00:06Z", 4: "2026-11-22T08:00:07Z" }[version] ?? "",
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
          fields: ["processDefinitionKey", "creationTime"],
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
