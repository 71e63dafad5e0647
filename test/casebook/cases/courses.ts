import { type Ask, type Case, incidentsOf, instance } from "../case.ts";
import type { Subject, Truth } from "../truth.ts";

const decisionsOf = (processInstanceKey: string): Ask => ({
  tool: "search_decision_instances",
  args: { processInstanceKey, fields: ["decisionDefinitionId", "evaluationDate", "state"] },
});

const compared = (good: Subject, bad: Subject): Pick<Case, "tool" | "args" | "leanest"> => ({
  tool: "compare_process_instances",
  args: ({ key }) => ({ goodProcessInstanceKey: key(good), badProcessInstanceKey: key(bad) }),
  leanest: ({ key }) => [
    ...[good, bad].map((subject) => instance(key(subject), "elements", "variables")),
    ...[good, bad].map((subject) => decisionsOf(key(subject))),
    incidentsOf(key(bad)),
  ],
});

const passages = ({ key, rows }: Truth, subject: Subject, elementId: string): number =>
  rows("element-instances", (row) => row["processInstanceKey"] === key(subject) && row["elementId"] === elementId)
    .length;

/** What happened, and what was different. */
export const courseCases: readonly Case[] = [
  {
    name: "a good order beside the stuck one",
    question: "Order 4630 went through: what is different with order 4711?",
    ...compared("unremarkable", "order4711"),
    contains: ({ incidentKey }) => ({
      conclusion: /9 variables and no decision differ/,
      divergence: [{ side: "good", elementId: "payment-clear" }],
      variables: [
        { name: "order", good: /"gross":245/, bad: /"total":\{"net":50\}/ },
        { name: "paymentMethod", good: /card/, bad: /voucher/ },
      ],
      durations: [{ elementId: "charge-payment", bad: /^2 d/ }],
      incidents: [{ side: "bad", incidentKey: incidentKey("order4711"), elementId: "charge-payment" }],
    }),
    mustNot: [/passed the same elements/, /side"?:"good","incidentKey/],
  },
  {
    name: "a truncated variable",
    question: "How does this order differ from one that went well, and is its price snapshot whole?",
    ...compared("unremarkable", "longVariable"),
    contains: () => ({
      conclusion: /9 variables and no decision differ/,
      divergence: [{ side: "good", elementId: "join-dispatch" }],
      variables: [
        { name: "priceSnapshot", isTruncated: true },
        { name: "orderId", good: /A-4630/, bad: /A-4761/ },
        { name: "warehouse", good: /Århus/, bad: /Görlitz/ },
      ],
      durations: [{ elementId: "ship-parcel", good: "8 h 5 min", bad: /^5 h/ }],
    }),
    mustNot: [/"name":"priceSnapshot","good"/],
  },
  {
    name: "secrets among the variables",
    question: "How does this customer differ from another?",
    ...compared("farTimer", "secrets"),
    contains: () => ({
      conclusion: /11 variables and no decision differ/,
      durations: [{ elementId: "await-confirmation", good: "14 h 18 min", bad: "2 h" }],
      variables: [
        { name: "portalPassword", bad: /\*\*\*/ },
        { name: "crmApiKey", bad: /\*\*\*/ },
        { name: "authorization", bad: /\*\*\*/ },
        { name: "signingPrivateKey", bad: /\*\*\*/ },
      ],
      notices: /masked/,
    }),
    mustNot: [/Wintersonne/, /ak_live_0000/, /eyJhbGciOiJub25lIn0/, /bm90IGEga2V5/],
  },
  {
    name: "the course of an order across what it calls",
    question: "Where did order 4688 spend its time?",
    tool: "get_process_instance_timeline",
    args: ({ key }) => ({ processInstanceKey: key("deepestRoot") }),
    contains: ({ key }) => ({
      conclusion: /with 3 called instances/,
      state: "ACTIVE",
      hasIncident: true,
      timeline: [
        { elementId: "pick-and-pack", duration: "3 h" },
        {
          event: "incident",
          elementId: "request-booking",
          processInstanceKey: key("deepestChild"),
          detail: "JOB_NO_RETRIES",
        },
        { event: "decision", elementId: "carrier-choice" },
        { event: "gap", duration: "3 d 20 h" },
      ],
    }),
    mustNot: [/ran for/],
    leanest: ({ key, rows }) =>
      rows("process-instances", (row) => row["rootProcessInstanceKey"] === key("deepestRoot")).flatMap((row) => {
        const processInstanceKey = String(row["processInstanceKey"]);
        return [
          instance(processInstanceKey, "elements"),
          {
            tool: "search_process_instances",
            args: { parentProcessInstanceKey: processInstanceKey, fields: ["processInstanceKey"] },
          },
          incidentsOf(processInstanceKey),
          decisionsOf(processInstanceKey),
        ];
      }),
  },
  {
    name: "the course of a loop",
    question: "What did last night's replenishment do all night?",
    tool: "get_process_instance_timeline",
    args: ({ key }) => ({ processInstanceKey: key("endlessLoop") }),
    contains: (truth) => ({
      state: "ACTIVE",
      timeline: [
        { elementId: "ask-again", count: passages(truth, "endlessLoop", "ask-again") },
        { elementId: "poll-answer", count: passages(truth, "endlessLoop", "poll-answer") },
      ],
      notices: /repeated passages are folded/,
    }),
    mustNot: [/event"?:"incident/],
    lacks: ["incidents"],
    leanest: ({ key }) => [
      instance(key("endlessLoop")),
      {
        tool: "search_element_instances",
        args: {
          processInstanceKey: key("endlessLoop"),
          limit: 1000,
          fields: ["elementId", "startDate", "endDate", "state"],
        },
        toTheEnd: true,
      },
    ],
  },
  {
    name: "the course of an order that went well",
    question: "How long did order 4630 take, and where?",
    tool: "get_process_instance_timeline",
    args: ({ key }) => ({ processInstanceKey: key("unremarkable") }),
    contains: () => ({
      conclusion: /^The instance ran for 8 h 5 min/,
      state: "COMPLETED",
      endDate: "2026-11-12T18:05:45Z",
      timeline: [
        { elementId: "pick-and-pack", duration: "2 h" },
        { elementId: "charge-payment", duration: "5 s" },
      ],
    }),
    mustNot: [/event"?:"incident/, /Tokens stand/, /has been running/],
    leanest: ({ key, rows }) =>
      rows("process-instances", (row) => row["rootProcessInstanceKey"] === key("unremarkable")).flatMap((row) => [
        instance(String(row["processInstanceKey"]), "elements"),
        {
          tool: "search_process_instances",
          args: { parentProcessInstanceKey: String(row["processInstanceKey"]), fields: ["processInstanceKey"] },
        },
      ]),
  },
];
