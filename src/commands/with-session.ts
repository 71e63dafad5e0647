import { systemClock } from "../clock.ts";
import type { Reach } from "./arguments.ts";
import { type Environment, reached } from "./reached.ts";
import { openSession, type Session } from "./session.ts";

/** For a command that a person or a script runs: the error is what is to be read, the log only where it is asked for. */
const QUIET = { OPERATE_MCP_LOG_LEVEL: "error" };

/** Does something with a session that is closed afterwards, whatever happens. */
export const withSession = async <T>(
  process: Environment,
  reach: Reach,
  writeLog: (line: string) => void,
  work: (session: Session) => Promise<T> | T,
): Promise<T> => {
  const { settings, close } = await reached(process, reach, QUIET);
  const session = openSession(settings, { clock: systemClock, random: Math.random, writeLog });
  try {
    return await work(session);
  } finally {
    await Promise.all([session.close(), close()]);
  }
};
