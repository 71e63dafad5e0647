import type { Random } from "./random.ts";

/** A key to be: where and when it is given, so that keys come out in the order of events; `key` is empty until then. */
export interface Ticket {
  readonly partition: number;
  /** Milliseconds since 1970. */
  readonly born: number;
  key: string;
}

/** Draws a ticket for a key. */
export const ticket = (tickets: Ticket[], partition: number, born: number): Ticket => {
  const drawn = { partition, born, key: "" };
  tickets.push(drawn);
  return drawn;
};

const PARTITION_BITS = 51n;

/** Gives every ticket its key: partition in the upper bits, a counter that grows with time in the lower. */
export const numberTickets = (tickets: readonly Ticket[], random: Random): void => {
  const counters = new Map<number, bigint>();
  for (const drawn of tickets.toSorted((left, right) => left.born - right.born)) {
    const counter = (counters.get(drawn.partition) ?? 0n) + BigInt(random.whole(1, 4));
    counters.set(drawn.partition, counter);
    drawn.key = String((BigInt(drawn.partition) << PARTITION_BITS) + counter);
  }
};
