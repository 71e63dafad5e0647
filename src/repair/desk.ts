import { randomBytes } from "node:crypto";
import type { Clock } from "../clock.ts";
import { type Confirmations, openConfirmations } from "./confirmation.ts";

/** One thing that was done, for the record: who, with which tool, to what, and what became of it. No data. */
export interface Entry {
  readonly tool: string;
  readonly key: string;
  readonly outcome: string;
  readonly who: string;
  readonly cluster: string;
}

/** What everybody who changes something works with. It is there only where changes are allowed. */
export interface Desk {
  readonly confirmations: Confirmations;
  /** Most things that one confirmation is for. */
  readonly maxItems: number;
  readonly clock: Clock;
  /** Writes one entry of the record. */
  record(entry: Entry): void;
}

/** A desk with a key of its own, so that no confirmation outlives it. */
export const openDesk = (options: Omit<Desk, "confirmations">): Desk => ({
  ...options,
  confirmations: openConfirmations(randomBytes(32), options.clock.wall),
});
