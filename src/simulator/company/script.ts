import type { Variables } from "./expression.ts";

/** What goes wrong in the work of one element. */
export interface Failure {
  /** Error type of the incident; `JOB_NO_RETRIES` unless told otherwise. */
  readonly type?: "JOB_NO_RETRIES" | "MESSAGE_SIZE_EXCEEDED" | "EXECUTION_LISTENER_NO_RETRIES";
  /** What the worker or the engine says; the engine names the job's key in some of its messages. */
  readonly message: string | ((jobKey: string) => string);
  /** A BPMN error that the worker throws instead of failing. */
  readonly throws?: string;
  /** Milliseconds until somebody resolves the incident and the work goes on; absent when nobody has. */
  readonly resolvedAfter?: number;
}

/**
 * What is particular about one run, by element id, for the instance and all it calls; where a script says nothing,
 * the model's usual behaviour counts. `id#2` means the second item of a multi-instance, or the second time an element is reached.
 */
export interface Script {
  /** Milliseconds instead of the usual ones; infinite for what never happens. */
  readonly takes?: Readonly<Record<string, number>>;
  readonly fails?: Readonly<Record<string, Failure>>;
  /** Variables instead of what the work usually brings. */
  readonly yields?: Readonly<Record<string, Variables>>;
  /** Milliseconds after which somebody canceled the root instance. */
  readonly canceledAfter?: number;
}
