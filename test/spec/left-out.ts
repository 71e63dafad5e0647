/** By name of a schema in the documents: names of its members, each with the reason why it is left out. */
type LeftOut = Readonly<Record<string, Readonly<Record<string, string>>>>;

const KEY_AGAIN = "It is the key once more, as a text.";
const WINDOW = "Camunda knows no span from and to, so a time window is read from a list sorted by it and cut here.";
const PART =
  "Camunda compares whole names in one case; names are searched by any part in any case, so they are compared here.";
const NOT_INDEXED = "The search index has it under another name or cannot sort by it, so the answer is an error.";
const INSIDE = "It is a list inside the row, which Camunda neither compares nor sorts by.";
const DELETION = "It answers a deletion, and no tool deletes anything.";

/** Members of what the documents' operations answer that no result of a tool shows. */
export const FIELDS_LEFT_OUT: LeftOut = {
  ProcessInstance: {
    parentProcessInstanceKey: "Another name for parentKey in a filter, typed wrongly; no answer has it.",
  },
  DecisionDefinition: { id: KEY_AGAIN },
  DecisionRequirements: { id: KEY_AGAIN },
  ChangeStatus: { message: DELETION, deleted: DELETION },
};

/** Members of the documents' filters for which the search tools have no argument. */
export const ARGUMENTS_LEFT_OUT: LeftOut = {
  ProcessInstance: {
    parentProcessInstanceKey: "Another name for parentKey, typed wrongly; parentKey is sent in its place.",
  },
  DecisionDefinition: { id: KEY_AGAIN },
  DecisionRequirements: { id: KEY_AGAIN },
  DecisionInstance: {
    result: "Camunda does not look at it in a filter, and the newer API has no filter for it either.",
    evaluatedInputs: INSIDE,
    evaluatedOutputs: INSIDE,
  },
};

/** Members of the documents' filters that the search tools offer and that are never sent: this server compares them itself. */
export const FILTERS_NOT_SENT: LeftOut = {
  ProcessDefinition: {
    name: PART,
    versionTag: "Camunda does not look at it in a filter, so it is compared here.",
  },
  ProcessInstance: { startDate: WINDOW, endDate: WINDOW },
  FlowNodeInstance: {
    startDate: WINDOW,
    endDate: WINDOW,
    flowNodeName: "Camunda adds it from the model when it answers and does not look at it in a filter.",
  },
  Incident: {
    creationTime: WINDOW,
    message:
      "Camunda looks for whole words in any order; a message is searched by any part of it, so it is compared here.",
  },
  DecisionDefinition: { name: PART },
  DecisionRequirements: { name: PART },
  DecisionInstance: { evaluationDate: WINDOW },
};

/** Members of the documents' rows that a list is never sorted by. */
export const SORTS_LEFT_OUT: LeftOut = {
  ProcessDefinition: {
    versionTag: "It would be sorted as a text, 1.10 before 1.9, which nobody asks for; versions are sorted by number.",
  },
  ProcessInstance: { parentKey: NOT_INDEXED },
  FlowNodeInstance: { flowNodeName: NOT_INDEXED },
  Incident: { message: "Camunda refuses to sort by it." },
  Variable: {
    truncated: NOT_INDEXED,
    value: "It is long, and where a list goes on would have to repeat it.",
  },
  DecisionDefinition: {
    id: KEY_AGAIN,
    decisionRequirementsName: NOT_INDEXED,
    decisionRequirementsVersion: NOT_INDEXED,
  },
  DecisionRequirements: { id: KEY_AGAIN },
  DecisionInstance: {
    result: NOT_INDEXED,
    evaluatedInputs: INSIDE,
    evaluatedOutputs: INSIDE,
  },
};
