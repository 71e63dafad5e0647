import { setMaxListeners } from "node:events";
import { OperateError } from "../../errors.ts";
import type { Call, Engine } from "../engine.ts";
import type { Entity } from "../entity.ts";
import type { Query, Resume } from "./query.ts";
import { type Found, search } from "./search.ts";

/** A part of a long list, and where the list goes on behind it; nowhere behind the last part. */
export interface Part extends Found {
  readonly resume: Resume | undefined;
}

/** What a request is waiting for in this process goes first, so that it is on its way. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/**
 * Searches one entity part by part, `size` rows each, to the end or to the largest number of rows or the time of the call. While the
 * caller works on a part the next one is on its way, and never more than that one; it is called off when the caller leaves. Reports progress.
 */
export async function* searchAhead(
  engine: Engine,
  entity: Entity,
  query: Omit<Query, "limit">,
  size: number,
  columns: readonly string[],
  call: Call,
): AsyncGenerator<Part> {
  const own = new AbortController();
  const signal = AbortSignal.any([call.signal, own.signal]);
  // Many requests may be under way, and each of them listens.
  setMaxListeners(0, signal);
  let told = 0;
  const tell: Call["progress"] = (more, left) => {
    told += more;
    call.progress(more, left);
  };
  const read = async (from: Resume | undefined, rows: number): Promise<Part> => {
    const limit = Math.min(size, Math.max(1, call.maxScanRows - rows));
    const part = { ...query, limit, ...(from === undefined ? {} : { resume: from }) };
    const progress: Call["progress"] = (more, left) => tell(more, left === undefined ? undefined : left - rows);
    const found = await search(engine, entity, part, columns, { ...call, signal, progress });
    const resume = await found.resumeAfter(found.items.length);
    if (resume !== undefined && from?.after !== undefined && resume.after === from.after && from.past === resume.past) {
      throw new OperateError("BAD_RESPONSE", "the cluster answers the same page again and again");
    }
    return { ...found, resume };
  };
  try {
    let rows = 0;
    let next: Promise<Part> | undefined = read(query.resume, rows);
    while (next !== undefined) {
      const part: Part = await next;
      rows += part.items.length;
      const goesOn = part.resume !== undefined && rows < call.maxScanRows && !call.hurry();
      next = goesOn ? read(part.resume, rows) : undefined;
      // Whoever asks for the next part hears of its failure; who leaves before does not.
      next?.catch(() => undefined);
      if (goesOn) await turn();
      yield part;
      if (rows > told) tell(rows - told, part.totalIsExact ? part.total - rows : undefined);
    }
  } finally {
    own.abort();
  }
}
