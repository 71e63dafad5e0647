/** What ends an incident of some type, in our own words. */
export interface Advice {
  /** What has to be done before the incident is resolved. */
  readonly fix: string;
  /** Whether resolving it without doing anything else can help. */
  readonly retryAlone: "yes" | "no" | "maybe";
  readonly because: string;
}

const RETRIES: Advice = {
  fix: "remove the cause that the message names, then give the job retries again and resolve the incident",
  retryAlone: "maybe",
  because:
    "the job has no retries left: they have to be raised first, and then it helps only if the cause was a passing one",
};

const listener = (which: string): Advice => ({
  ...RETRIES,
  fix: `remove the cause why the worker of the ${which} listener failed, then give its job retries again and resolve the incident`,
});

const VALUE: Advice = {
  fix: "set or correct the variable that the expression needs, in the scope of the element, then resolve the incident",
  retryAlone: "no",
  because: "the same expression over the same variables fails again",
};

const ADVICE: Readonly<Record<string, Advice>> = {
  JOB_NO_RETRIES: RETRIES,
  EXECUTION_LISTENER_NO_RETRIES: listener("execution"),
  TASK_LISTENER_NO_RETRIES: listener("task"),
  AD_HOC_SUB_PROCESS_NO_RETRIES: RETRIES,
  IO_MAPPING_ERROR: VALUE,
  CONDITION_ERROR: VALUE,
  EXTRACT_VALUE_ERROR: VALUE,
  CALLED_ELEMENT_ERROR: {
    fix: "deploy the called process for the same tenant, then resolve the incident",
    retryAlone: "no",
    because: "the called process is looked for again, and that helps only if it was deployed since",
  },
  UNHANDLED_ERROR_EVENT: {
    fix: "give the model an event that catches this error code and migrate the instance, or move its token by modification",
    retryAlone: "maybe",
    because: "the job runs once more, and helps only if the worker does not throw the same error again",
  },
  MESSAGE_SIZE_EXCEEDED: {
    fix: "make the variables that the job fetches smaller, or let the worker fetch fewer of them, then resolve the incident",
    retryAlone: "no",
    because: "the job stays as large as it is",
  },
  CALLED_DECISION_ERROR: {
    fix: "deploy the called decision for the same tenant or correct its id in the model, then resolve the incident",
    retryAlone: "no",
    because: "the decision is looked for again, and that helps only if it was deployed since",
  },
  DECISION_EVALUATION_ERROR: {
    fix: "correct the variables that the decision takes, or deploy a decision that has an answer for them, then resolve the incident",
    retryAlone: "no",
    because: "the same decision over the same variables fails again",
  },
  FORM_NOT_FOUND: {
    fix: "deploy the form for the same tenant, then resolve the incident",
    retryAlone: "no",
    because: "the form is looked for again, and that helps only if it was deployed since",
  },
  RESOURCE_NOT_FOUND: {
    fix: "deploy the linked resource for the same tenant, then resolve the incident",
    retryAlone: "no",
    because: "the resource is looked for again, and that helps only if it was deployed since",
  },
  SECRET_RESOLUTION_ERROR: {
    fix: "create the secret that the message names for this cluster, then resolve the incident",
    retryAlone: "no",
    because: "the secret is looked for again, and that helps only if it was created since",
  },
};

const UNKNOWN: Advice = {
  fix: "read the message, remove what it names, then resolve the incident",
  retryAlone: "maybe",
  because: "this kind of error says nothing about its cause by itself",
};

/** What fixes an error of this type; a type that is not known gets an honest answer. */
export const adviceFor = (errorType: string): Advice => ADVICE[errorType] ?? UNKNOWN;
