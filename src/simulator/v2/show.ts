import type { NestedList } from "../../camunda/entity.ts";
import type { Json, JsonObject } from "../json.ts";
import type { Served } from "../served.ts";
import { showRow } from "../show-row.ts";
import { reaches } from "../v1/quirks.ts";
import type { Row } from "../world.ts";
import { columnsOf } from "./column.ts";
import type { Resource } from "./resource.ts";

/** A row as a search answers it; `whole` leaves long values uncut. */
export const showInList = (api: Served, resource: Resource, row: Row, whole = false): JsonObject => {
  const shown = showRow(row, columnsOf(resource, api.version));
  const { preview } = resource;
  const uncut =
    whole && preview !== undefined ? { [preview.text]: row[preview.text] ?? "null", [preview.mark]: false } : {};
  return { ...shown, ...uncut, ...nestedOf(api, resource, row, false) };
};

/** A row as it is answered by its key: values uncut, and everything inside it. */
export const showAlone = (api: Served, resource: Resource, row: Row): JsonObject => {
  const { preview } = resource;
  const { [preview?.mark ?? ""]: _, ...shown } = showInList(api, resource, row, true);
  return { ...shown, ...nestedOf(api, resource, row, true) };
};

const nestedOf = (api: Served, { nested, path, key }: Resource, row: Row, alone: boolean): JsonObject => {
  const names = Object.entries(nested).filter(
    ([, { onlyAlone, since }]) => onlyAlone === alone && reaches(api.version, since),
  );
  if (names.length === 0) return {};
  const inside = api.store.details(path, String(row[key])) ?? declaredLists(api, path, String(row[key]));
  return Object.fromEntries(
    names.map(([name, { none, completed }]): [string, Json] => {
      const value = inside[name] ?? none;
      return [name, completed === undefined ? value : completed(value, api.version)];
    }),
  );
};

/** The lists that an entity declares, for rows that were made from its declaration. */
const declaredLists = ({ entities, store }: Served, path: string, key: string): JsonObject => {
  const entity = entities.find((one) => one.path.v2 === path);
  return Object.fromEntries(
    (entity?.lists ?? []).flatMap((list): [string, Json][] =>
      entity === undefined ? [] : [[list.name, grouped(store.nested(entity, key, list).map(present), list.group)]],
    ),
  );
};

const present = (row: Row): Record<string, Json> =>
  Object.fromEntries(Object.entries(row).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

/** Members that agree in `by` as one, with the rest of each in a list. */
const grouped = (members: readonly Record<string, Json>[], group: NestedList["group"]): Json => {
  if (group === undefined) return members;
  const groups = new Map<string, { readonly shared: JsonObject; readonly inner: JsonObject[] }>();
  for (const member of members) {
    const split = (isShared: boolean): JsonObject =>
      Object.fromEntries(Object.entries(member).filter(([name]) => group.by.includes(name) === isShared));
    const shared = split(true);
    const name = JSON.stringify(shared);
    const found = groups.get(name) ?? { shared, inner: [] };
    groups.set(name, found);
    found.inner.push(split(false));
  }
  return [...groups.values()].map(({ shared, inner }) => ({ ...shared, [group.into]: inner }));
};
