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

/** Ends one entry of the record with what became of it; only the first word counts. */
export type Settle = (outcome: string) => void;

/** What everybody who changes something works with. It is there only where changes are allowed. */
export interface Desk {
  readonly confirmations: Confirmations;
  /** Most things that one confirmation is for. */
  readonly maxItems: number;
  readonly clock: Clock;
  /** Begins an entry of the record, before anything is sent. */
  begin(entry: Omit<Entry, "outcome">): Settle;
  /** Writes what is still under way as of unknown outcome: nothing that was sent is missing in the record. */
  close(): void;
}

/** What a desk is made of; `record` writes one entry. */
export interface DeskOptions extends Pick<Desk, "maxItems" | "clock"> {
  record(entry: Entry): void;
}

/** A desk with a key of its own, so that no confirmation outlives it. */
export const openDesk = ({ maxItems, clock, record }: DeskOptions): Desk => {
  const underWay = new Set<Settle>();
  return {
    maxItems,
    clock,
    confirmations: openConfirmations(randomBytes(32), clock.wall),
    begin({ tool, key, who, cluster }) {
      const settle: Settle = (outcome) => {
        if (underWay.delete(settle)) record({ tool, key, outcome, who, cluster });
      };
      underWay.add(settle);
      return settle;
    },
    close() {
      for (const settle of underWay) settle("unknown");
    },
  };
};
