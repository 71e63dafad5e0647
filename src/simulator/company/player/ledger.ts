import type { Evaluation } from "../decision.ts";
import type { DeployedDecision, DeployedProcess, Deployments } from "../deployments.ts";
import type { Json, Variables } from "../expression.ts";
import type { ElementType } from "../model.ts";
import type { Random } from "../random.ts";
import type { Script } from "../script.ts";
import type { Ticket } from "../ticket.ts";

/** Where something stands, in the words of the Orchestration Cluster API. */
export type State = "ACTIVE" | "COMPLETED" | "TERMINATED";

/** One run of a process. */
export interface Instance {
  readonly ticket: Ticket;
  readonly definition: DeployedProcess;
  readonly start: number;
  readonly parent?: Element;
  readonly root?: Instance;
  readonly businessId?: string;
  readonly tags?: readonly string[];
  /** When somebody suspended it, where somebody has. */
  readonly suspended?: number;
  readonly flows: Set<string>;
  end?: number;
  state: State;
  hasIncident: boolean;
}

/** One stay of a token at an element. */
export interface Element {
  readonly ticket: Ticket;
  readonly instance: Instance;
  readonly id: string;
  readonly name: string;
  readonly type: ElementType | "MULTI_INSTANCE_BODY";
  readonly start: number;
  /** The sub-process or multi-instance body around it. */
  readonly outer?: Element;
  end?: number;
  state: State;
  hasIncident: boolean;
  incident?: Incident;
}

/** A variable with its latest value. */
export interface Variable {
  readonly ticket: Ticket;
  readonly instance: Instance;
  /** Ticket of the instance or element that holds it. */
  readonly scope: Ticket;
  readonly name: string;
  value: Json;
}

/** What stopped an element. */
export interface Incident {
  readonly ticket: Ticket;
  readonly element: Element;
  readonly job?: Job;
  readonly errorType: string;
  /** Called when all keys are known, since the engine names keys in its messages. */
  readonly message: () => string;
  readonly at: number;
  readonly state: "ACTIVE" | "RESOLVED";
}

/** Work for a job worker. */
export interface Job {
  readonly ticket: Ticket;
  readonly element: Element;
  readonly type: string;
  readonly kind: "BPMN_ELEMENT" | "EXECUTION_LISTENER";
  readonly headers: Readonly<Record<string, string>>;
  readonly at: number;
  retries: number;
  state: "CREATED" | "COMPLETED" | "FAILED" | "ERROR_THROWN" | "CANCELED";
  updated: number;
  end?: number;
  worker?: string;
  errorMessage?: string;
  errorCode?: string;
}

/** Work for a person. */
export interface UserTask {
  readonly ticket: Ticket;
  readonly element: Element;
  readonly groups: readonly string[];
  readonly assignee?: string;
  readonly at: number;
  state: "CREATED" | "COMPLETED" | "CANCELED";
  end?: number;
}

/** A wait for a message. */
export interface Subscription {
  readonly ticket: Ticket;
  /** The element that waits, and the id of the event that stands for the message. */
  readonly element: Element;
  readonly elementId: string;
  readonly message: string;
  readonly correlationKey: string;
  state: "CREATED" | "CORRELATED" | "DELETED";
  updated: number;
}

/** A wait for a point in time. */
export interface Timer {
  readonly element: Element;
  /** Milliseconds since 1970; infinite when that time never comes. */
  readonly due: number;
}

/** One decision that was evaluated. */
export interface DecisionRun {
  readonly ticket: Ticket;
  /** Counts the decisions that were evaluated together, from 1. */
  readonly index: number;
  readonly element: Element;
  readonly asked: DeployedDecision;
  readonly deployed: DeployedDecision;
  readonly evaluation: Evaluation;
  readonly at: number;
}

/** Everything that happened. */
export interface Ledger {
  readonly tickets: Ticket[];
  readonly instances: Instance[];
  readonly elements: Element[];
  readonly variables: Variable[];
  readonly incidents: Incident[];
  readonly jobs: Job[];
  readonly userTasks: UserTask[];
  readonly subscriptions: Subscription[];
  readonly timers: Timer[];
  readonly decisions: DecisionRun[];
}

/** One run of one root instance: what is written, what it follows, and the chance it draws from. */
export interface Play {
  readonly ledger: Ledger;
  readonly deployments: Deployments;
  readonly script: Script;
  readonly random: Random;
}

/** How far a walk goes. */
export interface Limit {
  /** Milliseconds since 1970: what is open then stays open, or was ended at that moment when `cut` is set. */
  readonly until: number;
  readonly cut: boolean;
  /** Error codes that something around it catches. */
  readonly catching: readonly string[];
}

/** How a walk through an element or a graph ended. */
export type Outcome =
  | { readonly kind: "done"; readonly at: number; readonly brings?: Variables }
  | { readonly kind: "thrown"; readonly code: string; readonly at: number }
  | { readonly kind: "open" };

/** The walk has not ended. */
export const open: Outcome = { kind: "open" };

/** A ledger with nothing in it. */
export const ledger = (): Ledger => ({
  tickets: [],
  instances: [],
  elements: [],
  variables: [],
  incidents: [],
  jobs: [],
  userTasks: [],
  subscriptions: [],
  timers: [],
  decisions: [],
});
