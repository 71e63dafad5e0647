import { type Collection, type Condition, few, type Span } from "../collection.ts";
import type { Row } from "../world.ts";
import { numberOf, PARTITIONS } from "./numbering.ts";

/** A row that every round makes again for another instance: which instance of the round, and which row of that instance. */
export interface Place {
  /** From 0, below the length of a round. */
  readonly slot: number;
  readonly step: number;
}

/** Rows that are computed from the number of their instance, round after round. */
export interface Series {
  /** Number of the first instance; 0 unless told otherwise. */
  readonly first?: number;
  /** Number of the last instance, plus one. */
  readonly instances: number;
  /** Instances in a round; a multiple of the number of partitions. */
  readonly round: number;
  readonly make: (number: number, step: number) => Row;
  /** The field that identifies a row. */
  readonly key: string;
  /** Fields that hold keys of the instance the row belongs to. */
  readonly keys: readonly string[];
  /** Other fields that differ from round to round. */
  readonly varying: readonly string[];
  /** A date that grows with the number of the instance; only where each instance has at most one row. */
  readonly grows?: string;
}

/** What the rows are in the order of, and whether from the highest down. */
interface Order {
  readonly by: "key" | "number";
  readonly descending: boolean;
}

/** The rows of a series at these places, which are in the order of slot and step. */
export const collect = (series: Series, places: readonly Place[]): Collection => {
  const index = indexed(series, places);
  return {
    ...laidOut(series, places, { by: "key", descending: false }),
    sortedBy: (field, descending) => {
      const by = field === series.key ? "key" : field === series.grows ? "number" : undefined;
      if (by === undefined) return undefined;
      // Conditions come before the order, so that there is no index to keep here.
      return { ...collect(series, places), ...laidOut(series, places, { by, descending }) };
    },
    where: (condition) => {
      if (series.keys.includes(condition.field)) {
        return condition.wanted && few(rowsByKey(series, places, condition.wanted, condition.accepts));
      }
      if (condition.field === series.grows && condition.span !== undefined) {
        return collect(within(series, condition.field, condition.span), places);
      }
      return series.varying.includes(condition.field) ? undefined : index(condition);
    },
  };
};

/** The instances whose date is in a span. */
const within = (series: Series, field: string, { from, to }: Span): Series => {
  const { first = 0, instances, make } = series;
  const firstFrom = (least: bigint): number => {
    let [low, high] = [first, instances];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (BigInt(Date.parse(String(make(middle, 0)[field]))) >= least) high = middle;
      else low = middle + 1;
    }
    return low;
  };
  const begin = from === undefined ? first : firstFrom(from);
  const end = to === undefined ? instances : firstFrom(to + 1n);
  return { ...series, first: begin, instances: Math.max(begin, end) };
};

const laidOut = (
  series: Series,
  places: readonly Place[],
  { by, descending }: Order,
): Pick<Collection, "size" | "at"> => {
  const lanes = by === "key" ? lanesOf(series, places) : [laneOf(series, places)];
  const size = lanes.reduce((sum, lane) => sum + lane.size, 0);
  return {
    size,
    at: (index) => {
      let left = descending ? size - 1 - index : index;
      if (left < 0) return undefined;
      for (const lane of lanes) {
        if (left < lane.size) return lane.at(left);
        left -= lane.size;
      }
      return undefined;
    },
  };
};

/** Rows that follow one another, round after round. */
interface Lane {
  readonly size: number;
  at(index: number): Row;
}

/** In the order of keys, the rows of one partition follow those of another. */
const lanesOf = (series: Series, places: readonly Place[]): readonly Lane[] =>
  PARTITIONS.map((_, partition) =>
    laneOf(
      series,
      places.filter(({ slot }) => slot % PARTITIONS.length === partition),
    ),
  );

const laneOf = ({ first = 0, instances, round, make }: Series, places: readonly Place[]): Lane => {
  const before = (number: number): number =>
    Math.floor(number / round) * places.length + places.filter(({ slot }) => slot < number % round).length;
  const skipped = before(first);
  return {
    size: before(instances) - skipped,
    at: (position) => {
      const index = position + skipped;
      const { slot, step } = places[index % places.length] ?? { slot: 0, step: 0 };
      return make(Math.floor(index / places.length) * round + slot, step);
    },
  };
};

const rowsByKey = (
  { first = 0, instances, round, make, key }: Series,
  places: readonly Place[],
  wanted: readonly (string | bigint)[],
  accepts: (row: Row) => boolean,
): Row[] => {
  const numbers = new Set(wanted.map((value) => (typeof value === "bigint" ? numberOf(value) : undefined)));
  const rows = [...numbers].flatMap((number) => {
    if (number === undefined || number < first || number >= instances) return [];
    const own = places.filter(({ slot }) => slot === number % round);
    return own.map(({ step }) => make(number, step)).filter(accepts);
  });
  return rows.sort((one, other) => (BigInt(String(one[key])) < BigInt(String(other[key])) ? -1 : 1));
};

/** The places that agree in a field. */
interface Group {
  readonly example: Row;
  readonly places: Place[];
  collection?: Collection;
}

/** Finds by a field that is the same in every round; looks at one round once per field. */
const indexed = (series: Series, places: readonly Place[]) => {
  const indexes = new Map<string, readonly Group[]>();

  const groupsBy = (field: string): readonly Group[] => {
    const groups = new Map<Row[string], Group>();
    for (const place of places) {
      const example = series.make(place.slot, place.step);
      const group = groups.get(example[field]) ?? { example, places: [] };
      groups.set(example[field], group);
      group.places.push(place);
    }
    return [...groups.values()];
  };

  return ({ field, accepts }: Condition): Collection => {
    const groups = indexes.get(field) ?? groupsBy(field);
    indexes.set(field, groups);
    const [first, ...others] = groups.filter(({ example }) => accepts(example));
    if (first === undefined) return few([]);
    if (others.length > 0) {
      const all = [first, ...others].flatMap((group) => group.places);
      all.sort((one, other) => one.slot - other.slot || one.step - other.step);
      return collect(series, all);
    }
    first.collection ??= collect(series, first.places);
    return first.collection;
  };
};
