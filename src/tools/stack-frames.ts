import { textOf } from "../analysis/read.ts";
import type { Row } from "../camunda/engine.ts";

/** A line of a stack trace that says where, and not what. */
const FRAME = /^\s+(?:at \S.*|\.\.\. \d+ (?:more|common frames omitted))$/;

/** Frames that are shown of those that follow each other: where it was thrown, and who called that. */
const SHOWN = 2;

/** How much of stack traces is shown, and where the reader finds them whole. */
interface Extent {
  readonly frames: number;
  readonly whole: string;
}

const AT_A_GLANCE: Extent = { frames: SHOWN, whole: "get_incident shows the message whole" };

/** For a list, whose rows are to be told apart. */
export const IN_LIST: Extent = { frames: 0, whole: "errorMessage among fields shows messages whole" };

/** A message without most of the frames of its stack traces: what was thrown stays, and of each cause the frames next to it. */
export const withoutFrames = (message: string, frames = SHOWN): string => {
  const lines = message.split("\n");
  let run = 0;
  const kept = lines.filter((line) => {
    run = FRAME.test(line) ? run + 1 : 0;
    return run <= frames;
  });
  return kept.join("\n");
};

/** Incidents, or jobs, with the messages that are worth reading, and what the reader has to know about them. */
export const shortMessages = (
  incidents: readonly Row[],
  { frames, whole }: Extent = AT_A_GLANCE,
): { readonly rows: readonly Row[]; readonly notices: readonly string[] } => {
  const rows = incidents.map((row) => {
    const message = textOf(row, "errorMessage");
    return message === undefined ? row : { ...row, errorMessage: withoutFrames(message, frames) };
  });
  const isShorter = rows.some((row, index) => row["errorMessage"] !== incidents[index]?.["errorMessage"]);
  return {
    rows,
    notices: isShorter ? [`Of stack traces ${frames === 0 ? "the" : "most"} frames are left out; ${whole}.`] : [],
  };
};
