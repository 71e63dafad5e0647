import {
  type Ask,
  alike,
  byValue,
  type Case,
  incidentsOf,
  instance,
  newestOf,
  order,
  outlineOf,
  standing,
  variablesOf,
  verdict,
} from "../case.ts";
import type { Truth } from "../truth.ts";

const CALM = verdict("running", "waiting", "completed", "stalled", "suspended", "terminated");
const RETRY_SURE = /retryAlone"?: ?"?yes/;
const RAISE = /new retries/;

/** What calls what, from the topmost instance down, with the version that each runs. */
const chainOf = ({ rows, key }: Truth) =>
  rows("process-instances", (row) => row["rootProcessInstanceKey"] === key("deepestRoot"))
    .map((row) => ({
      processInstanceKey: String(row["processInstanceKey"]),
      processDefinitionKey: String(row["processDefinitionKey"]),
    }))
    .sort((one, other) => (one.processInstanceKey < other.processInstanceKey ? -1 : 1));

const childrenOf = (parentProcessInstanceKey: string): Ask => ({
  tool: "search_process_instances",
  args: {
    parentProcessInstanceKey,
    fields: ["processInstanceKey", "processDefinitionKey", "processDefinitionId", "hasIncident"],
  },
});

/** Workers, listeners and what they say. */
export const workCases: readonly Case[] = [
  {
    name: "a worker that failed until no retries were left",
    question: "Why was order A-4741 not paid?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "A-4741" }),
    contains: ({ incident, key }) => ({
      verdict: "incident",
      processInstanceKey: key("paymentOutage"),
      since: "2026-11-23T15:00:08Z",
      rootCause: {
        elementId: "charge-payment",
        errorType: "JOB_NO_RETRIES",
        errorMessage: /pay-1\.north-pay\.example:8443.* timed out after 20000 ms/,
        jobKey: String(incident("paymentOutage")["jobKey"]),
        retryAlone: "maybe",
        because: RAISE,
      },
      waits: [{ elementId: "charge-payment", elementName: "Charge payment", jobType: "payment-charge" }],
    }),
    mustNot: [CALM, RETRY_SURE, /IO_MAPPING_ERROR/],
    leanest: (truth) => [
      ...order(truth, "paymentOutage", "A-4741"),
      incidentsOf(truth.key("paymentOutage")),
      standing(truth.key("paymentOutage")),
      outlineOf(truth.definition("order-fulfilment", 4)),
    ],
  },
  {
    name: "how many a worker that is down has stopped",
    question: "Which worker failed at order 4741, with which data, and is it the only order that the provider stopped?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("paymentOutage") }),
    contains: ({ isV2, rows }) => ({
      errorType: "JOB_NO_RETRIES",
      retryAlone: "maybe",
      sharedBy: rows(
        "incidents",
        (row) => row["state"] === "ACTIVE" && /ProviderUnavailableException/.test(String(row["errorMessage"])),
      ).length,
      element: { name: "Charge payment", jobType: "payment-charge", boundaryEvents: /PAYMENT_DECLINED/ },
      variables: [
        { name: "reference", value: /A-4741/ },
        { name: "amount", value: "467.95" },
        { name: "paymentMethod", value: /card/ },
      ],
      sameCause: [{ version: 4, firstTime: "2026-11-23T14:12:10Z", lastTime: "2026-11-23T15:00:08Z" }],
      ...(isV2 ? { job: { state: "FAILED", retries: 0, worker: "payment-charge-worker" } } : {}),
    }),
    mustNot: [RETRY_SURE, /sharedBy"?: ?1\b/],
    leanest: (truth) => [
      ...alike(truth, "paymentOutage", "ProviderUnavailableException"),
      ...(truth.isV2 ? [instance(truth.key("paymentOutage"), "jobs")] : []),
      variablesOf(truth.key("paymentOutage")),
      outlineOf(truth.definition("order-fulfilment", 4)),
    ],
  },
  {
    name: "an incident three calls below",
    question: "Why was order A-4688 not delivered?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "A-4688" }),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("deepestRoot"),
      since: "2026-11-20T13:00:16Z",
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
      odd: [{ what: /older version/, newestVersion: 4 }],
    }),
    mustNot: [CALM, RETRY_SURE, /422 Unprocessable/],
    // Over the newer API all that was called has the business id of the order as well.
    leanest: (truth) => {
      const chain = chainOf(truth);
      const [top, ...called] = chain;
      const deepest = truth.key("deepestChild");
      return [
        ...order(truth, "deepestRoot", "A-4688"),
        standing(top?.processInstanceKey ?? ""),
        ...called.flatMap(({ processInstanceKey }, index) => [
          ...(truth.isV2 ? [] : [childrenOf(chain[index]?.processInstanceKey ?? "")]),
          standing(processInstanceKey),
        ]),
        incidentsOf(deepest),
        outlineOf(called.find(({ processInstanceKey }) => processInstanceKey === deepest)?.processDefinitionKey ?? ""),
        newestOf("order-fulfilment"),
      ];
    },
  },
  {
    name: "the topmost instance that an incident below stops",
    question: "Which order does this failed booking stop, and which others fail alike?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("deepestChild") }),
    contains: ({ isV2, key, rows }) => ({
      errorType: "JOB_NO_RETRIES",
      processInstanceKey: key("deepestChild"),
      rootProcessInstanceKey: key("deepestRoot"),
      sharedBy: rows("incidents", (row) => row["state"] === "ACTIVE" && /503 Service/.test(String(row["errorMessage"])))
        .length,
      element: { name: "Request booking", jobType: "io.camunda:http-json:1" },
      sameCause: [{ version: 1, firstTime: "2026-11-20T12:27:13Z", lastTime: "2026-11-20T13:00:16Z" }],
      variables: [
        { name: "orderId", value: /A-4688/ },
        { name: "carrier", value: /gelbpost/ },
      ],
      ...(isV2 ? { job: { state: "FAILED", retries: 0, worker: "io-camunda-http-json-1-worker" } } : {}),
    }),
    mustNot: [RETRY_SURE, /422 Unprocessable/],
    leanest: (truth) => [
      ...alike(truth, "deepestChild", "503 Service Unavailable"),
      instance(truth.key("deepestChild"), "callHierarchy", ...(truth.isV2 ? ["jobs"] : [])),
      variablesOf(truth.key("deepestChild")),
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
      processDefinitionVersion: 2,
      element: { name: "File photos of damage", jobType: "dms-upload", inside: "inspect-item" },
      variables: [
        { name: "loopCounter", value: "3" },
        { name: "item", value: /ZL-2040/ },
        { name: "grade", value: /damaged/ },
      ],
    }),
    mustNot: [RETRY_SURE, /"name":"loopCounter","value":"(?:1|2|4)"/],
    leanest: (truth) => [
      ...alike(truth, "failingItem", "No space left on device"),
      variablesOf(truth.key("failingItem")),
      standing(truth.key("failingItem")),
      outlineOf(truth.definition("claims-handling", 2)),
    ],
  },
  {
    name: "a listener that refuses",
    question: "Which payment is not scheduled, why, and is it the only one?",
    tool: "explain_incident",
    args: ({ incidentKey }) => ({ incidentKey: incidentKey("listenerFailed") }),
    contains: ({ isV2 }) => ({
      errorType: "EXECUTION_LISTENER_NO_RETRIES",
      elementId: "schedule-payment",
      errorMessage: /signature of 'zahlungslauf-2026' expired/,
      fix: /listener's job/,
      retryAlone: "maybe",
      sharedBy: 2,
      element: { name: "Schedule payment", jobType: "sepa-schedule", listeners: /audit-trail/ },
      sameCause: [{ version: 2, firstTime: "2026-11-23T10:00:01Z", lastTime: "2026-11-23T10:00:04Z" }],
      variables: [
        { name: "invoiceNumber", value: /ER-20260331/ },
        { name: "supplier", value: /Stadtwerke Birkenfeld/ },
      ],
      ...(isV2 ? { job: { type: "audit-trail", retries: 0 } } : {}),
    }),
    mustNot: [RETRY_SURE, /worker of the task listener/],
    leanest: (truth) => [
      ...alike(truth, "listenerFailed"),
      ...(truth.isV2 ? [instance(truth.key("listenerFailed"), "jobs")] : []),
      variablesOf(truth.key("listenerFailed")),
      outlineOf(truth.definition("invoice-checking", 2)),
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
      processDefinitionVersion: 2,
      element: { name: "Fetch supplier prices", jobType: "supplier-prices" },
      variables: [{ name: "catalogue", isTruncated: true }],
    }),
    mustNot: [/retryAlone"?: ?"?(?:yes|maybe)/, /sup-\d{9}/],
    leanest: (truth) => [
      ...alike(truth, "messageTooLarge", "larger than the configured message size"),
      variablesOf(truth.key("messageTooLarge")),
      outlineOf(truth.definition("stock-replenishment", 2)),
    ],
  },
  {
    name: "a hostile error message",
    question: "What is wrong with invoice ER-20260341?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "ER-20260341" }),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("hostileMessage"),
      since: "2026-11-23T04:00:04Z",
      waits: [{ elementId: "read-invoice", elementName: "Read invoice", jobType: "invoice-ocr" }],
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
    leanest: ({ key, definition }) => [
      ...byValue(key("hostileMessage"), "ER-20260341"),
      incidentsOf(key("hostileMessage")),
      standing(key("hostileMessage")),
      outlineOf(definition("invoice-checking", 2)),
    ],
  },
];
