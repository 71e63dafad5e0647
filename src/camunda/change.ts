/** Puts a token at an element; `ancestorElementInstanceKey` names the scope where there are several. */
export interface Activation {
  readonly elementId: string;
  readonly ancestorElementInstanceKey?: string;
}

/** Ends one passage and begins another, at an element of the same instance. */
export interface Move {
  readonly sourceElementInstanceKey: string;
  readonly targetElementId: string;
}

/** Which element of the target an active element becomes. */
export interface Mapping {
  readonly sourceElementId: string;
  readonly targetElementId: string;
}

/** One change to what runs on a cluster. Keys are digits. */
export type Change =
  | { readonly act: "resolveIncident"; readonly incidentKey: string }
  | { readonly act: "cancelInstance"; readonly processInstanceKey: string }
  | { readonly act: "deleteInstance"; readonly processInstanceKey: string }
  | {
      readonly act: "setVariables";
      /** A process instance or an element instance. */
      readonly scopeKey: string;
      readonly variables: Readonly<Record<string, unknown>>;
      /** Only there; otherwise where each is found going outwards, and at the instance where it is not. */
      readonly local: boolean;
    }
  | { readonly act: "updateRetries"; readonly jobKey: string; readonly retries: number }
  | {
      readonly act: "migrateInstance";
      readonly processInstanceKey: string;
      readonly targetProcessDefinitionKey: string;
      readonly mappings: readonly Mapping[];
    }
  | {
      readonly act: "modifyInstance";
      readonly processInstanceKey: string;
      readonly activate: readonly Activation[];
      readonly move: readonly Move[];
      /** Keys of element instances. */
      readonly terminate: readonly string[];
    };

/** A kind of change. */
export type Act = Change["act"];

/** What a cluster can or cannot do: a kind of change, or the moving of tokens by a modification. */
export type Ability = Act | "moveTokens";
