import { OperateError } from "../../errors.ts";
import type { Filter, PageRequest, Value, Window } from "../engine.ts";
import type { Entity } from "../entity.ts";

/** What goes wrong here is ours: the API refuses what it does not know, but not what an older version knew otherwise. */
const wireName = (entity: Entity, name: string, use: "filter" | "sort"): string => {
  const wire = entity.fields[name]?.v2;
  if (wire === undefined || !(wire[use] || entity.fields[name]?.kind === "date")) {
    throw new OperateError("INTERNAL", `${name} of ${entity.plural} must not be sent as a ${use}`);
  }
  return wire.name;
};

/** Several texts are given as rows show them, as one text with commas; the API wants each of them once. */
const textsIn = (value: Value): readonly string[] => [
  ...new Set(
    String(value)
      .split(",")
      .map((text) => text.trim()),
  ),
];

const wireFilter = (entity: Entity, filter: Filter): [string, unknown][] =>
  Object.entries(filter).map(([name, value]) => {
    const isList = entity.fields[name]?.v2?.isList === true;
    return [wireName(entity, name, "filter"), isList ? textsIn(value) : value];
  });

const wireWindows = (entity: Entity, windows: Readonly<Record<string, Window>> = {}): [string, unknown][] =>
  Object.entries(windows).map(([name, { after, before }]) => [
    wireName(entity, name, "filter"),
    { ...(after === undefined ? {} : { $gte: after }), ...(before === undefined ? {} : { $lte: before }) },
  ]);

/** The body of a search: `filter`, `sort` and `page` (8.8 and later). Keys travel as strings. */
export const searchBody = (entity: Entity, request: PageRequest): Record<string, unknown> => {
  const { variables, sort, size, after } = request;
  const filter = Object.fromEntries([
    ...wireFilter(entity, request.filter),
    ...wireWindows(entity, request.windows),
    ...(variables === undefined ? [] : [["variables", variables] as const]),
  ]);
  return {
    ...(Object.keys(filter).length === 0 ? {} : { filter }),
    ...(sort.length === 0
      ? {}
      : { sort: sort.map(({ field, order }) => ({ field: wireName(entity, field, "sort"), order })) }),
    page: { limit: size, ...(after === undefined ? {} : { after }) },
  };
};
