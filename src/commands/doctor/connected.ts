import type { Connection } from "../../camunda/connect.ts";
import { OperateError } from "../../errors.ts";
import type { Facts, Log } from "../../log.ts";
import { textOf } from "../../narrow.ts";
import { openCluster } from "../cluster.ts";
import { type Explained, explain } from "./explain.ts";
import { look } from "./look.ts";
import type { Patient } from "./patient.ts";

/** Something that was logged on the way. */
interface Event {
  readonly event: string;
  readonly facts: Facts;
}

/** How far connecting and logging in came. */
export interface Connected {
  /** Absent when it failed. */
  readonly connection?: Connection;
  /** Where it failed, and what that means. */
  readonly failure?: Explained;
  readonly tookMs: number;
  /** A credential was had, whether or not the API took it. */
  readonly hasCredential: boolean;
  /** Why a token could not be kept; absent when it was, or was not to be. */
  readonly notKept?: string;
  /** What the token says about itself. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

const listening = (events: Event[]): Log => {
  const hear: Log["info"] = (event, facts = {}) => {
    events.push({ event, facts });
  };
  return { error: hear, warn: hear, info: hear, debug: hear };
};

/** Connects as the server does, with one login, and tells how far that came. */
export const connectOnce = async (
  patient: Omit<Patient, "connected">,
): Promise<{ readonly connected: Connected; close(): Promise<void> }> => {
  const { config, world, lookup, call, bare } = patient;
  const began = world.clock.mono();
  const events: Event[] = [];
  const heard = (name: string): Facts | undefined => events.find(({ event }) => event === name)?.facts;
  const has = (name: string): boolean => heard(name) !== undefined;
  const cluster = openCluster(config, { ...world, lookup, log: listening(events) });
  const attempt = async (): Promise<Pick<Connected, "connection" | "failure">> => {
    try {
      return { connection: await cluster.connect(call) };
    } catch (error) {
      if (!(error instanceof OperateError)) throw error;
      const circumstances = {
        hasCredential: has("credential"),
        loginAdvice: textOf(heard("login_failed")?.["next"]),
        isRefused: has("credential_refused"),
      };
      const looks = error.code === "CONFIG" ? await look(config, bare, call, world.clock) : [];
      return { failure: explain({ error, looks, config, ...circumstances }) };
    }
  };
  const outcome = await attempt().catch(async (error: unknown) => {
    await cluster.close();
    throw error;
  });
  const notKept = textOf(heard("token_not_kept")?.["problem"]);
  const claims = cluster.claims();
  return {
    connected: {
      ...outcome,
      tookMs: Math.round(world.clock.mono() - began),
      hasCredential: has("credential"),
      ...(notKept === undefined ? {} : { notKept }),
      ...(claims === undefined ? {} : { claims }),
    },
    close: cluster.close,
  };
};
