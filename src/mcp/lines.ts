import type { Id } from "./frames.ts";
import { type IdSkimmer, skimId } from "./skim-id.ts";

const NEWLINE = 10;
const CARRIAGE_RETURN = 13;

/** Takes a stream of bytes apart into lines. */
export interface Lines {
  /** Feeds the next bytes. */
  push(chunk: Buffer): void;
  /** There are no more: what came behind the last line break is a line, too. */
  end(): void;
}

const withoutReturn = (line: Buffer): Buffer => (line.at(-1) === CARRIAGE_RETURN ? line.subarray(0, -1) : line);

/**
 * Calls `line` for each line that is not empty, without its line break (`\n` or `\r\n`), and `tooLong` for one over `limit` bytes,
 * which is not kept, with the JSON-RPC id in it. Parts are joined once per line, so the work grows with the bytes and not with the
 * number of chunks.
 */
export const splitLines = (options: {
  limit: number;
  line: (bytes: Buffer) => void;
  tooLong: (id: Id) => void;
}): Lines => {
  let parts: Buffer[] = [];
  let length = 0;
  let skimmer: IdSkimmer | undefined;

  const take = (part: Buffer): void => {
    length += part.length;
    if (skimmer !== undefined) {
      skimmer.push(part);
      return;
    }
    parts.push(part);
    if (length <= options.limit) return;
    skimmer = skimId();
    for (const kept of parts) skimmer.push(kept);
    parts = [];
  };

  const end = (): void => {
    const line = withoutReturn(Buffer.concat(parts));
    const skimmed = skimmer;
    parts = [];
    length = 0;
    skimmer = undefined;
    if (skimmed !== undefined) options.tooLong(skimmed.id());
    else if (line.length > 0) options.line(line);
  };

  return {
    end,
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, from)) {
        take(chunk.subarray(from, at));
        end();
        from = at + 1;
      }
      if (from < chunk.length) take(chunk.subarray(from));
    },
  };
};
