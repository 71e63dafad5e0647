import * as z from "zod";
import type { Tool } from "../tools/tool.ts";
import type { ListedTool, ObjectSchema } from "./listed-tool.ts";

const schemaOf = (schema: z.ZodObject, io: "input" | "output"): ObjectSchema => {
  const { $schema: _, type: __, ...rest } = z.toJSONSchema(schema, { io });
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
