import * as z from "zod";
import { isObject } from "../narrow.ts";
import type { Tool } from "../tools/tool.ts";
import type { ListedTool, ObjectSchema } from "./listed-tool.ts";

/** An object is open anyway; saying so with a schema without a word in it makes checkers of schemas suspicious. */
const openBySilence = ({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  const { additionalProperties: more } = jsonSchema;
  if (isObject(more) && Object.keys(more).length === 0) delete jsonSchema.additionalProperties;
};

const schemaOf = (schema: z.ZodObject, io: "input" | "output"): ObjectSchema => {
  const { $schema: _, type: __, ...rest } = z.toJSONSchema(schema, { io, override: openBySilence });
  return { type: "object", ...rest };
};

/** A tool as the protocol lists it, with or without a promise of structured results. */
export const listed = (tool: Tool, isStructured = true): ListedTool => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  inputSchema: schemaOf(tool.input, "input"),
  ...(isStructured ? { outputSchema: schemaOf(tool.output, "output") } : {}),
  annotations: { ...tool.annotations },
});
