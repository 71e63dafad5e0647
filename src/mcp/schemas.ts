import { z } from "zod";
import type { Tool } from "../tools/tool.ts";

/** A JSON schema of an object, the way the tool list shows it. */
export interface ObjectSchema {
  readonly [name: string]: unknown;
  readonly type: "object";
}

/** One entry of `tools/list`. */
export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: ObjectSchema;
  /** Absent where results have no structure. */
  readonly outputSchema?: ObjectSchema;
  readonly annotations: Tool["annotations"];
}

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
