import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock.ts";
import { member } from "../narrow.ts";
import type { Secrets } from "../secrets.ts";
import { freshness } from "./lifetime.ts";
import type { Fetched } from "./session.ts";
import { NotKept, type TokenStore } from "./token-store.ts";

/** A token with the time it came (milliseconds since 1970) and its life. */
interface Kept {
  readonly token: string;
  readonly since: number;
  readonly lifeMs: number;
}

/** What a kept token is for, and the secret it was got with. */
export interface Purpose {
  /** All that tells one token from another, in one text; no secret. */
  readonly key: string;
  readonly secret: string;
}

const nameOf = ({ key }: Purpose): string => createHash("sha256").update(key).digest("hex").slice(0, 40);

/**
 * Binds a kept token to its purpose and to the secret: another secret, or somebody who does not know it, brings no token that
 * counts.
 */
const sealOf = ({ key, secret }: Purpose, { token, since, lifeMs }: Kept): string =>
  createHmac("sha256", secret)
    .update(JSON.stringify([key, token, since, lifeMs]))
    .digest("hex");

const isSealed = (purpose: Purpose, kept: Kept, seal: string): boolean => {
  const [wanted, given] = [Buffer.from(sealOf(purpose, kept)), Buffer.from(seal)];
  return wanted.length === given.length && timingSafeEqual(wanted, given);
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const keptIn = (text: string, purpose: Purpose): Kept | undefined => {
  const content = parsed(text);
  const [token, since, lifeMs, seal] = ["token", "since", "lifeMs", "seal"].map((name) => member(content, name));
  if (typeof token !== "string" || typeof since !== "number" || typeof lifeMs !== "number") return undefined;
  const kept = { token, since, lifeMs };
  return typeof seal === "string" && isSealed(purpose, kept, seal) ? kept : undefined;
};

/** What is left of a kept token; undefined when its life is over, or begins only in the future. */
const remains = ({ token, since, lifeMs }: Kept, now: number): Fetched<string> | undefined => {
  const ageMs = now - since;
  const leftMs = lifeMs - ageMs;
  if (ageMs < 0 || leftMs <= 0 || freshness(ageMs, lifeMs) === "ended") return undefined;
  return { value: token, lifeMs: leftMs };
};

/**
 * The same login, which first looks for a token that was kept and keeps each one that it gets. Once it has given a token it always
 * gets a new one: who asks again does so because the last one was refused or is at its end. Failures are not kept.
 */
export const keepingToken = (
  login: (signal: AbortSignal) => Promise<Fetched<string>>,
  options: {
    readonly store: TokenStore;
    readonly purpose: Purpose;
    readonly clock: Clock;
    readonly secrets: Secrets;
    /** Told why a token could not be kept; it is used all the same. */
    readonly notKept: (reason: string) => void;
  },
): ((signal: AbortSignal) => Promise<Fetched<string>>) => {
  const { store, purpose, clock, secrets, notKept } = options;
  let hasGiven = false;

  const find = async (): Promise<Fetched<string> | undefined> => {
    const text = await store.read(nameOf(purpose));
    const kept = text === undefined ? undefined : keptIn(text, purpose);
    if (kept !== undefined) secrets.add(kept.token, "token");
    return kept && remains(kept, clock.wall());
  };

  const keep = async ({ value, lifeMs = 0 }: Fetched<string>, since: number): Promise<void> => {
    const kept = { token: value, since, lifeMs };
    try {
      await store.write(nameOf(purpose), JSON.stringify({ ...kept, seal: sealOf(purpose, kept) }));
    } catch (error) {
      if (!(error instanceof NotKept)) throw error;
      notKept(error.message);
    }
  };

  return async (signal) => {
    const found = hasGiven ? undefined : await find();
    const since = clock.wall();
    const token = found ?? (await login(signal));
    if (found === undefined) await keep(token, since);
    hasGiven = true;
    return token;
  };
};
