import type { Row } from "../world.ts";
import type { Details } from "./details.ts";
import type { Element, Ledger } from "./player/ledger.ts";

/** One thing that an element waits for. */
interface Wait {
  readonly element: Element;
  readonly details: Details & { readonly waitStateType: string };
}

const waits = ({ jobs, userTasks, subscriptions, timers }: Ledger): readonly Wait[] => [
  ...jobs
    .filter(({ state, element }) => (state === "CREATED" || state === "FAILED") && element.state === "ACTIVE")
    .map(({ ticket, element, type, kind, retries }) => ({
      element,
      details: {
        waitStateType: "JOB",
        jobKey: ticket.key,
        jobType: type,
        jobKind: kind,
        listenerEventType: kind === "EXECUTION_LISTENER" ? "START" : null,
        retries,
      },
    })),
  ...userTasks
    .filter(({ state, element }) => state === "CREATED" && element.state === "ACTIVE")
    .map(({ ticket, element }) => ({
      element,
      details: { waitStateType: "USER_TASK", taskKey: ticket.key, dueDate: null },
    })),
  ...subscriptions
    .filter(({ state, element }) => state === "CREATED" && element.state === "ACTIVE")
    .map(({ element, message, correlationKey }) => ({
      element,
      details: { waitStateType: "MESSAGE", messageName: message, correlationKey },
    })),
  ...timers
    .filter(({ element }) => element.state === "ACTIVE")
    .map(({ element, due }) => ({
      element,
      details: { waitStateType: "TIMER", dueDate: Number.isFinite(due) ? due : null, repetitions: 0 },
    })),
];

const idOf = ({ element }: Wait, index: number): string => `${element.ticket.key}-${index}`;

/** What the elements that are active wait for. */
export const waitStates = (ledger: Ledger): readonly Row[] =>
  waits(ledger).map((wait, index) => {
    const { element, details } = wait;
    const { instance } = element;
    return {
      waitStateId: idOf(wait, index),
      waitStateType: details.waitStateType,
      elementInstanceKey: element.ticket.key,
      elementId: element.id,
      elementType: element.type,
      processInstanceKey: instance.ticket.key,
      rootProcessInstanceKey: (instance.root ?? instance).ticket.key,
      processDefinitionId: instance.definition.model.id,
      tenantId: instance.definition.tenantId,
    };
  });

/** What is known of each wait, by its id. */
export const waitDetails = (ledger: Ledger): ReadonlyMap<string, Details> =>
  new Map(waits(ledger).map((wait, index) => [idOf(wait, index), { details: wait.details }]));
