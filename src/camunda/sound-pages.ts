import { OperateError } from "../errors.ts";
import type { Page, PageRequest } from "./engine.ts";
import type { Entity } from "./entity.ts";

/** The cause of an error for a page that holds nothing of what it counts. */
class Contradiction extends Error {}

/** Whether a cluster was asked in its own API and answered in it, but its list cannot be as it says. */
export const isContradiction = (error: unknown): boolean =>
  error instanceof OperateError && error.cause instanceof Contradiction;

/** From the start of a list, rows that are counted are there. */
const isContradictory = ({ after }: PageRequest, { rows, total }: Page): boolean =>
  after === undefined && rows.length === 0 && total > 0;

const contradicts = (entity: Entity, { total, totalIsExact }: Page): OperateError =>
  new OperateError(
    "BAD_RESPONSE",
    `the cluster counts ${totalIsExact ? "" : "at least "}${total} ${entity.plural} and gives none of them`,
    {
      next: "call again; if it stays so, look for a gateway that changes answers on the way, and at the search index of the cluster",
      cause: new Contradiction(),
    },
  );

/** Asks for a page, and makes sure that its rows and its total can both be true. */
export type SoundPage = (entity: Entity, request: PageRequest, ask: () => Promise<Page>) => Promise<Page>;

/**
 * What looks at all pages of one API. One that holds nothing although it is the start of a list that has rows is asked for once more,
 * as rows may go between counting and reading, and then is a `BAD_RESPONSE`. A total that is less than the rows beside it is only the
 * least there are. A page shorter than one that was given before is not cut by a limit on pages.
 */
export const soundPages = (): SoundPage => {
  let largest = 0;
  return async (entity, request, ask) => {
    const first = await ask();
    const page = isContradictory(request, first) ? await ask() : first;
    if (isContradictory(request, page)) throw contradicts(entity, page);
    const { length } = page.rows;
    const isUncut = length < largest;
    largest = Math.max(largest, length);
    const counted = length <= page.total ? page : { ...page, total: length, totalIsExact: false };
    return isUncut ? { ...counted, isUncut } : counted;
  };
};
