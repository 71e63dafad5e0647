/** What ends an incident of some type, in our own words. */
export interface Advice {
  /** What has to be done before the incident is resolved. */
  readonly fix: string;
  /** Whether resolving it without doing anything else can help. */
  readonly retryAlone: "yes" | "no" | "maybe";
  readonly because: string;
}

/** What is known of one type of error. */
interface Kind {
  /** What has gone wrong, as the beginning of a sentence. */
  readonly cause: string;
  readonly advice: Advice;
}

const RETRIES: Advice = {
  fix: "remove the cause that the message names, give the job retries, resolve the incident",
  retryAlone: "maybe",
  because: "only with new retries, and if the cause has passed",
};

const listener = (which: string): Kind => ({
  cause: `The ${which} listener failed until no retries were left`,
  advice: {
    ...RETRIES,
    fix: "remove the cause, give the listener's job retries, resolve the incident",
  },
});

const VALUE: Advice = {
  fix: "set or correct the variable that the expression needs, in the element's scope, then resolve the incident",
  retryAlone: "no",
  because: "over the same variables it fails again",
};

const KINDS: ReadonlyMap<string, Kind> = new Map(
  Object.entries<Kind>({
    JOB_NO_RETRIES: { cause: "A worker failed at its job until no retries were left", advice: RETRIES },
    EXECUTION_LISTENER_NO_RETRIES: listener("execution"),
    TASK_LISTENER_NO_RETRIES: listener("task"),
    AD_HOC_SUB_PROCESS_NO_RETRIES: {
      cause: "The worker of an ad-hoc sub-process failed until no retries were left",
      advice: RETRIES,
    },
    IO_MAPPING_ERROR: { cause: "An expression of an input or output mapping fails over the data", advice: VALUE },
    CONDITION_ERROR: {
      cause: "No way out of a gateway fits the data, or its condition fails over them",
      advice: VALUE,
    },
    EXTRACT_VALUE_ERROR: { cause: "An expression fails over the data", advice: VALUE },
    CALLED_ELEMENT_ERROR: {
      cause: "The process to be called was not found",
      advice: {
        fix: "deploy the called process for the same tenant, then resolve the incident",
        retryAlone: "no",
        because: "it helps only if the process was deployed since",
      },
    },
    UNHANDLED_ERROR_EVENT: {
      cause: "A worker threw an error that the model does not catch",
      advice: {
        fix: "catch this error code in the model and migrate, or move the token",
        retryAlone: "maybe",
        because: "only if it is not thrown again",
      },
    },
    MESSAGE_SIZE_EXCEEDED: {
      cause: "The variables are too large for one job",
      advice: {
        fix: "make the variables that the job fetches smaller, or let the worker fetch fewer of them, then resolve the incident",
        retryAlone: "no",
        because: "the job stays as large as it is",
      },
    },
    CALLED_DECISION_ERROR: {
      cause: "The decision to be evaluated was not found",
      advice: {
        fix: "deploy the called decision for the same tenant or correct its id in the model, then resolve the incident",
        retryAlone: "no",
        because: "it helps only if the decision was deployed since",
      },
    },
    DECISION_EVALUATION_ERROR: {
      cause: "A decision fails over the data",
      advice: {
        fix: "correct the variables that the decision takes, or deploy a decision that has an answer for them, then resolve the incident",
        retryAlone: "no",
        because: "over the same variables it fails again",
      },
    },
    FORM_NOT_FOUND: {
      cause: "The form of the user task was not found",
      advice: {
        fix: "deploy the form for the same tenant, then resolve the incident",
        retryAlone: "no",
        because: "it helps only if the form was deployed since",
      },
    },
    RESOURCE_NOT_FOUND: {
      cause: "The linked resource was not found",
      advice: {
        fix: "deploy the linked resource for the same tenant, then resolve the incident",
        retryAlone: "no",
        because: "it helps only if the resource was deployed since",
      },
    },
    SECRET_RESOLUTION_ERROR: {
      cause: "A secret was not found",
      advice: {
        fix: "create the secret that the message names for this cluster, then resolve the incident",
        retryAlone: "no",
        because: "it helps only if the secret was created since",
      },
    },
  }),
);

const UNKNOWN: Kind = {
  cause: "Something failed whose kind says nothing about its cause",
  advice: {
    fix: "read the message, remove what it names, then resolve the incident",
    retryAlone: "maybe",
    because: "this kind of error says nothing about its cause by itself",
  },
};

const kindOf = (errorType: string): Kind => KINDS.get(errorType) ?? UNKNOWN;

/** What fixes an error of this type; a type that is not known gets an honest answer. */
export const adviceFor = (errorType: string): Advice => kindOf(errorType).advice;

/** What an error of this type says by itself: the beginning of a sentence, without a full stop. */
export const causeOf = (errorType: string): string => kindOf(errorType).cause;
