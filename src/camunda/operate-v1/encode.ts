import { OperateError } from "../../errors.ts";
import { Raw } from "../../http/json.ts";
import type { Filter, PageRequest, Value } from "../engine.ts";
import type { Entity, Field } from "../entity.ts";
import { toWireWord } from "./words.ts";

/** A value as the Operate API wants it in a filter: keys as bare 64-bit integers, words in its own vocabulary. */
const wireValue = (field: Field, value: Value): unknown => {
  if (field.kind === "key") return field.v1?.asText ? String(value) : new Raw(String(value));
  return field.kind === "word" ? toWireWord(field, String(value)) : value;
};

/** What goes wrong here is ours: everything the API would silently ignore has to be kept out before. */
const wireName = (entity: Entity, name: string, use: "filter" | "sort"): string => {
  const wire = entity.fields[name]?.v1;
  if (wire === undefined || !wire[use]) {
    throw new OperateError("INTERNAL", `${name} of ${entity.plural} must not be sent as a ${use}`);
  }
  return wire.name;
};

const wireFilter = (entity: Entity, filter: Filter): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => {
      const field = entity.fields[name];
      return field === undefined ? [] : [[wireName(entity, name, "filter"), wireValue(field, value)]];
    }),
  );

/**
 * The body of a search (Operate API `Query...`). `searchAfter` is put in as the very text it came with, because its numbers
 * are 64-bit and its types decide what it means.
 */
export const searchBody = (entity: Entity, request: PageRequest): Record<string, unknown> => ({
  ...(Object.keys(request.filter).length === 0 ? {} : { filter: wireFilter(entity, request.filter) }),
  size: request.size,
  ...(request.sort.length === 0
    ? {}
    : { sort: request.sort.map(({ field, order }) => ({ field: wireName(entity, field, "sort"), order })) }),
  ...(request.after === undefined ? {} : { searchAfter: new Raw(request.after) }),
});
