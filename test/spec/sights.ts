import { parse } from "lossless-json";
import type { Entity, Field } from "../../src/camunda/entity.ts";
import { isObject, member } from "../../src/narrow.ts";
import type { Row } from "../../src/simulator/world.ts";
import { getTool } from "../../src/tools/get.ts";
import { searchTool } from "../../src/tools/search.ts";
import { visible } from "../../src/visible.ts";
import { ask, type Heard, post } from "../simulator/ask.ts";
import type { Connected } from "../support/connect.ts";
import type { Node } from "./document/mend.ts";
import { FIELDS_LEFT_OUT } from "./left-out.ts";
import type { Shape } from "./shapes.ts";
import { translated } from "./shown.ts";

/** One thing as the API answers it and as a tool shows it. */
export interface Sight {
  /** Name of its schema in the documents. */
  readonly schema: string;
  /** The members that the answer has, but for those left out. */
  readonly members: readonly string[];
  /** The same under this project's names, as it has to be shown. */
  readonly expected: Node;
  readonly shown: unknown;
}

type Declared = Pick<Shape, "schema" | "fields">;

const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

const sight = ({ schema, fields }: Declared, answered: unknown, shown: unknown): Sight => {
  const leftOut = Object.keys(FIELDS_LEFT_OUT[schema] ?? {});
  const kept = Object.entries(isObject(answered) ? answered : {}).filter(([name]) => !leftOut.includes(name));
  const flat = kept.filter(([, value]) => !Array.isArray(value));
  const expected = Object.entries(translated(fields, Object.fromEntries(flat)));
  return {
    schema,
    members: kept.map(([name]) => name),
    expected: Object.fromEntries(
      expected.map(([name, value]) => [name, typeof value === "string" ? visible(value) : value]),
    ),
    shown,
  };
};

/** Several of one kind; one that is missing on either side is seen as nothing. */
const sights = (shape: Declared, answered: unknown, shown: readonly unknown[]): readonly Sight[] => {
  const all = listIn(answered);
  return Array.from({ length: Math.max(all.length, shown.length) }, (_, index) =>
    sight(shape, all[index], shown[index]),
  );
};

const read = (heard: Heard): unknown => parse(heard.text);

/** A list inside a row, as the tools show it: flat, even where they group it. */
const shownList = (structured: Node, { name, group }: Entity["lists"][number]): readonly unknown[] =>
  listIn(structured[name]).flatMap((item) => {
    if (group === undefined || !isObject(item)) return [item];
    const { [group.into]: inner, ...outer } = item;
    return listIn(inner).map((one) => ({ ...outer, ...(isObject(one) ? one : {}) }));
  });

const fieldsToShow = ({ fields }: Entity): readonly string[] =>
  Object.values(fields).flatMap(({ name, v1, isHidden }) => (v1 === undefined || isHidden ? [] : [name]));

/** A row in a list, and alone with everything inside it; `own` is the entity's shape, `inner` are those of its lists. */
export const rowSights = async (
  { cluster: { url }, call }: Connected,
  entity: Entity,
  row: Row,
  own: Declared,
  inner: readonly Declared[],
): Promise<readonly Sight[]> => {
  const key = String(row[entity.key]);
  const place = `${url}/v1/${entity.path.v1}`;
  const sent = entity.fields[entity.key]?.kind === "key" ? key : JSON.stringify(key);
  const filter = `{"filter":{"${entity.fields[entity.key]?.v1?.name}":${sent}}}`;
  const [listed, alone] = [read(await post(`${place}/search`, filter)), read(await ask(`${place}/${key}`))];
  const found = await call(searchTool(entity).name, { [entity.key]: key, fields: fieldsToShow(entity) });
  const { structured } = await call(getTool(entity).name, { [entity.key]: key });
  return [
    ...sights(own, member(listed, "items"), listIn(found.structured["items"])),
    sight(own, alone, structured),
    ...entity.lists.flatMap((list, index) => {
      const shape = inner[index];
      return shape === undefined ? [] : sights(shape, member(alone, list.path.v1), shownList(structured, list));
    }),
  ];
};

/** The counts of a process instance. */
export const statisticsSights = async (
  { cluster: { url }, call }: Connected,
  processInstanceKey: string,
  fields: readonly Field[],
): Promise<readonly Sight[]> => {
  const answered = read(await ask(`${url}/v1/process-instances/${processInstanceKey}/statistics`));
  const { structured } = await call("get_process_instance", { processInstanceKey, include: ["statistics"] });
  return sights({ schema: "FlowNodeStatistics", fields }, answered, listIn(structured["statistics"]));
};
