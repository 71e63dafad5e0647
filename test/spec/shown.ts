import { isLosslessNumber } from "lossless-json";
import { absent, type Field } from "../../src/camunda/entity.ts";
import { isObject } from "../../src/narrow.ts";

/** A value of the Operate API, read without loss, as this project has to show it. */
export const shown = (field: Field, value: unknown): unknown => {
  if (isLosslessNumber(value)) return field.kind === "key" ? value.value : Number(value.value);
  if (field.kind === "date") return new Date(String(value).replace(/([+-]\d\d)(\d\d)$/, "$1:$2")).toISOString();
  const renamed = field.words.find(({ v1 }) => v1 !== undefined && v1 !== absent && v1 === value);
  return renamed?.word ?? value;
};

/** An object of the Operate API under this project's names; a member that no field declares keeps its own name. */
export const translated = (fields: readonly Field[], object: unknown): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(isObject(object) ? object : {}).map(([name, value]) => {
      const field = fields.find(({ v1 }) => v1?.name === name);
      return field === undefined ? [name, value] : [field.name, shown(field, value)];
    }),
  );
