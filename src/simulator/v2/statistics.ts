import type { JsonObject } from "../json.ts";
import { COUNTED } from "../source.ts";
import { readObject } from "./operators.ts";
import { invalid, unparsable } from "./problem.ts";
import { readBody, readOrders, readPage } from "./query.ts";
import type { Asked } from "./route.ts";

/** A statistic that is asked for with a page and a sort: its groups, counted anew at each question. */
export interface Statistic {
  readonly path: string;
  /** Members of the filter; the first one has to be there. */
  readonly filter?: readonly string[];
  readonly sort: readonly string[];
  /** By what the groups are sorted, the highest first, where nothing is said. */
  readonly usually: string;
  readonly groups: (asked: Asked, filter: JsonObject) => readonly JsonObject[];
}

/** Answers a statistic; throws a `Problem` for a body that its document does not allow. */
export const answerStatistic = (asked: Asked, { filter = [], sort, usually, groups }: Statistic): JsonObject => {
  const body = readBody(asked.request.text, ["sort", "page", ...(filter.length > 0 ? ["filter"] : [])]);
  const given = readObject("filter", body["filter"] ?? {});
  const other = Object.keys(given).find((name) => !filter.includes(name));
  if (other !== undefined) return unparsable(other);
  const [required] = filter;
  if (required !== undefined && (given[required] ?? null) === null) return invalid(`No ${required} provided.`);
  const orders = readOrders(
    body["sort"],
    sort.map((name) => ({ name })),
  );
  const levels = orders.length > 0 ? orders : [{ field: { name: usually }, descending: true }];
  const { limit, from = 0 } = readPage(body["page"], ["limit", "from"]);
  const all = groups(asked, given).toSorted((one, other) => compared(one, other, levels));
  return {
    items: all.slice(from, from + limit),
    page: {
      totalItems: Math.min(all.length, COUNTED),
      hasMoreTotalItems: all.length > COUNTED,
      startCursor: null,
      endCursor: null,
    },
  };
};

const compared = (one: JsonObject, other: JsonObject, levels: ReturnType<typeof readOrders>): number => {
  for (const { field, descending } of levels) {
    const [left, right] = [one[field.name] ?? null, other[field.name] ?? null];
    if (left === right || left === null || right === null) continue;
    return left < right === descending ? 1 : -1;
  }
  return 0;
};
