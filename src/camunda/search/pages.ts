import { OperateError } from "../../errors.ts";
import type { Call, Engine, Page, PageRequest, Position } from "../engine.ts";
import type { Entity } from "../entity.ts";

/** One page of a longer reading, and where it began. */
export interface PageRead {
  readonly from: Position | undefined;
  readonly page: Page;
  /** No row follows. */
  readonly isLast: boolean;
}

/**
 * Reads page after page, one in memory at a time. `size` gives the size of the n-th page.
 * A cluster that answers a position it has answered before would keep us busy for ever, so that is an error.
 */
export async function* pagesOf(
  engine: Pick<Engine, "page">,
  entity: Entity,
  request: Omit<PageRequest, "size">,
  size: (page: number) => number,
  call: Call,
): AsyncGenerator<PageRead> {
  const seen = new Set<Position>();
  let from = request.after;
  for (let number = 0; ; number += 1) {
    if (from !== undefined) {
      if (seen.has(from)) throw new OperateError("BAD_RESPONSE", "the cluster answers the same page again and again");
      seen.add(from);
    }
    const wanted = size(number);
    const { after: _, ...rest } = request;
    const page = await engine.page(
      entity,
      { ...rest, size: wanted, ...(from === undefined ? {} : { after: from }) },
      call,
    );
    const isLast = page.rows.length < wanted || page.after === undefined;
    yield { from, page, isLast };
    if (isLast) return;
    from = page.after;
  }
}
