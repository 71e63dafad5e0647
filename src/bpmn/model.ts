import type { EventDefinition } from "./event.ts";
import type { CalledDecision, CalledProcess, Form, Job, LinkedResource, Script, UserTask } from "./work.ts";

/** What a BPMN document says, as far as a Camunda 8 cluster acts on it. Expressions are as written: FEEL begins with `=`. */
export interface Model {
  /** Processes in document order; a document may hold several, each deployed as a definition of its own. */
  readonly processes: readonly Process[];
  /** Flow nodes in document order: what a sub-process contains follows it. */
  readonly elements: readonly Element[];
  /** Sequence flows in document order. */
  readonly flows: readonly Flow[];
}

/** One process of a model. */
export interface Process {
  readonly id: string;
  readonly name?: string | undefined;
  /** Name of the pool it is drawn in. */
  readonly pool?: string | undefined;
  readonly executable: boolean;
  readonly versionTag?: string | undefined;
  readonly documentation?: string | undefined;
  readonly listeners?: readonly Listener[] | undefined;
}

/** One flow node: a task, an event, a gateway, a sub-process. */
export interface Element {
  readonly id: string;
  /** Kind of element in the words of Camunda's APIs, e.g. `SERVICE_TASK`, `EVENT_SUB_PROCESS`. */
  readonly type: string;
  readonly name?: string | undefined;
  /** Id of the sub-process that contains it, or of the process. */
  readonly parent: string;
  /** Id of the process it belongs to. */
  readonly process: string;
  readonly documentation?: string | undefined;
  /** Id of the element template it was made from, e.g. of a connector. */
  readonly template?: string | undefined;
  readonly job?: Job | undefined;
  readonly calls?: CalledProcess | undefined;
  readonly decision?: CalledDecision | undefined;
  readonly form?: Form | undefined;
  readonly script?: Script | undefined;
  readonly userTask?: UserTask | undefined;
  readonly linkedResources?: readonly LinkedResource[] | undefined;
  readonly inputs?: readonly Mapping[] | undefined;
  readonly outputs?: readonly Mapping[] | undefined;
  /** Headers that the job or user task carries. */
  readonly headers?: readonly NamedValue[] | undefined;
  /** Extension properties, e.g. the settings of an inbound connector. */
  readonly properties?: readonly NamedValue[] | undefined;
  /** What an event or a receive task waits for, or what an event throws. */
  readonly event?: EventDefinition | undefined;
  /** Activity that a boundary event sits on. */
  readonly attachedTo?: string | undefined;
  /** Whether a boundary event, or the start event of an event sub-process, ends what it interrupts. */
  readonly interrupting?: boolean | undefined;
  /** Activity that undoes the one a compensation boundary event sits on. */
  readonly compensatedBy?: string | undefined;
  /** Runs only to undo another activity. */
  readonly forCompensation?: true | undefined;
  readonly multiInstance?: MultiInstance | undefined;
  readonly adHoc?: AdHoc | undefined;
  readonly listeners?: readonly Listener[] | undefined;
}

/** A sequence flow between two elements. */
export interface Flow {
  readonly id: string;
  readonly name?: string | undefined;
  readonly source: string;
  readonly target: string;
  readonly condition?: string | undefined;
  /** Taken when no condition holds. */
  readonly isDefault?: true | undefined;
}

/** Moves a value into or out of the scope of an element. */
export interface Mapping {
  readonly source?: string | undefined;
  readonly target: string;
}

/** A header or property. */
export interface NamedValue {
  readonly name: string;
  readonly value?: string | undefined;
}

/** The activity runs once per item of a collection. */
export interface MultiInstance {
  readonly mode: "parallel" | "sequential";
  readonly inputCollection?: string | undefined;
  readonly inputElement?: string | undefined;
  readonly outputCollection?: string | undefined;
  readonly outputElement?: string | undefined;
  readonly completionCondition?: string | undefined;
}

/** A sub-process whose elements are activated in no drawn order. */
export interface AdHoc {
  readonly activeElements?: string | undefined;
  readonly completionCondition?: string | undefined;
  /** Whether what still runs is ended when the completion condition holds. */
  readonly cancelRemaining: boolean;
  readonly outputCollection?: string | undefined;
  readonly outputElement?: string | undefined;
}

/** A job that runs when something happens to an element or a user task. */
export interface Listener {
  readonly on: "execution" | "task";
  /** `start`, `end`, or what happens to the user task, e.g. `completing`. */
  readonly event?: string | undefined;
  readonly type?: string | undefined;
  readonly retries: string;
}
