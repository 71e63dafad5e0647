import { OperateError } from "../../errors.ts";
import type { Call, Engine, Page, PageRequest, Position, Value } from "../engine.ts";
import type { Entity } from "../entity.ts";
import { endingOf, type Judgement, type Told } from "./ending.ts";

/** One page of a longer reading, where it began, and what it says of the list. */
export interface PageRead extends Judgement {
  readonly from: Position | undefined;
  readonly page: Page;
}

const again = (): OperateError => new OperateError("BAD_RESPONSE", "the cluster answers the same page again and again");

/** Keys of the first and the last row of a page. */
type Ends = readonly [first: Value | undefined, last: Value | undefined];

const endsOf = ({ key }: Entity, { rows }: Page): Ends => [rows[0]?.[key], rows.at(-1)?.[key]];

/** Whether a page is the one before it: whoever ignores positions may make up new ones for the same rows. */
const isSame = (before: Ends, [first, last]: Ends): boolean =>
  first !== undefined && first === before[0] && last === before[1];

/**
 * Reads page after page, one in memory at a time. `size` gives the size of the n-th page, `known` is what is known of the place
 * where a reading begins that goes on with an earlier one. A cluster that answers a position or a page it has answered before would keep
 * us busy for ever, so that is an error.
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
  let before: Ends = [undefined, undefined];
  for (let number = 0; ; number += 1) {
    if (from !== undefined) seen.add(from);
    const wanted = size(number);
    const { after: _, ...rest } = request;
    const page = await engine.page(
      entity,
      { ...rest, size: wanted, ...(from === undefined ? {} : { after: from }) },
      call,
    );
    if (page.rows.length > 0 && page.after !== undefined && seen.has(page.after)) throw again();
    const ends = endsOf(entity, page);
    if (isSame(before, ends)) throw again();
    const judgement = judged(page, wanted);
    yield { from, page, ...judgement };
    if (judgement.isLast) return;
    from = page.after;
    before = ends;
  }
}
