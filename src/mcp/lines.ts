const NEWLINE = 10;

/** Takes a stream of bytes apart into lines. */
export interface Lines {
  /** Feeds the next bytes. */
  push(chunk: Buffer): void;
}

/**
 * Calls `line` for each line without its line break, and `tooLong` with the beginning of a line over `limit` bytes, whose rest is
 * thrown away. Parts are joined once per line, so the work grows with the bytes and not with the number of chunks.
 */
export const splitLines = (options: {
  limit: number;
  line: (bytes: Buffer) => void;
  tooLong: (beginning: Buffer) => void;
}): Lines => {
  let parts: Buffer[] = [];
  let length = 0;
  let skipping = false;

  const take = (part: Buffer): void => {
    if (skipping) return;
    parts.push(part);
    length += part.length;
    if (length <= options.limit) return;
    skipping = true;
    options.tooLong(Buffer.concat(parts, Math.min(length, options.limit)));
    parts = [];
  };

  const end = (): void => {
    const whole = skipping ? undefined : Buffer.concat(parts, length);
    parts = [];
    length = 0;
    skipping = false;
    if (whole !== undefined && whole.length > 0) options.line(whole);
  };

  return {
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
