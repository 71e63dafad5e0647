import { type Ask, type Case, instance } from "../case.ts";

/** The variables that hold a value, a text or a number. */
const holding = (value: string | number): Ask => ({
  tool: "search_variables",
  args: { value, fields: ["name", "processInstanceKey"] },
});

/** What a key, a link or a number means. */
export const referenceCases: readonly Case[] = [
  {
    name: "a key of an instance",
    question: "What is this number from the log?",
    tool: "lookup",
    args: ({ key }) => ({ reference: key("order4711") }),
    contains: ({ key }) => ({
      found: "process instance",
      processInstanceKey: key("order4711"),
      processDefinitionId: "order-fulfilment",
      processDefinitionVersion: 4,
      hasIncident: true,
    }),
    mustNot: [/things fit/, /Nothing fits/],
    lacks: ["hits"],
    leanest: ({ key }) => [instance(key("order4711"))],
  },
  {
    name: "a pasted link",
    question: "A colleague sent this link: what is it?",
    tool: "lookup",
    args: ({ key }) => ({
      reference: `https://camunda.example/operate/processes/${key("deepestChild")}?tab=incidents`,
    }),
    contains: ({ key, rows }) => {
      const [child] = rows("process-instances", (row) => row["processInstanceKey"] === key("deepestChild"));
      return {
        found: "process instance",
        processInstanceKey: key("deepestChild"),
        processDefinitionId: "carrier-booking",
        parentProcessInstanceKey: String(child?.["parentProcessInstanceKey"]),
      };
    },
    mustNot: [/things fit/, /Nothing fits/, /camunda\.example/],
    lacks: ["hits"],
    leanest: ({ key }) => [instance(key("deepestChild"))],
  },
  {
    name: "a key of an incident",
    question: "What is this key from the alert?",
    tool: "lookup",
    args: ({ incidentKey }) => ({ reference: incidentKey("unhandledError") }),
    contains: ({ key, incidentKey }) => ({
      found: "incident",
      incidentKey: incidentKey("unhandledError"),
      processInstanceKey: key("unhandledError"),
      errorType: "UNHANDLED_ERROR_EVENT",
    }),
    mustNot: [/things fit/, /Nothing fits/],
    lacks: ["hits"],
    leanest: ({ incidentKey }) => [{ tool: "get_incident", args: { incidentKey: incidentKey("unhandledError") } }],
  },
  {
    name: "a number that several things have",
    question: "What about 4711? It may be an order, written A-4711.",
    tool: "lookup",
    args: () => ({ reference: "4711" }),
    contains: ({ key }) => ({
      hits: [
        { key: key("order4711"), processDefinitionId: "order-fulfilment" },
        { key: key("missingVariable"), processDefinitionId: "claims-handling", variable: "orderNumber" },
        { key: key("decisionFailed"), processDefinitionId: "invoice-checking", variable: "orderRef" },
      ],
    }),
    mustNot: [/Nothing fits/],
    lacks: ["found"],
    leanest: ({ key }) => [
      ...["A-4711", "4711", 4711].map(holding),
      ...(["order4711", "missingVariable", "decisionFailed"] as const).map((mark) => instance(key(mark))),
    ],
  },
  {
    name: "a business value of two instances",
    question: "What runs for A-4711?",
    tool: "diagnose_process_instance",
    args: () => ({ reference: "A-4711" }),
    contains: ({ key }) => ({
      conclusion: /^2 things fit/,
      hits: [
        { key: key("order4711"), processDefinitionId: "order-fulfilment", hasIncident: true },
        { key: key("unhandledError"), processDefinitionId: "claims-handling", variable: "orderId" },
      ],
    }),
    mustNot: [/\bverdict/],
    lacks: ["verdict", "rootCause"],
    leanest: ({ key }) => [holding("A-4711"), instance(key("order4711")), instance(key("unhandledError"))],
  },
  {
    name: "a number that nothing has",
    question: "What about order ZZ-000?",
    tool: "lookup",
    args: () => ({ reference: "ZZ-000" }),
    contains: () => ({ conclusion: /^Nothing fits/, notices: /newest variables/ }),
    mustNot: [/things fit/, /processInstanceKey"?: ?"?\d/],
    lacks: ["found", "hits"],
    leanest: ({ isV2 }) => [
      ...(isV2 ? [{ tool: "search_process_instances", args: { businessId: "ZZ-000" } }] : []),
      holding("ZZ-000"),
    ],
  },
  {
    name: "a tenant that the user may not see",
    question: "What about order NL-907?",
    world: "oneTenant",
    tool: "lookup",
    args: () => ({ reference: "NL-907" }),
    contains: () => ({ conclusion: /^Nothing fits/ }),
    mustNot: [/nordlicht/, /things fit/, /CALLED_ELEMENT_ERROR/],
    lacks: ["found", "hits"],
    leanest: ({ isV2 }) => [
      ...(isV2 ? [{ tool: "search_process_instances", args: { businessId: "NL-907" } }] : []),
      holding("NL-907"),
    ],
  },
];
