/** The partitions of the cluster, in the order of their keys; instance number n runs on the one at n modulo 4. */
export const PARTITIONS = [1n, 2n, 4n, 5n] as const;

/** What of one instance has a key of its own, by its distance from the key of the instance; elements count from theirs. */
export const OFFSETS = { instance: 0, element: 1, job: 16, incident: 24 } as const;

const ROOM = 32;
const FIRST = 4096;
const PARTITION_BITS = 51n;

/** Key of a definition, from its number; smaller than all keys of instances on its partition. */
export const definitionKey = (number: number): string => keyIn(number, 16 + Math.floor(number / PARTITIONS.length));

/** A key that belongs to an instance, from the instance's number. */
export const keyOf = (number: number, offset: number): string =>
  keyIn(number, FIRST + Math.floor(number / PARTITIONS.length) * ROOM + offset);

/** Number of the instance that a key belongs to; undefined for a key that no instance can have. */
export const numberOf = (key: bigint): number | undefined => {
  const partition = PARTITIONS.findIndex((one) => one === key >> PARTITION_BITS);
  const counter = Number(BigInt.asUintN(Number(PARTITION_BITS), key)) - FIRST;
  return partition < 0 || counter < 0 ? undefined : Math.floor(counter / ROOM) * PARTITIONS.length + partition;
};

const keyIn = (number: number, counter: number): string =>
  String(((PARTITIONS[number % PARTITIONS.length] ?? 1n) << PARTITION_BITS) + BigInt(counter));
