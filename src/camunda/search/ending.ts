import type { Page } from "../engine.ts";

/** What is known of a place in a list: the rows before it, and as how many the list was counted when its reading began. */
export interface Told {
  readonly read: number;
  readonly of: number;
}

/** What one page says of its list. */
export interface Judgement {
  /** What is known of the place before the page; undefined where nobody knows how many rows are before it. */
  readonly told: Told | undefined;
  /** No row follows. */
  readonly isLast: boolean;
  /** The API counts more rows than it has given, and gives no more: only where `isLast`. */
  readonly isShort: boolean;
  /** As many rows have come as the API counts, exactly. */
  readonly isAll: boolean;
}

/**
 * Judges the pages of a list one after the other. `known` is the place where the reading begins, `isStart` says that it is the start.
 *
 * A page with fewer rows than were asked for is the end of the list, or it was cut: a gateway or a setting may limit pages. The count
 * beside it tells which, so that a last page costs no request more. The list is alive: rows come and go between two pages, so a count
 * proves the end only together with the first one, and only a page that no limit can have cut is the end whatever is counted. For the
 * same reason a list may end before its count; but not by a page and more, and not where already the first page was less than it counted.
 */
export const endingOf = (known: Told | undefined, isStart: boolean): ((page: Page, wanted: number) => Judgement) => {
  const before = known?.read ?? (isStart ? 0 : undefined);
  let of = known?.of;
  let given = 0;
  let largest = 0;
  /** Nothing was given yet, or less than was asked for although more was counted. */
  let isDoubtful = true;
  return ({ rows: { length }, total, totalIsExact, after, isUncut = false }, wanted) => {
    of ??= before === undefined ? undefined : total;
    const told = before === undefined || of === undefined ? undefined : { read: before + given, of };
    given += length;
    // What should follow, by the first count and by this one.
    const left = told === undefined ? [] : [told.of - told.read - length, total - told.read - length];
    const isCounted = left.length > 0 ? left.every((rows) => rows <= 0) : total <= given;
    const isAll = isCounted && totalIsExact;
    const isFull = length >= wanted;
    const isOpen = left.length > 0 && left.every((rows) => rows > 0);
    const goesOn = isFull || isOpen || !(isAll || isUncut || length < largest);
    const isLast = length === 0 || after === undefined || !goesOn;
    const missing = left.length > 0 ? Math.max(0, Math.min(...left)) : 0;
    const isShort = isLast && missing > 0 && (length > 0 || isDoubtful || missing >= largest);
    isDoubtful = given === length && length < wanted;
    largest = Math.max(largest, length);
    return { told, isLast, isShort, isAll: isAll && left.length > 0 };
  };
};
