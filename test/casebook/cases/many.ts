import type { Row } from "../../../src/simulator/world.ts";
import type { Ask, Case } from "../case.ts";
import { sample, TWO_CAUSES } from "../worlds.ts";

const isOpen = (row: Row): boolean => row["state"] === "ACTIVE";

const allIncidents = (...fields: readonly string[]): Ask => ({
  tool: "search_incidents",
  args: { state: "ACTIVE", limit: 1000, fields },
  toTheEnd: true,
});

const DEFINITIONS: Ask = {
  tool: "search_process_definitions",
  args: { limit: 100, fields: ["processDefinitionKey", "processDefinitionId", "version", "tenantId"] },
};

/** All that runs, as far as it is needed to count by process and version. */
const runningOf = (filter: Readonly<Record<string, string>>): Ask => ({
  tool: "search_process_instances",
  args: {
    ...filter,
    state: "ACTIVE",
    limit: 1000,
    fields: ["processDefinitionId", "processDefinitionVersion", "tenantId", "hasIncident"],
  },
  toTheEnd: true,
});

/** Before 8.10 no API knows of suspending: such instances are shown as active. */
const RUNNING: readonly unknown[] = ["ACTIVE", "SUSPENDED"];

const running = (rows: (table: string, isOne: (row: Row) => boolean) => readonly Row[], key?: string): readonly Row[] =>
  rows(
    "process-instances",
    (row) => RUNNING.includes(row["state"]) && (key === undefined || row["processDefinitionKey"] === key),
  );

/** Questions about all of it. */
export const manyCases: readonly Case[] = [
  {
    name: "5,000 incidents of two causes",
    question: "Everything is red: what is it?",
    world: "twoCauses",
    tool: "summarize_incidents",
    args: () => ({}),
    contains: () => ({
      conclusion: /^5000 incidents in 2 groups/,
      groupsInAll: 2,
      coverage: { rows: 5000, exact: true },
      groups: [
        { count: TWO_CAUSES.outage, errorType: "JOB_NO_RETRIES", elementId: "charge-payment" },
        { count: TWO_CAUSES.voucher, errorType: "IO_MAPPING_ERROR", elementId: "charge-payment" },
      ],
    }),
    mustNot: [/pay-\d\.north-pay/, /at least 5000/],
    leanest: () => [allIncidents("errorType", "errorMessage", "elementId")],
  },
  {
    name: "incidents of migrated instances count as open",
    question: "How many orders stand at charge-payment of order-fulfilment, and why?",
    world: "migrated",
    tool: "summarize_incidents",
    args: () => ({ processDefinitionId: "order-fulfilment", elementId: "charge-payment" }),
    contains: () => ({ groups: [{ count: 6, errorType: "IO_MAPPING_ERROR" }] }),
    mustNot: [/at least/],
    leanest: () => [
      {
        tool: "search_incidents",
        args: {
          processDefinitionId: "order-fulfilment",
          elementId: "charge-payment",
          limit: 1000,
          fields: ["errorType", "errorMessage", "state"],
        },
      },
    ],
  },
  {
    name: "incidents of migrated instances count in the overview",
    question: "How do the versions of order-fulfilment fare?",
    world: "migrated",
    tool: "summarize_processes",
    args: () => ({ processDefinitionId: "order-fulfilment" }),
    contains: ({ rows, definition }) => ({
      versions: [3, 4].map((version) => ({
        processDefinitionId: "order-fulfilment",
        version,
        running: running(rows, definition("order-fulfilment", version)).length,
        incidents: { 3: 1, 4: 15 }[version] ?? 0,
      })),
    }),
    mustNot: [/At least so many/],
    leanest: () => [
      runningOf({ processDefinitionId: "order-fulfilment" }),
      {
        tool: "search_incidents",
        args: { processDefinitionId: "order-fulfilment", limit: 1000, fields: ["state", "processDefinitionKey"] },
        toTheEnd: true,
      },
      { ...DEFINITIONS, args: { ...DEFINITIONS.args, processDefinitionId: "order-fulfilment" } },
    ],
  },
  {
    name: "what one of 5,000 incidents shares",
    question: "How many orders does this provider stop?",
    world: "twoCauses",
    tool: "explain_incident",
    args: ({ rows }) => ({
      incidentKey: rows("incidents", (row) => row["errorType"] === "JOB_NO_RETRIES")[0]?.["incidentKey"],
    }),
    contains: () => ({ errorType: "JOB_NO_RETRIES", sharedBy: TWO_CAUSES.outage }),
    mustNot: [/sharedBy"?: ?(?:1|5000)\b/],
    leanest: ({ rows }) => [
      {
        tool: "get_incident",
        args: { incidentKey: rows("incidents", (row) => row["errorType"] === "JOB_NO_RETRIES")[0]?.["incidentKey"] },
      },
      {
        tool: "search_incidents",
        args: { errorType: "JOB_NO_RETRIES", state: "ACTIVE", limit: 1000, fields: ["errorMessage"] },
        toTheEnd: true,
      },
    ],
  },
  {
    name: "which errors hit most",
    question: "Which errors hit most?",
    tool: "summarize_incidents",
    args: () => ({}),
    contains: ({ rows }) => ({
      coverage: { rows: rows("incidents", isOpen).length, exact: true },
      groups: [
        {
          count: rows("incidents", (row) => isOpen(row) && /ProviderUnavailable/.test(String(row["errorMessage"])))
            .length,
          errorType: "JOB_NO_RETRIES",
          processDefinitionId: "order-fulfilment",
        },
        { count: 6, errorType: "IO_MAPPING_ERROR", version: 4, elementId: "charge-payment" },
        { count: 4, errorType: "CALLED_DECISION_ERROR", errorMessage: /sanctions-screening/ },
        { count: 1, errorType: "MESSAGE_SIZE_EXCEEDED", processDefinitionId: "stock-replenishment" },
      ],
    }),
    mustNot: [/accountNumber/, /at least \d+ incidents/],
    leanest: () => [
      allIncidents("errorType", "errorMessage", "processDefinitionKey", "elementId", "creationTime"),
      DEFINITIONS,
    ],
  },
  {
    name: "what runs, and what of it fails",
    question: "How is the cluster?",
    tool: "summarize_processes",
    args: () => ({}),
    contains: ({ rows, definition }) => ({
      running: running(rows).length,
      incidents: rows("incidents", isOpen).length,
      versions: [
        {
          processDefinitionId: "order-fulfilment",
          version: 4,
          running: running(rows, definition("order-fulfilment", 4)).length,
          incidents: 15,
        },
        { processDefinitionId: "order-fulfilment", version: 1, tenantId: "nordlicht" },
      ],
    }),
    mustNot: [/running"?: ?0\b/],
    leanest: ({ rows }) => {
      const keys = [...new Set(running(rows).map((row) => String(row["processDefinitionKey"])))];
      return [
        runningOf({}),
        allIncidents("processDefinitionKey"),
        { ...DEFINITIONS, args: { ...DEFINITIONS.args, limit: Math.max(keys.length, 100) } },
      ];
    },
  },
  {
    name: "one tenant's view of what runs",
    question: "How is the cluster?",
    world: "oneTenant",
    tool: "summarize_processes",
    args: () => ({}),
    contains: ({ rows, definition }) => ({
      running: running(rows).length,
      incidents: rows("incidents", isOpen).length,
      versions: [
        {
          processDefinitionId: "order-fulfilment",
          version: 4,
          running: running(rows, definition("order-fulfilment", 4)).length,
          incidents: 15,
        },
      ],
    }),
    mustNot: [/nordlicht/],
    leanest: () => [runningOf({}), allIncidents("processDefinitionKey"), DEFINITIONS],
  },
  {
    name: "where work stands still without an incident",
    question: "Nothing is red, but does everything move?",
    tool: "find_stalled_process_instances",
    args: () => ({}),
    contains: ({ key }) => ({
      stalled: 1,
      elements: [
        {
          processDefinitionId: "stock-replenishment",
          elementId: "book-ramp-slot",
          jobType: "ramp-slot-booking",
          count: 1,
          oldestSince: "2026-11-22T13:34:36Z",
          elementName: "Book ramp slot",
          usualMedian: "49 min 46 s",
          sampleSize: 3,
          sampleProcessInstanceKeys: key("stalled"),
        },
      ],
    }),
    // These wait for a time, a person or a message, and as long as they do usually.
    mustNot: [
      new RegExp(sample.landmark("farTimer")),
      new RegExp(sample.landmark("wrongCorrelationKey")),
      /charge-payment/,
    ],
    leanest: ({ definition }) => [
      {
        tool: "search_element_instances",
        args: {
          state: "ACTIVE",
          hasIncident: false,
          limit: 1000,
          fields: [
            ...["processInstanceKey", "processDefinitionKey", "processDefinitionId"],
            ...["elementId", "elementName", "type", "startDate"],
          ],
        },
        toTheEnd: true,
      },
      {
        tool: "search_element_instances",
        args: { elementId: "book-ramp-slot", state: "COMPLETED", fields: ["startDate", "endDate"] },
      },
      {
        tool: "get_process_definition",
        args: { processDefinitionKey: definition("stock-replenishment", 2), include: ["outline"] },
      },
    ],
  },
];
