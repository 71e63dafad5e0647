import type { Variables } from "./expression.ts";
import type { Script } from "./script.ts";

/** The tenant of everything that names none. */
export const DEFAULT_TENANT = "<default>";

/** The Scandinavian daughter, which has its own deployments. */
export const SECOND_TENANT = "nordlicht";

/** One root instance: what was started when, with which variables, and what is particular about its run. */
export interface Story {
  readonly process: string;
  /** Milliseconds before now at which it started. */
  readonly ago: number;
  readonly variables: Variables;
  readonly tenantId?: string;
  /** 1, 2, 4 or 5; one after the other where the story does not care. */
  readonly partition?: number;
  readonly businessId?: string;
  readonly tags?: readonly string[];
  /** Milliseconds after its start at which somebody suspended it; absent when nobody has. */
  readonly suspendedAfter?: number;
  readonly script?: Script;
  /** Name under which demo and tests find the instance. */
  readonly mark?: Mark;
}

/** Names of instances that show something particular. */
export type Mark =
  | "order4711"
  | "paymentOutage"
  | "deepestRoot"
  | "calledProcessMissing"
  | "wrongCorrelationKey"
  | "farTimer"
  | "stalled"
  | "endlessLoop"
  | "messageTooLarge"
  | "failingItem"
  | "wrongType"
  | "missingVariable"
  | "noMatchingRule"
  | "decisionFailed"
  | "decisionMissing"
  | "listenerFailed"
  | "hostileMessage"
  | "formMissing"
  | "unhandledError"
  | "secrets"
  | "longVariable"
  | "canceledWithIncident"
  | "suspended"
  | "unremarkable";
