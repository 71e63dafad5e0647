import { listed } from "../../mcp/schemas.ts";
import { member, textOf, textsOf } from "../../narrow.ts";
import type { Tool } from "../../tools/tool.ts";

/** One argument of a tool, as the tool list describes it. */
export interface Input {
  readonly name: string;
  /** Absent where anything may be given, and its type counts. */
  readonly type?: string;
  /** The only values it takes, itself or as entries of its list. */
  readonly words?: readonly string[];
  readonly about?: string;
  readonly isRequired: boolean;
}

/** The arguments that a tool takes. */
export const inputsOf = (tool: Tool): readonly Input[] => {
  const schema = listed(tool).inputSchema;
  const required = textsOf(schema["required"]) ?? [];
  return Object.entries(member(schema, "properties") ?? {}).map(([name, described]) => {
    const type = textOf(member(described, "type"));
    const about = textOf(member(described, "description"));
    const words = textsOf(member(described, "enum")) ?? textsOf(member(member(described, "items"), "enum"));
    return {
      name,
      isRequired: required.includes(name),
      ...(type === undefined ? {} : { type }),
      ...(about === undefined ? {} : { about }),
      ...(words === undefined ? {} : { words }),
    };
  });
};
