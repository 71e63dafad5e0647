import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { OperateError } from "../errors.ts";

/** Who asks for what, where. */
export interface Asked {
  readonly tool: string;
  /** As they were given, without the confirmation. */
  readonly args: Readonly<Record<string, unknown>>;
  /** Address of the cluster. */
  readonly address: string;
  /** Who is logged in there. */
  readonly user: string;
}

/** What a confirmation is good for, and for nothing else. */
export interface Bound extends Asked {
  /** What is acted on, and the state in which it was seen. */
  readonly set: readonly unknown[];
}

/** Gives out confirmations and takes each back once. */
export interface Confirmations {
  /** A confirmation of this, valid for `CONFIRMATION_SECONDS`. */
  issue(bound: Bound): string;
  /**
   * `CONFIRM_REQUIRED` with the reason, unless it was given for this, is still valid and was not used; `RATE_LIMITED` after too many
   * changes. Spends nothing.
   */
  check(confirmation: string, asked: Asked | Bound): void;
  /** The same, and spends it: from now on neither it nor an earlier one for one of these keys is worth anything. */
  begin(confirmation: string, bound: Bound, keys: readonly string[]): void;
}

/** How long a confirmation is valid. */
export const CONFIRMATION_SECONDS = 120;

/** Changes that one process makes in a minute at most: an assistant gone astray does not get far. */
const ACTS_A_MINUTE = 10;
const MINUTE_MS = 60_000;

/** Keys of which is remembered that they were acted on. */
const REMEMBERED = 10_000;

const refused = (why: string): OperateError => new OperateError("CONFIRM_REQUIRED", `${why}; nothing was changed`);

/** The same text for the same value, whatever the order in which its members were written. */
const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, held]) => held !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, held]) => `${JSON.stringify(name)}:${canonical(held)}`).join(",")}}`;
};

const digest = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex").slice(0, 16);

/** What a confirmation says: its number, when it ends, and what it was given for. */
interface Claims {
  readonly number: number;
  readonly end: number;
  readonly question: string;
  readonly set: string;
}

const FORM = /^((\d{1,9})\.(\d{1,15})\.([\da-f]{16})\.([\da-f]{16}))\.([\da-f]{40})$/;

const questionOf = ({ tool, args, address, user }: Asked): string => digest({ tool, args, address, user });

/**
 * Confirmations signed with a key that lives as long as this process; `now` is in milliseconds. They say nothing that a reader
 * could use and are worth nothing anywhere else.
 */
export const openConfirmations = (key: Uint8Array, now: () => number): Confirmations => {
  let number = 0;
  /** Numbers of those that were used, with their ends. */
  const spent = new Map<number, number>();
  /** When, in numbers, a key was last acted on. */
  const acted = new Map<string, number>();
  let acts: number[] = [];

  const sign = (claims: string): string => createHmac("sha256", key).update(claims).digest("hex").slice(0, 40);

  const read = (confirmation: string): Claims => {
    const [, claims = "", numbered, ending, question = "", set = "", signature = ""] = FORM.exec(confirmation) ?? [];
    const expected = Buffer.from(sign(claims));
    const given = Buffer.from(signature);
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
      throw refused("this confirmation was not given by this server, or before its last start");
    }
    return { number: Number(numbered), end: Number(ending), question, set };
  };

  const checked = (confirmation: string, bound: Asked | Bound): Claims => {
    const claims = read(confirmation);
    if (spent.has(claims.number)) throw refused("this confirmation was used already");
    if (now() >= claims.end) throw refused(`this confirmation is older than ${CONFIRMATION_SECONDS} s`);
    if (claims.question !== questionOf(bound)) {
      throw refused("this confirmation was given for another tool, other arguments, another cluster or user");
    }
    if ("set" in bound && claims.set !== digest(bound.set)) {
      throw refused("what the arguments stand for has changed since this confirmation was given");
    }
    return claims;
  };

  const remember = (keys: readonly string[]): void => {
    for (const one of keys) {
      acted.delete(one);
      acted.set(one, number);
    }
    for (const [oldest] of acted) {
      if (acted.size <= REMEMBERED) break;
      acted.delete(oldest);
    }
    for (const [old, end] of spent) if (now() >= end) spent.delete(old);
  };

  const checkPace = (): void => {
    acts = acts.filter((at) => now() - at < MINUTE_MS);
    const [first] = acts;
    if (acts.length < ACTS_A_MINUTE || first === undefined) return;
    const seconds = Math.ceil((first + MINUTE_MS - now()) / 1000);
    throw new OperateError(
      "RATE_LIMITED",
      `${ACTS_A_MINUTE} changes were made within a minute, more are not; nothing was changed`,
      {
        next: `wait ${seconds} s; several things can be changed in one call`,
        facts: { retryAfterSeconds: seconds },
      },
    );
  };

  return {
    issue(bound) {
      number += 1;
      const claims = [number, now() + CONFIRMATION_SECONDS * 1000, questionOf(bound), digest(bound.set)];
      const text = claims.join(".");
      return `${text}.${sign(text)}`;
    },
    check(confirmation, bound) {
      checked(confirmation, bound);
      checkPace();
    },
    begin(confirmation, bound, keys) {
      const claims = checked(confirmation, bound);
      if (keys.some((one) => (acted.get(one) ?? 0) >= claims.number)) {
        throw refused("something was done to what it is about after this confirmation was given");
      }
      checkPace();
      spent.set(claims.number, claims.end);
      acts.push(now());
      remember(keys);
    },
  };
};
