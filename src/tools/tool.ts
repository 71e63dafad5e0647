import type * as z from "zod";
import type { Connection } from "../camunda/connect.ts";
import type { Call } from "../camunda/engine.ts";
import type { Desk } from "../repair/desk.ts";
import type { RawAnswer } from "./answer.ts";

/** All four hints of the protocol, none left to its default. */
export interface Annotations {
  readonly readOnlyHint: boolean;
  readonly destructiveHint: boolean;
  readonly idempotentHint: boolean;
  readonly openWorldHint: boolean;
}

/** Looks and changes nothing. */
export const READ: Annotations = {
  readOnlyHint: true,
  destructiveHint: false,
  idempotentHint: true,
  openWorldHint: true,
};

/** What a handler works with, for one call. */
export interface Context extends Call {
  /** The connected cluster; connects on the first call. */
  connect(): Promise<Connection>;
  /** Milliseconds since 1970. */
  now(): number;
  /** Toolsets that are switched on. */
  readonly toolsets: readonly string[];
  /** Names of the tools that there are and that are not offered: nothing may lead to them. */
  readonly missing: ReadonlySet<string>;
  /** Whether tools that change something are offered. */
  readonly writes: boolean;
  /** What they work with; absent where nothing may be changed. */
  readonly desk?: Desk;
  /** Asks the person at the client, in our own words; absent where the client cannot. The call ends there and begins anew with the answer. */
  readonly agreed?: (question: string) => boolean;
  /** Warnings about the settings, in sentences. */
  readonly warnings: readonly string[];
}

/** One tool as data: it can be listed, documented and tested without a cluster and without the protocol. */
export interface Tool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: string;
  readonly annotations: Annotations;
  /** Arguments: strict in names, forgiving in types. */
  readonly input: z.ZodObject;
  /** Structured result: open, so that new fields and words of a newer cluster pass. */
  readonly output: z.ZodObject;
  handler(context: Context, args: Readonly<Record<string, unknown>>): Promise<RawAnswer>;
}
