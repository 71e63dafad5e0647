import { textOf } from "../../analysis/read.ts";
import type { Row } from "../../camunda/engine.ts";

/** A line of a stack trace that says where, and not what. */
const FRAME = /^\s+(?:at \S.*|\.\.\. \d+ (?:more|common frames omitted))$/;

/** Frames that are shown of those that follow each other: where it was thrown, and who called that. */
const SHOWN = 2;

const NOTICE = "Of stack traces most frames are left out; get_incident shows the message whole.";

/** A message without most of the frames of its stack traces: what was thrown stays, and of each cause the frames next to it. */
export const withoutFrames = (message: string): string => {
  const lines = message.split("\n");
  let run = 0;
  const kept = lines.filter((line) => {
    run = FRAME.test(line) ? run + 1 : 0;
    return run <= SHOWN;
  });
  return kept.join("\n");
};

/** Incidents with the messages that are worth reading, and what the reader has to know about them. */
export const shortMessages = (
  incidents: readonly Row[],
): { readonly rows: readonly Row[]; readonly notices: readonly string[] } => {
  const rows = incidents.map((row) => {
    const message = textOf(row, "errorMessage");
    return message === undefined ? row : { ...row, errorMessage: withoutFrames(message) };
  });
  const isShorter = rows.some((row, index) => row["errorMessage"] !== incidents[index]?.["errorMessage"]);
  return { rows, notices: isShorter ? [NOTICE] : [] };
};
