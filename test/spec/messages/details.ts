import type { Random } from "../../../src/simulator/company/random.ts";

/*
 * What differs from case to case of the same cause: made here as workers, engines and libraries write it, without a look at what
 * takes it out again.
 */

const digits = (chance: Random, length: number): string =>
  `${chance.whole(1, 9)}${Array.from({ length: length - 1 }, () => chance.whole(0, 9)).join("")}`;

const letters = (chance: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => alphabet.charAt(chance.whole(0, alphabet.length - 1))).join("");

/** Hexadecimal digits. */
export const hex = (chance: Random, length: number): string => letters(chance, "0123456789abcdef", length);

/** A number of any length. */
export const number = (chance: Random): string => digits(chance, chance.whole(1, 12));

/** A key of the engine. */
export const key = (chance: Random): string => digits(chance, chance.whole(16, 19));

export const uuid = (chance: Random): string => [8, 4, 4, 4, 12].map((length) => hex(chance, length)).join("-");

const two = (chance: Random, least: number, most: number): string => String(chance.whole(least, most)).padStart(2, "0");
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;
const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] as const;

/** A point in time in each of the formats that logs and messages have it in. */
export const TIMES: readonly ((chance: Random) => string)[] = [
  (chance) => `${day(chance)}T${clock(chance)}Z`,
  (chance) => `${day(chance)}T${clock(chance)}.${two(chance, 10, 99)}${chance.whole(0, 9)}+0${chance.whole(0, 3)}:00`,
  (chance) => `${day(chance)} ${clock(chance)},${chance.whole(100, 999)}`,
  (chance) => `${two(chance, 1, 28)}.${two(chance, 1, 12)}.20${two(chance, 20, 29)} ${clock(chance)}`,
  (chance) =>
    `${chance.pick(DAYS)} ${chance.pick(MONTHS)} ${two(chance, 10, 28)} ${clock(chance)} UTC 20${two(chance, 20, 29)}`,
  (chance) =>
    `${chance.pick(DAYS)}, ${two(chance, 1, 28)} ${chance.pick(MONTHS)} 20${two(chance, 20, 29)} ${clock(chance)} GMT`,
  (chance) => `${two(chance, 1, 12)}/${two(chance, 1, 28)}/20${two(chance, 20, 29)} ${clock(chance)}`,
  day,
  clock,
  (chance) => digits(chance, 13),
];

function day(chance: Random): string {
  return `20${two(chance, 20, 29)}-${two(chance, 1, 12)}-${two(chance, 1, 28)}`;
}

function clock(chance: Random): string {
  return `${two(chance, 0, 23)}:${two(chance, 0, 59)}:${two(chance, 0, 59)}`;
}

/** A name of a machine or its address, with a port. */
export const HOSTS: readonly ((chance: Random) => string)[] = [
  (chance) =>
    `10.${chance.whole(0, 255)}.${chance.whole(0, 255)}.${chance.whole(1, 254)}:${chance.whole(1024, 65_535)}`,
  (chance) => `db-${chance.whole(1, 20)}.north.internal:${chance.whole(5000, 5999)}`,
  (chance) => `localhost:${chance.whole(1024, 65_535)}`,
  (chance) => `${letters(chance, "abcdefghijklmnopqrstuvwxyz", chance.whole(3, 9))}.example.com`,
];

/** An e-mail address. */
export const mail = (chance: Random): string =>
  `${chance.pick(["ada", "grace.hopper", "linus+test", "k"])}${chance.whole(1, 99)}@${chance.pick(["example.org", "mail.north.example"])}`;

/** The address of a resource. */
export const address = (chance: Random): string =>
  `https://${chance.pick(["api", "pay-2", "crm"])}.example.com:${chance.whole(8000, 8999)}/v${chance.whole(1, 3)}/orders/${uuid(chance)}?try=${chance.whole(1, 9)}`;

/** A key as businesses make them. */
export const businessKey = (chance: Random): string => `INV-20${two(chance, 20, 29)}-${digits(chance, 4)}`;

/** The name of a pod. */
export const pod = (chance: Random): string =>
  `payments-worker-${hex(chance, 9)}-${letters(chance, "bcdfghjklmnpqrstvwxz2456789", 5)}`;

/** A line of a stack trace: line number and lambda differ from build to build. */
export const frame = (chance: Random): string =>
  `\n\tat com.example.shop.OrderWorker.lambda$handle$${chance.whole(0, 40)}(OrderWorker.java:${chance.whole(10, 1400)})`;
