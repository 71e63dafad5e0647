import { alike, type Case, incidentsOf, instance, outlineOf, verdict } from "../case.ts";

const CALM = verdict("running", "waiting", "completed", "stalled", "suspended", "terminated");
const RETRY_SURE = /retryAlone"?: ?"?yes/;
const RAISE = /retries left/;

/** Workers, listeners and what they say. */
export const workCases: readonly Case[] = [
  {
    name: "a worker that failed until no retries were left",
    question: "Why was order 4741 not paid?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("paymentOutage") }),
    contains: ({ incident }) => ({
      verdict: "incident",
      rootCause: {
        elementId: "charge-payment",
        errorType: "JOB_NO_RETRIES",
        errorMessage: /pay-1\.north-pay\.example:8443.* timed out after 20000 ms/,
        jobKey: String(incident("paymentOutage")["jobKey"]),
        retryAlone: "maybe",
        because: RAISE,
      },
      waits: [{ elementId: "charge-payment", jobType: "payment-charge" }],
    }),
    mustNot: [CALM, RETRY_SURE, /IO_MAPPING_ERROR/],
    leanest: ({ key, definition }) => [
      instance(key("paymentOutage")),
      incidentsOf(key("paymentOutage")),
      outlineOf(definition("order-fulfilment", 4)),
    ],
  },
  {
    name: "how many a worker that is down has stopped",
    question: "Is order 4741 the only one that the payment provider stopped?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("paymentOutage") }),
    contains: ({ isV2, rows }) => ({
      errorType: "JOB_NO_RETRIES",
      retryAlone: "maybe",
      sharedBy: rows(
        "incidents",
        (row) => row["state"] === "ACTIVE" && /ProviderUnavailableException/.test(String(row["errorMessage"])),
      ).length,
      element: { jobType: "payment-charge", retriesInModel: /3/ },
      ...(isV2 ? { job: { state: "FAILED", retries: 0, worker: "payment-charge-worker" } } : {}),
    }),
    mustNot: [RETRY_SURE, /sharedBy"?: ?1\b/],
    leanest: (truth) => [
      ...alike(truth, "paymentOutage", "ProviderUnavailableException"),
      ...(truth.isV2 ? [instance(truth.key("paymentOutage"), "jobs")] : []),
      outlineOf(truth.definition("order-fulfilment", 4)),
    ],
  },
  {
    name: "an incident three calls below",
    question: "Why was order 4688 not delivered?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("deepestRoot") }),
    contains: ({ key }) => ({
      verdict: "incident",
      rootCause: {
        processInstanceKey: key("deepestChild"),
        processDefinitionId: "carrier-booking",
        elementId: "request-booking",
        errorType: "JOB_NO_RETRIES",
        errorMessage: /503 Service Unavailable/,
      },
      waits: [
        { elementId: "ship-parcel", waitsFor: "CALLED_PROCESS", calledProcessId: "parcel-shipping" },
        { elementId: "print-label", calledProcessId: "label-printing" },
        { elementId: "book-carrier", calledProcessInstanceKey: key("deepestChild") },
        { elementId: "request-booking", waitsFor: "INCIDENT", jobType: "io.camunda:http-json:1" },
      ],
    }),
    mustNot: [CALM, RETRY_SURE, /422 Unprocessable/],
    leanest: ({ key, rows }) => {
      const called = rows("process-instances", (row) => row["rootProcessInstanceKey"] === key("deepestRoot"))
        .map((row) => String(row["processInstanceKey"]))
        .filter((one) => one !== key("deepestChild"));
      return [
        ...called.flatMap((one) => [
          instance(one),
          {
            tool: "search_element_instances",
            args: { processInstanceKey: one, state: "ACTIVE", fields: ["elementId", "type", "startDate"] },
          },
          {
            tool: "search_process_instances",
            args: { parentProcessInstanceKey: one, fields: ["processInstanceKey", "processDefinitionId", "state"] },
          },
        ]),
        incidentsOf(key("deepestChild")),
        {
          tool: "get_process_definition",
          args: {
            processDefinitionKey: String(
              rows("process-instances", (row) => row["processInstanceKey"] === key("deepestChild"))[0]?.[
                "processDefinitionKey"
              ],
            ),
            include: ["outline"],
          },
        },
      ];
    },
  },
  {
    name: "the topmost instance that an incident below stops",
    question: "Which order does this failed booking stop?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("deepestChild") }),
    contains: ({ key, rows }) => ({
      errorType: "JOB_NO_RETRIES",
      processInstanceKey: key("deepestChild"),
      rootProcessInstanceKey: key("deepestRoot"),
      sharedBy: rows("incidents", (row) => row["state"] === "ACTIVE" && /503 Service/.test(String(row["errorMessage"])))
        .length,
      element: { jobType: "io.camunda:http-json:1" },
    }),
    mustNot: [RETRY_SURE, /422 Unprocessable/],
    leanest: (truth) => [
      ...alike(truth, "deepestChild", "503 Service Unavailable"),
      instance(truth.key("deepestChild"), "callHierarchy"),
      outlineOf(
        String(
          truth.rows("process-instances", (row) => row["processInstanceKey"] === truth.key("deepestChild"))[0]?.[
            "processDefinitionKey"
          ],
        ),
      ),
    ],
  },
  {
    name: "one item of several that fails",
    question: "Which item of claim RK-304 failed, and why?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("failingItem") }),
    contains: () => ({
      errorType: "JOB_NO_RETRIES",
      errorMessage: /No space left on device/,
      elementId: "file-photos",
      sharedBy: 1,
      element: { jobType: "dms-upload", inside: "inspect-item" },
      variables: [
        { name: "loopCounter", value: "3" },
        { name: "item", value: /ZL-2040/ },
        { name: "grade", value: /damaged/ },
      ],
    }),
    mustNot: [RETRY_SURE, /"name":"loopCounter","value":"(?:1|2|4)"/],
    leanest: (truth) => [
      ...alike(truth, "failingItem"),
      {
        tool: "search_variables",
        args: { processInstanceKey: truth.key("failingItem"), limit: 100, fields: ["name", "value", "scopeKey"] },
      },
      {
        tool: "search_element_instances",
        args: {
          processInstanceKey: truth.key("failingItem"),
          state: "ACTIVE",
          fields: ["elementInstanceKey", "elementId"],
        },
      },
      outlineOf(truth.definition("claims-handling", 2)),
    ],
  },
  {
    name: "a listener that refuses",
    question: "Why is this payment not scheduled?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("listenerFailed") }),
    contains: ({ isV2 }) => ({
      errorType: "EXECUTION_LISTENER_NO_RETRIES",
      elementId: "schedule-payment",
      errorMessage: /signature of 'zahlungslauf-2026' expired/,
      fix: /execution listener/,
      sharedBy: 2,
      ...(isV2 ? { job: { type: "audit-trail", retries: 0 } } : {}),
    }),
    mustNot: [RETRY_SURE, /worker of the task listener/],
    leanest: (truth) => [
      ...alike(truth, "listenerFailed"),
      ...(truth.isV2 ? [instance(truth.key("listenerFailed"), "jobs")] : []),
    ],
  },
  {
    name: "a job that is too large to hand over",
    question: "Why does no worker take the job of this night?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("messageTooLarge") }),
    contains: () => ({
      errorType: "MESSAGE_SIZE_EXCEEDED",
      elementId: "fetch-prices",
      fix: /smaller/,
      retryAlone: "no",
      sharedBy: 1,
      element: { jobType: "supplier-prices" },
      variables: [{ name: "catalogue" }],
    }),
    mustNot: [/retryAlone"?: ?"?(?:yes|maybe)/, /sup-\d{9}/],
    leanest: (truth) => [
      ...alike(truth, "messageTooLarge"),
      {
        tool: "search_variables",
        args: { processInstanceKey: truth.key("messageTooLarge"), fields: ["name", "value"] },
      },
      outlineOf(truth.definition("stock-replenishment", 2)),
    ],
  },
  {
    name: "a hostile error message",
    question: "What is wrong with invoice ER-20260341?",
    tool: "diagnose_process_instance",
    args: ({ key }) => ({ processInstanceKey: key("hostileMessage") }),
    contains: () => ({
      verdict: "incident",
      conclusion: /^It is stuck: an incident stops it, see rootCause\.$/,
      rootCause: {
        elementId: "read-invoice",
        errorType: "JOB_NO_RETRIES",
        errorMessage: /OCR failed on page 1/,
        fix: /^remove the cause that the message names/,
      },
    }),
    // The characters that hide or turn text come escaped, and no call that the message asks for is proposed.
    mustNot: [CALM, /\p{Cf}|(?![\n\t])\p{Cc}/u, /\ncancel_process|"tool":"cancel_process/],
    leanest: ({ key }) => [instance(key("hostileMessage")), incidentsOf(key("hostileMessage"))],
  },
];
