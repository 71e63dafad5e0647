import type { Annotations } from "../tools/tool.ts";

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
  readonly annotations: Annotations;
}

/** What `tools/list` shows, with or without a promise of structured results. */
export type Listing = (isStructured: boolean) => ListedTool[];
