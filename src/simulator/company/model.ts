import { isoDuration, type Span } from "./duration.ts";
import type { Condition, Expression, Variables } from "./expression.ts";
import type { Random } from "./random.ts";

/** Kinds of BPMN elements that the company's models use, in the words of the Orchestration Cluster API. */
export type ElementType =
  | "START_EVENT"
  | "END_EVENT"
  | "INTERMEDIATE_CATCH_EVENT"
  | "BOUNDARY_EVENT"
  | "SERVICE_TASK"
  | "SEND_TASK"
  | "SCRIPT_TASK"
  | "USER_TASK"
  | "RECEIVE_TASK"
  | "BUSINESS_RULE_TASK"
  | "CALL_ACTIVITY"
  | "SUB_PROCESS"
  | "EXCLUSIVE_GATEWAY"
  | "PARALLEL_GATEWAY"
  | "EVENT_BASED_GATEWAY";

/** What an event waits for or throws. */
export type EventDefinition =
  | {
      readonly kind: "timer";
      readonly feel: string;
      readonly date: boolean;
      due(from: number, seen: Variables): number;
    }
  | { readonly kind: "message"; readonly name: string; readonly correlationKey?: Expression }
  | { readonly kind: "error"; readonly code: string };

/** Moves a value between the scope of an element and the one around it. */
export interface Mapping {
  readonly source: Expression;
  readonly target: string;
}

/** One BPMN element: what the diagram says, and how the company's people and programs behave there. */
export interface Node {
  readonly id: string;
  readonly type: ElementType;
  readonly name: string;
  readonly job?: {
    readonly type: string;
    readonly retries?: number;
    readonly headers?: Readonly<Record<string, string>>;
  };
  readonly inputs?: readonly Mapping[];
  readonly outputs?: readonly Mapping[];
  /** Process id that a call activity calls. */
  readonly calls?: string;
  readonly decision?: { readonly id: string; readonly result: string };
  /** Form id of a user task. */
  readonly form?: string;
  readonly people?: { readonly assignee?: string; readonly groups?: readonly string[] };
  readonly event?: EventDefinition;
  /** Activity that a boundary event sits on. */
  readonly attachedTo?: string;
  /** Whether a boundary event ends its activity; it does unless told otherwise. */
  readonly interrupting?: false;
  /** Runs once per item of a collection. */
  readonly each?: { readonly collection: string; readonly item: string; readonly sequential?: true };
  /** What a sub-process contains. */
  readonly body?: Graph;
  /** Job type of an execution listener that runs before the element. */
  readonly listener?: string;
  /** How long it usually takes. */
  readonly takes?: Span;
  /** Variables that its worker, person or message brings. */
  readonly yields?: (seen: Variables, random: Random) => Variables;
}

/** A sequence flow. */
export interface Flow {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly name?: string;
  readonly condition?: Condition;
  /** Taken when no condition holds. */
  readonly fallback?: true;
}

/** Elements and the flows between them. */
export interface Graph {
  readonly nodes: readonly Node[];
  readonly flows: readonly Flow[];
}

/** One version of a process as its author drew it. */
export interface Model {
  readonly id: string;
  readonly name: string;
  readonly versionTag?: string;
  readonly graph: Graph;
}

type Details = Partial<Omit<Node, "id" | "type" | "name">>;

const drawn =
  (type: ElementType) =>
  (id: string, name: string, details: Details = {}): Node => ({ id, type, name, ...details });

/** Where a process or sub-process begins. */
export const start = drawn("START_EVENT");
/** Where a token ends; with an error event it throws. */
export const end = drawn("END_EVENT");
/** Waits for a message or a timer. */
export const caught = drawn("INTERMEDIATE_CATCH_EVENT");
/** Sits on an activity and waits for a timer, a message or an error while it runs. */
export const boundary = drawn("BOUNDARY_EVENT");
/** Work for a job worker. */
export const service = drawn("SERVICE_TASK");
/** Work for a job worker that sends something. */
export const send = drawn("SEND_TASK");
/** Work for a job worker that computes something. */
export const script = drawn("SCRIPT_TASK");
/** Work for a person. */
export const user = drawn("USER_TASK");
/** Waits for a message. */
export const receive = drawn("RECEIVE_TASK");
/** Evaluates a decision. */
export const rule = drawn("BUSINESS_RULE_TASK");
/** Calls another process. */
export const call = drawn("CALL_ACTIVITY");
/** Contains elements of its own. */
export const subProcess = drawn("SUB_PROCESS");
/** Takes the first flow whose condition holds. */
export const exclusive = drawn("EXCLUSIVE_GATEWAY");
/** Takes all flows, and joins what arrives. */
export const parallel = drawn("PARALLEL_GATEWAY");
/** Takes the flow of whatever event comes first. */
export const eventBased = drawn("EVENT_BASED_GATEWAY");

/** One flow, with what it depends on. */
export const flow = (from: string, to: string, details: Omit<Flow, "id" | "from" | "to"> = {}): Flow => ({
  id: `Flow_${from}_${to}`,
  from,
  to,
  ...details,
});

/** The flows along elements that follow one another. */
export const chain = (...ids: readonly string[]): readonly Flow[] =>
  ids.slice(1).map((to, index) => flow(ids[index] ?? to, to));

/** A timer that fires so many milliseconds after it was reached. */
export const after = (span: number): EventDefinition => ({
  kind: "timer",
  feel: isoDuration(span),
  date: false,
  due: (from) => from + span,
});

/** A timer that fires at the date a variable holds; never when that is no date. */
export const onDate = (when: Expression): EventDefinition => ({
  kind: "timer",
  feel: `=${when.feel}`,
  date: true,
  due: (_, seen) => {
    const due = Date.parse(String(when.of(seen)));
    return Number.isNaN(due) ? Number.POSITIVE_INFINITY : due;
  },
});

/** A message by name, correlated by the value of an expression; a message that starts a process needs none. */
export const message = (name: string, correlationKey?: Expression): EventDefinition => ({
  kind: "message",
  name,
  ...(correlationKey === undefined ? {} : { correlationKey }),
});

/** A BPMN error by code. */
export const error = (code: string): EventDefinition => ({ kind: "error", code });

/** The element with this id, on any level. */
export const findNode = (graph: Graph, id: string): Node | undefined => {
  for (const node of graph.nodes) {
    if (node.id === id) return node;
    const inner = node.body === undefined ? undefined : findNode(node.body, id);
    if (inner !== undefined) return inner;
  }
  return undefined;
};
