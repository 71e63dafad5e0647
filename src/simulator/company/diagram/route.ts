/** A point of the diagram, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a shape lies, in pixels from the top left of the diagram. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** A column or row of the grid that shapes stand in. */
export interface Track {
  readonly begin: number;
  readonly size: number;
}

/** The grid: which cell each element stands in, and where columns and rows lie. Nothing stands in the gaps between them. */
export interface Grid {
  readonly cells: ReadonlyMap<
    string,
    { readonly column: number; readonly row: number; readonly width: number; readonly height: number }
  >;
  readonly columns: readonly Track[];
  readonly rows: readonly Track[];
  readonly gap: number;
}

/** One end of a flow. */
interface End {
  readonly box: Box;
  readonly column: number;
  readonly row: number;
}

const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

/** Whether nothing stands in a row between two columns. */
const free = ({ cells }: Grid, row: number, from: number, to: number): boolean =>
  ![...cells.values()].some((cell) => cell.row === row && cell.column > from && cell.column < to);

/** The way of a flow around all shapes: straight where that is free, else through the gaps between rows and columns. */
export const route = (grid: Grid, from: End, to: End, fromBelow: boolean): Point[] => {
  const before = (column: number): number => (grid.columns[column]?.begin ?? 0) - grid.gap / 2;
  const under = (row: number): number => {
    const track = grid.rows[row];
    return (track?.begin ?? 0) + (track?.size ?? 0) + grid.gap / 2;
  };
  const [source, target] = [middle(from.box), middle(to.box)];
  const below = { x: source.x, y: from.box.y + from.box.height };
  const right = { x: from.box.x + from.box.width, y: source.y };
  const entry = { x: to.box.x, y: target.y };
  const [leave, arrive] = [before(from.column + 1), before(to.column)];
  const [low, goal] = [under(from.row), under(to.row)];

  if (to.column <= from.column) {
    const backDown = [
      { x: source.x, y: low },
      { x: arrive, y: low },
      { x: arrive, y: goal },
    ];
    return [below, ...backDown, { x: target.x, y: goal }, { x: target.x, y: to.box.y + to.box.height }];
  }
  if (fromBelow) return [below, { x: source.x, y: low }, { x: arrive, y: low }, { x: arrive, y: target.y }, entry];
  if (source.y === target.y && free(grid, from.row, from.column, to.column)) return [right, entry];
  if (free(grid, to.row, from.column, to.column)) {
    return [right, { x: leave, y: source.y }, { x: leave, y: target.y }, entry];
  }
  if (free(grid, from.row, from.column, to.column)) {
    return [right, { x: arrive, y: source.y }, { x: arrive, y: target.y }, entry];
  }
  const detour = [
    { x: leave, y: source.y },
    { x: leave, y: low },
    { x: arrive, y: low },
    { x: arrive, y: target.y },
  ];
  return [right, ...detour, entry];
};
