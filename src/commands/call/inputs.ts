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
  /** How it is written as JSON, where it is a list of objects: every member, with its words or dots for its value. */
  readonly form?: string;
  readonly about?: string;
  readonly isRequired: boolean;
}

const formOf = (items: unknown): string | undefined => {
  const members = Object.entries(member(items, "properties") ?? {}).map(([name, described]) => {
    const words = textsOf(member(described, "enum")) ?? ["..."];
    return `"${name}":"${words.join("|")}"`;
  });
  return members.length === 0 ? undefined : `[{${members.join(",")}}]`;
};

/** The arguments that a tool takes. */
export const inputsOf = (tool: Tool): readonly Input[] => {
  const schema = listed(tool).inputSchema;
  const required = textsOf(schema["required"]) ?? [];
  return Object.entries(member(schema, "properties") ?? {}).map(([name, described]) => {
    const type = textOf(member(described, "type"));
    const about = textOf(member(described, "description"));
    const words = textsOf(member(described, "enum")) ?? textsOf(member(member(described, "items"), "enum"));
    const form = formOf(member(described, "items"));
    return {
      name,
      isRequired: required.includes(name),
      ...(type === undefined ? {} : { type }),
      ...(about === undefined ? {} : { about }),
      ...(words === undefined ? {} : { words }),
      ...(form === undefined ? {} : { form }),
    };
  });
};
