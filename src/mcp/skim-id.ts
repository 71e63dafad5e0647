import { type Id, isId } from "./frames.ts";

/** Finds the id of a message that is too long to be kept, without keeping it. */
export interface IdSkimmer {
  /** Feeds the next bytes of the message. */
  push(part: Buffer): void;
  /** The id seen so far; null when there was none. */
  id(): Id;
}

/** A member longer than this, in bytes, is no id. */
const MAX_MEMBER = 256;

const [QUOTE, COMMA, BACKSLASH] = [0x22, 0x2c, 0x5c];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

const idIn = (member: readonly number[]): Id => {
  try {
    const { id }: { id?: unknown } = JSON.parse(`{${Buffer.from(member).toString("utf8")}}`);
    return isId(id) ? id : null;
  } catch {
    return null;
  }
};

/**
 * Looks through the members of a JSON object one by one, wherever the id stands: clients write it last, behind the arguments. An
 * `id` further inside is somebody else's and does not count. Constant memory, one step per byte.
 */
export const skimId = (): IdSkimmer => {
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let member: number[] = [];
  let found: Id = null;

  const endMember = (): void => {
    found ??= idIn(member);
    member = [];
  };

  const inText = (byte: number): void => {
    if (escaped) escaped = false;
    else if (byte === BACKSLASH) escaped = true;
    else quoted = byte !== QUOTE;
  };

  const betweenTexts = (byte: number): void => {
    if (byte === QUOTE) quoted = true;
    else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth += 1;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth -= 1;
  };

  const step = (byte: number): void => {
    const before = depth;
    const separates = depth === 1 && !quoted && byte === COMMA;
    if (quoted) inText(byte);
    else betweenTexts(byte);
    if (separates || (before === 1 && depth === 0)) endMember();
    else if (before >= 1 && depth === 1 && member.length < MAX_MEMBER) member.push(byte);
  };

  return {
    push(part) {
      for (const byte of part) step(byte);
    },
    id: () => found,
  };
};
