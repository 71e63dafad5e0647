import type { Row } from "../camunda/engine.ts";
import type { NestedList } from "../camunda/entity.ts";
import type { Fact, RowsPart } from "./answer.ts";

type Facts = Readonly<Record<string, Fact>>;

const without = (row: Facts, names: readonly string[]): Facts =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));

/** Rows that agree in `by` as one, the rest of each in a list under `into`. */
const grouped = (rows: readonly Facts[], by: readonly string[], into: string): Readonly<Record<string, unknown>>[] => {
  const groups = new Map<string, { head: Facts; rest: Facts[] }>();
  for (const row of rows) {
    const head: Facts = Object.fromEntries(by.flatMap((name) => (row[name] === undefined ? [] : [[name, row[name]]])));
    const id = JSON.stringify(head);
    const group = groups.get(id) ?? { head, rest: [] };
    group.rest.push(without(row, by));
    groups.set(id, group);
  }
  return [...groups.values()].map(({ head, rest }) => ({ ...head, [into]: rest }));
};

/** A list inside a row as a part of an answer: a flat table as text, grouped in the structure. */
export const nestedPart = ({ fields, group }: NestedList, rows: readonly Row[]): RowsPart => ({
  kind: "rows",
  columns: Object.keys(fields),
  rows,
  ...(group === undefined ? {} : { grouping: { by: group.by, into: group.into } }),
});

/** The structure of a part: its rows, grouped where the part says so. */
export const structureOf = (part: RowsPart, rows: readonly Facts[]): readonly Readonly<Record<string, unknown>>[] =>
  part.grouping === undefined ? rows : grouped(rows, part.grouping.by, part.grouping.into);
