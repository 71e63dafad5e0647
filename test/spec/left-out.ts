/** By path of an entity in the Operate API: names, each with the reason why it is left out. */
type LeftOut = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Members of the documents' rows that no field declares. */
export const FIELDS_LEFT_OUT: LeftOut = {
  "process-instances": {
    parentProcessInstanceKey: "Another name for parentKey in a filter, typed wrongly; no answer has it.",
  },
};

/** Members of the documents' filters that are never sent. */
export const FILTERS_LEFT_OUT: LeftOut = {
  "process-definitions": {
    name: "Camunda compares whole names in one case; names are searched by any part, so they are compared here.",
    versionTag: "Camunda does not look at it in a filter, so it is compared here.",
  },
  "process-instances": {
    startDate: "Camunda knows no span from and to, so a time window is read from a sorted list and cut here.",
    endDate: "Camunda knows no span from and to, so a time window is read from a sorted list and cut here.",
  },
};

/** Members of the documents' rows that a list is never sorted by. */
export const SORTS_LEFT_OUT: LeftOut = {
  "process-definitions": {
    versionTag: "It is not known whether the search index has it under this name.",
  },
  "process-instances": {
    parentKey: "The search index has it under another name, so the answer is an error.",
  },
};
