import { type Case, instance, outlineOf, variable, verdict } from "../case.ts";
import type { Subject } from "../truth.ts";

const STUCK = verdict("incident", "stalled", "completed", "terminated");

const diagnosed = (subject: Subject): Pick<Case, "tool" | "args"> => ({
  tool: "diagnose_process_instance",
  args: ({ key }) => ({ processInstanceKey: key(subject) }),
});

/** No incident stops these: they wait, stand still, or are over. */
export const waitCases: readonly Case[] = [
  {
    name: "a message that never came",
    question: "What does customer C7039 wait for?",
    ...diagnosed("customer who never confirmed"),
    contains: () => ({
      verdict: "waiting",
      waits: [
        {
          elementId: "await-confirmation",
          waitsFor: "MESSAGE",
          messageName: "email-confirmed",
          correlationKey: "C7039",
        },
      ],
    }),
    mustNot: [STUCK, /another spelling/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      instance(key("customer who never confirmed"), ...(isV2 ? ["elements", "messageSubscriptions"] : ["elements"])),
      ...(isV2
        ? []
        : [
            outlineOf(definition("customer-onboarding", 2)),
            variable(key("customer who never confirmed"), "customerId"),
          ]),
    ],
  },
  {
    name: "a message with the wrong correlation key",
    question: "Order 4822 was paid: why does it still wait for the transfer?",
    ...diagnosed("wrongCorrelationKey"),
    contains: () => ({
      verdict: "waiting",
      waits: [
        {
          elementId: "await-transfer",
          waitsFor: "MESSAGE",
          messageName: "payment-received",
          correlationKey: "A-04822",
        },
      ],
      odd: [{ what: /another spelling/, variable: "paymentReference", value: /A-4822/ }],
    }),
    mustNot: [STUCK, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      instance(key("wrongCorrelationKey"), ...(isV2 ? ["elements", "messageSubscriptions"] : ["elements"])),
      ...(isV2 ? [] : [outlineOf(definition("order-fulfilment", 3))]),
      { tool: "search_variables", args: { processInstanceKey: key("wrongCorrelationKey"), fields: ["name", "value"] } },
    ],
  },
  {
    name: "a timer in the far future",
    question: "When does the review of customer C7101 begin?",
    ...diagnosed("farTimer"),
    contains: () => ({
      verdict: "waiting",
      since: "2026-11-08T17:36:22Z",
      waits: [{ elementId: "account-review", waitsFor: "TIMER", dueDate: "2066-11-14T10:00:00Z" }],
    }),
    mustNot: [STUCK, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, definition }) => [
      instance(key("farTimer"), "elements"),
      outlineOf(definition("customer-onboarding", 1)),
      variable(key("farTimer"), "reviewDate"),
    ],
  },
  {
    name: "a timer in the far future is said to be odd",
    question: "Is it right that customer C7101 waits?",
    ...diagnosed("farTimer"),
    contains: () => ({ verdict: "waiting", odd: [{ elementId: "account-review", what: /year|far|future/ }] }),
    mustNot: [STUCK],
    leanest: ({ key, definition }) => [
      instance(key("farTimer"), "elements"),
      outlineOf(definition("customer-onboarding", 1)),
      variable(key("farTimer"), "reviewDate"),
    ],
  },
  {
    name: "a worker that is not there",
    question: "Last night's replenishment has no incident: why does it not go on?",
    ...diagnosed("stalled"),
    contains: ({ isV2 }) => ({
      verdict: "stalled",
      since: "2026-11-22T13:34:36Z",
      waits: [
        {
          elementId: "book-ramp-slot",
          waitsFor: "JOB",
          jobType: "ramp-slot-booking",
          ...(isV2 ? { jobState: "CREATED", retries: 3 } : {}),
        },
      ],
      odd: [{ elementId: "book-ramp-slot" }],
    }),
    mustNot: [verdict("incident", "waiting", "running", "completed"), /JOB_NO_RETRIES/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      instance(key("stalled"), ...(isV2 ? ["elements", "jobs"] : ["elements"])),
      ...(isV2 ? [] : [outlineOf(definition("stock-replenishment", 2))]),
      {
        tool: "search_element_instances",
        args: { elementId: "book-ramp-slot", state: "COMPLETED", fields: ["startDate", "endDate"] },
      },
    ],
  },
  {
    name: "a loop that does not end",
    question: "Why did last night's replenishment never finish?",
    ...diagnosed("endlessLoop"),
    contains: ({ key, rows }) => ({
      verdict: "waiting",
      waits: [{ elementId: "wait-for-answer", waitsFor: "TIMER", dueDate: "2026-11-24T10:05:28Z" }],
      odd: [
        {
          what: /loop that may not end/,
          elementId: "ask-again",
          count: rows(
            "element-instances",
            (row) => row["processInstanceKey"] === key("endlessLoop") && row["elementId"] === "ask-again",
          ).length,
        },
      ],
    }),
    mustNot: [STUCK, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, definition }) => [
      instance(key("endlessLoop"), "statistics"),
      {
        tool: "search_element_instances",
        args: { processInstanceKey: key("endlessLoop"), state: "ACTIVE", fields: ["elementId", "startDate"] },
      },
      outlineOf(definition("stock-replenishment", 2)),
    ],
  },
  {
    name: "an instance that waits for people",
    question: "Where does order 4761 stand?",
    ...diagnosed("longVariable"),
    contains: () => ({
      verdict: "waiting",
      waits: [
        { elementId: "ship-parcel", calledProcessId: "parcel-shipping" },
        { elementId: "pick-and-pack", waitsFor: "USER_TASK", candidateGroups: "warehouse" },
      ],
    }),
    mustNot: [STUCK, /loop that may not end/],
    lacks: ["rootCause", "incidents", "odd"],
    leanest: ({ key, rows }) => {
      const [child] = rows("process-instances", (row) => row["parentProcessInstanceKey"] === key("longVariable"));
      const called = String(child?.["processInstanceKey"]);
      return [
        instance(key("longVariable"), "elements"),
        {
          tool: "search_process_instances",
          args: {
            parentProcessInstanceKey: key("longVariable"),
            fields: ["processInstanceKey", "processDefinitionId"],
          },
        },
        instance(called, "elements"),
        outlineOf(String(child?.["processDefinitionKey"])),
      ];
    },
  },
  {
    name: "a suspended instance",
    question: "Why does nothing happen with this customer?",
    versions: ["8.10"],
    ...diagnosed("suspended"),
    contains: () => ({
      verdict: "suspended",
      state: "SUSPENDED",
      since: "2026-11-21T10:00:00Z",
      waits: [{ elementId: "account-review", waitsFor: "TIMER" }],
    }),
    mustNot: [verdict("incident", "waiting", "running", "stalled"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, rows }) => [
      instance(key("suspended"), "elements"),
      outlineOf(
        String(
          rows("process-instances", (row) => row["processInstanceKey"] === key("suspended"))[0]?.[
            "processDefinitionKey"
          ],
        ),
      ),
    ],
  },
  {
    name: "an instance that is simply fine",
    question: "What is wrong with order 4630?",
    ...diagnosed("unremarkable"),
    contains: ({ key }) => ({
      verdict: "completed",
      processInstanceKey: key("unremarkable"),
      since: "2026-11-12T18:05:45Z",
    }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "terminated"), /errorType/, /retryAlone/],
    lacks: ["rootCause", "incidents", "odd"],
    leanest: ({ key }) => [instance(key("unremarkable"), "incidents")],
  },
  {
    name: "an instance that finished a second ago",
    question: "Is it through?",
    world: "aSecondAgo",
    ...diagnosed("just finished"),
    contains: ({ key }) => ({ verdict: "completed", processInstanceKey: key("just finished"), for: /^1 s$/ }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "terminated"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key }) => [instance(key("just finished"), "incidents")],
  },
  {
    name: "canceled while an incident was open",
    question: "Is order 4655 still stuck?",
    ...diagnosed("canceledWithIncident"),
    contains: () => ({ verdict: "terminated", since: "2026-11-20T10:00:00Z" }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "completed"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key }) => [instance(key("canceledWithIncident"))],
  },
  {
    name: "an importer that lags behind the engine",
    question: "Why is order 4711 stuck?",
    world: "lagging",
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      confidence: /^(?:low|medium)$/,
      waits: [{ elementId: "charge-payment" }],
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /see rootCause/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key }) => [instance(key("order4711"), "incidents", "elements")],
  },
  {
    name: "incidents that the user may not read",
    question: "Why is order 4711 stuck?",
    forbidden: /incidents/,
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      confidence: "medium",
      waits: [{ elementId: "charge-payment" }],
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /see rootCause/, /retryAlone/],
    lacks: ["rootCause"],
    leanest: ({ key }) => [instance(key("order4711"), "elements")],
  },
  {
    name: "an instance migrated while its incident was open",
    question: "Why is order 4711 stuck?",
    world: "migrated",
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      rootCause: { elementId: "charge-payment", errorType: "IO_MAPPING_ERROR" },
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /retryAlone"?: ?"?(?:yes|maybe)/],
    leanest: ({ key }) => [
      instance(key("order4711")),
      {
        tool: "search_incidents",
        args: { processInstanceKey: key("order4711"), fields: ["elementId", "errorType", "state"] },
      },
    ],
  },
];
