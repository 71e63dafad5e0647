/** By path of an entity: names in the documents, each with the reason why it is left out. */
export type LeftOut = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const FIELDS_LEFT_OUT: LeftOut = {};
export const ARGUMENTS_LEFT_OUT: LeftOut = {};
export const FILTERS_NOT_SENT: LeftOut = {};
export const SORTS_LEFT_OUT: LeftOut = {};
