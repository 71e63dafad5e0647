import { OperateError } from "../../errors.ts";
import type { Call, Engine, Page, PageRequest, Position } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { endingOf, type Judgement, type Told } from "./ending.ts";

/** One page of a longer reading, where it began, and what it says of the list. */
export interface PageRead extends Judgement {
  readonly from: Position | undefined;
  readonly page: Page;
}

/**
 * Reads page after page, one in memory at a time. `size` gives the size of the n-th page, `known` is what is known of the place
 * where a reading begins that goes on with an earlier one. A cluster that answers a position it has answered before would keep us busy
 * for ever, so that is an error.
 */
export async function* pagesOf(
  engine: Pick<Engine, "page">,
  entity: Entity,
  request: Omit<PageRequest, "size">,
  size: (page: number) => number,
  call: Call,
  known?: Told,
): AsyncGenerator<PageRead> {
  const seen = new Set<Position>();
  const judged = endingOf(known, request.after === undefined);
  let from = request.after;
  for (let number = 0; ; number += 1) {
    if (from !== undefined) seen.add(from);
    const wanted = size(number);
    const { after: _, ...rest } = request;
    const page = await engine.page(
      entity,
      { ...rest, size: wanted, ...(from === undefined ? {} : { after: from }) },
      call,
    );
    if (page.rows.length > 0 && page.after !== undefined && seen.has(page.after)) {
      throw new OperateError("BAD_RESPONSE", "the cluster answers the same page again and again");
    }
    const judgement = judged(page, wanted);
    yield { from, page, ...judgement };
    if (judgement.isLast) return;
    from = page.after;
  }
}
