import {
  type Ask,
  byBusinessId,
  byValue,
  type Case,
  incidentsOf,
  instance,
  newestOf,
  order,
  outlineOf,
  standing,
  variable,
  variablesOf,
  verdict,
} from "../case.ts";
import type { Subject } from "../truth.ts";

const STUCK = verdict("incident", "stalled", "completed", "terminated");

const diagnosed = (subject: Subject): Pick<Case, "tool" | "args"> => ({
  tool: "diagnose_process_instance",
  args: ({ key }) => ({ processInstanceKey: key(subject) }),
});

/** The instance that a business value means. */
const referred = (reference: string): Pick<Case, "tool" | "args"> => ({
  tool: "diagnose_process_instance",
  args: () => ({ reference }),
});

/** How long others took at an element. */
const passagesOf = (elementId: string): Ask => ({
  tool: "search_element_instances",
  args: { elementId, state: "COMPLETED", fields: ["startDate", "endDate"] },
});

/** No incident stops these: they wait, stand still, or are over. */
export const waitCases: readonly Case[] = [
  {
    name: "a message that never came",
    question: "What does customer C7039 wait for?",
    ...referred("C7039"),
    contains: ({ key }) => ({
      verdict: "waiting",
      processInstanceKey: key("customer who never confirmed"),
      since: "2026-11-23T08:40:37Z",
      waits: [
        {
          elementId: "await-confirmation",
          elementName: "Await confirmation",
          waitsFor: "MESSAGE",
          messageName: "email-confirmed",
          correlationKey: "C7039",
        },
        { elementId: "await-confirmation", waitsFor: "TIMER", dueDate: "2026-11-30T08:40:37Z" },
      ],
    }),
    mustNot: [STUCK, /another spelling/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      ...byValue(key("customer who never confirmed"), "C7039", ...(isV2 ? ["messageSubscriptions"] : [])),
      standing(key("customer who never confirmed")),
      outlineOf(definition("customer-onboarding", 2)),
    ],
  },
  {
    name: "a message with the wrong correlation key",
    question: "Order A-4822 was paid: why does it still wait for the transfer?",
    ...referred("A-4822"),
    contains: ({ key }) => ({
      verdict: "waiting",
      processInstanceKey: key("wrongCorrelationKey"),
      since: "2026-11-15T10:00:08Z",
      waits: [
        {
          elementId: "await-transfer",
          elementName: "Await transfer",
          waitsFor: "MESSAGE",
          messageName: "payment-received",
          correlationKey: "A-04822",
        },
        { elementId: "await-transfer", waitsFor: "TIMER", dueDate: "2026-11-29T10:00:08Z" },
      ],
      odd: [
        { what: /another spelling/, variable: "paymentReference", value: /A-4822/ },
        { what: /older version/, newestVersion: 4 },
      ],
    }),
    mustNot: [STUCK, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      ...(isV2
        ? [byBusinessId("A-4822"), instance(key("wrongCorrelationKey"), "messageSubscriptions")]
        : byValue(key("wrongCorrelationKey"), "A-4822")),
      standing(key("wrongCorrelationKey")),
      outlineOf(definition("order-fulfilment", 3)),
      variablesOf(key("wrongCorrelationKey")),
      newestOf("order-fulfilment"),
    ],
  },
  ...(
    [
      ["a timer in the far future", "When does the review of customer C7101 begin?"],
      ["a timer in the far future is said to be odd", "Is it right that customer C7101 waits?"],
    ] as const
  ).map(
    ([name, question]): Case => ({
      name,
      question,
      ...referred("C7101"),
      contains: ({ key }) => ({
        verdict: "waiting",
        processInstanceKey: key("farTimer"),
        since: "2026-11-08T17:36:22Z",
        waits: [
          {
            elementId: "account-review",
            elementName: "Date of account review",
            waitsFor: "TIMER",
            dueDate: "2066-11-14T10:00:00Z",
          },
        ],
        odd: [
          { elementId: "account-review", what: /more than a year in the future/ },
          { what: /older version/, newestVersion: 2 },
        ],
      }),
      mustNot: [STUCK, /retryAlone/],
      lacks: ["rootCause", "incidents"],
      leanest: ({ key, definition }) => [
        ...byValue(key("farTimer"), "C7101"),
        standing(key("farTimer")),
        outlineOf(definition("customer-onboarding", 1)),
        variable(key("farTimer"), "reviewDate"),
        newestOf("customer-onboarding"),
      ],
    }),
  ),
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
          elementName: "Book ramp slot",
          waitsFor: "JOB",
          jobType: "ramp-slot-booking",
          ...(isV2 ? { jobState: "CREATED", retries: 3 } : {}),
        },
      ],
      odd: [{ elementId: "book-ramp-slot", took: "1 d 20 h", sampleSize: 3 }],
    }),
    mustNot: [verdict("incident", "waiting", "running", "completed"), /JOB_NO_RETRIES/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ isV2, key, definition }) => [
      instance(key("stalled"), ...(isV2 ? ["jobs"] : [])),
      standing(key("stalled")),
      ...(isV2 ? [] : [outlineOf(definition("stock-replenishment", 2))]),
      passagesOf("book-ramp-slot"),
    ],
  },
  {
    name: "a loop that does not end",
    question: "Why did last night's replenishment never finish?",
    ...diagnosed("endlessLoop"),
    contains: ({ key, rows }) => ({
      verdict: "waiting",
      since: "2026-11-24T09:50:28Z",
      waits: [
        {
          elementId: "wait-for-answer",
          elementName: "15 minutes",
          waitsFor: "TIMER",
          dueDate: "2026-11-24T10:05:28Z",
        },
      ],
      odd: ["poll-answer", "wait-for-answer"].map((elementId) => ({
        what: /loop that may not end/,
        elementId,
        count: rows(
          "element-instances",
          (row) => row["processInstanceKey"] === key("endlessLoop") && row["elementId"] === elementId,
        ).length,
      })),
    }),
    mustNot: [STUCK, /retryAlone/, /is-answered|ask-again/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, definition }) => [
      instance(key("endlessLoop"), "statistics"),
      standing(key("endlessLoop")),
      outlineOf(definition("stock-replenishment", 2)),
    ],
  },
  {
    name: "an instance that waits for people",
    question: "Where does order A-4761 stand?",
    ...referred("A-4761"),
    contains: ({ key }) => ({
      verdict: "waiting",
      processInstanceKey: key("longVariable"),
      since: "2026-11-24T04:00:10Z",
      waits: [
        { elementId: "ship-parcel", elementName: "Ship parcel", calledProcessId: "parcel-shipping" },
        {
          elementId: "pick-and-pack",
          elementName: "Pick and pack",
          waitsFor: "USER_TASK",
          candidateGroups: "warehouse",
        },
      ],
    }),
    mustNot: [STUCK, /loop that may not end/],
    lacks: ["rootCause", "incidents", "odd"],
    leanest: (truth) => {
      const { isV2, key, rows } = truth;
      const [child] = rows("process-instances", (row) => row["parentProcessInstanceKey"] === key("longVariable"));
      return [
        ...order(truth, "longVariable", "A-4761"),
        standing(key("longVariable")),
        ...(isV2
          ? []
          : [
              {
                tool: "search_process_instances",
                args: {
                  parentProcessInstanceKey: key("longVariable"),
                  fields: ["processInstanceKey", "processDefinitionId", "processDefinitionKey"],
                },
              },
            ]),
        standing(String(child?.["processInstanceKey"])),
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
      waits: [
        {
          elementId: "account-review",
          elementName: "Date of account review",
          waitsFor: "TIMER",
          dueDate: "2026-12-05T10:00:00Z",
        },
      ],
    }),
    mustNot: [verdict("incident", "waiting", "running", "stalled"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, rows }) => [
      instance(key("suspended")),
      standing(key("suspended")),
      outlineOf(
        String(
          rows("process-instances", (row) => row["processInstanceKey"] === key("suspended"))[0]?.[
            "processDefinitionKey"
          ],
        ),
      ),
      variable(key("suspended"), "reviewDate"),
    ],
  },
  {
    name: "an instance that is simply fine",
    question: "What is wrong with order A-4630?",
    ...referred("A-4630"),
    contains: ({ key }) => ({
      verdict: "completed",
      processInstanceKey: key("unremarkable"),
      since: "2026-11-12T18:05:45Z",
    }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "terminated"), /errorType/, /retryAlone/],
    lacks: ["rootCause", "incidents", "odd"],
    leanest: (truth) => [...order(truth, "unremarkable", "A-4630", "endDate"), incidentsOf(truth.key("unremarkable"))],
  },
  {
    name: "an instance that finished a second ago",
    question: "Is it through?",
    world: "aSecondAgo",
    ...diagnosed("just finished"),
    contains: ({ key }) => ({ verdict: "completed", processInstanceKey: key("just finished"), for: /^1 s$/ }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "terminated"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key }) => [instance(key("just finished"))],
  },
  {
    name: "canceled while an incident was open",
    question: "Is order A-4655 still stuck?",
    ...referred("A-4655"),
    contains: ({ key }) => ({
      processInstanceKey: key("canceledWithIncident"),
      verdict: "terminated",
      since: "2026-11-20T10:00:00Z",
    }),
    mustNot: [verdict("incident", "waiting", "running", "stalled", "completed"), /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: (truth) => order(truth, "canceledWithIncident", "A-4655", "endDate"),
  },
  {
    name: "an importer that lags behind the engine",
    question: "Why is this order stuck?",
    world: "lagging",
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      confidence: /^(?:low|medium)$/,
      waits: [{ elementId: "charge-payment", elementName: "Charge payment", jobType: "payment-charge" }],
      odd: [{ what: /far longer than it usually does/, elementId: "charge-payment", took: "2 d 1 h" }],
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /see rootCause/, /retryAlone/],
    lacks: ["rootCause", "incidents"],
    leanest: ({ key, definition }) => [
      instance(key("order4711")),
      incidentsOf(key("order4711")),
      standing(key("order4711")),
      outlineOf(definition("order-fulfilment", 4)),
      passagesOf("charge-payment"),
    ],
  },
  {
    name: "incidents that the user may not read",
    question: "Why is this order stuck?",
    forbidden: /incidents/,
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      confidence: "medium",
      since: "2026-11-22T08:00:07Z",
      waits: [{ elementId: "charge-payment", elementName: "Charge payment" }],
      notices: /FORBIDDEN/,
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /see rootCause/, /retryAlone/],
    lacks: ["rootCause"],
    leanest: ({ key }) => [instance(key("order4711")), standing(key("order4711"))],
  },
  {
    name: "an instance migrated while its incident was open",
    question: "Why is this order stuck?",
    world: "migrated",
    ...diagnosed("order4711"),
    contains: ({ key }) => ({
      verdict: "incident",
      processInstanceKey: key("order4711"),
      since: "2026-11-22T08:00:07Z",
      rootCause: {
        elementId: "charge-payment",
        errorType: "IO_MAPPING_ERROR",
        errorMessage: /order\.total\.gross != null/,
        fix: /variable/,
        retryAlone: "no",
      },
      waits: [{ elementId: "charge-payment", elementName: "Charge payment", type: "SERVICE_TASK" }],
      variables: [{ name: "order", value: /"total":\{"net":50\}/ }],
    }),
    mustNot: [verdict("running", "waiting", "completed", "stalled"), /retryAlone"?: ?"?(?:yes|maybe)/],
    leanest: ({ key }) => [
      instance(key("order4711")),
      {
        tool: "search_incidents",
        args: {
          processInstanceKey: key("order4711"),
          fields: ["incidentKey", "elementId", "errorType", "errorMessage", "creationTime", "state"],
        },
      },
      standing(key("order4711")),
      variable(key("order4711"), "order"),
    ],
  },
];
