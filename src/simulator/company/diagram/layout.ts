import type { Flow, Graph, Node } from "../model.ts";
import { type Box, type Grid, type Point, route } from "./route.ts";

/** Shapes by element id, edges by flow id, over all levels. */
export interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

const GAP = 70;
const MARGIN = 40;

const sizeOf = (node: Node): { width: number; height: number } => {
  if (node.body !== undefined) {
    const inner = layOut(node.body);
    return { width: inner.width + 2 * MARGIN, height: inner.height + 2 * MARGIN };
  }
  if (node.type.endsWith("_EVENT")) return { width: 36, height: 36 };
  if (node.type.endsWith("_GATEWAY")) return { width: 50, height: 50 };
  return { width: 100, height: 80 };
};

/** Flows seen from the activities: one that leaves a boundary event leaves the activity it sits on. */
const hosted = (graph: Graph): Flow[] => {
  const host = new Map(graph.nodes.map((node) => [node.id, node.attachedTo ?? node.id]));
  return graph.flows.map((flow) => ({ ...flow, from: host.get(flow.from) ?? flow.from }));
};

/** Column of each element: the longest way to it from the start, flows that lead back left out. */
const columnsOf = (graph: Graph): Map<string, number> => {
  const flows = hosted(graph);
  const columns = new Map<string, number>();
  const place = (id: string, column: number, way: readonly string[]): void => {
    if (way.includes(id) || (columns.get(id) ?? -1) >= column) return;
    columns.set(id, column);
    for (const flow of flows) if (flow.from === id) place(flow.to, column + 1, [...way, id]);
  };
  for (const node of graph.nodes) if (node.type === "START_EVENT") place(node.id, 0, []);
  return columns;
};

/** Row of each element: that of the element before it, or the next one below that is free in its column. */
const rowsOf = (graph: Graph, columns: ReadonlyMap<string, number>): Map<string, number> => {
  const flows = hosted(graph);
  const rows = new Map<string, number>();
  const taken = new Set<string>();
  const inOrder = [...columns].sort(([, left], [, right]) => left - right);
  for (const [id, column] of inOrder) {
    const before = flows.find((flow) => flow.to === id && (columns.get(flow.from) ?? 0) < column);
    const fromBoundary = graph.flows.some(
      (flow) => flow.to === id && graph.nodes.some((node) => node.id === flow.from && node.attachedTo !== undefined),
    );
    let row = (before === undefined ? 0 : (rows.get(before.from) ?? 0)) + (fromBoundary ? 1 : 0);
    while (taken.has(`${column}/${row}`)) row += 1;
    taken.add(`${column}/${row}`);
    rows.set(id, row);
  }
  return rows;
};

/** Where the tracks of a grid begin and how wide each is, from the size of the largest shape in each. */
const tracksOf = (sizes: ReadonlyMap<number, number>): { begin: number; size: number }[] => {
  let begin = 0;
  return Array.from({ length: Math.max(...sizes.keys()) + 1 }, (_, index) => {
    const track = { begin, size: sizes.get(index) ?? 0 };
    begin += track.size + GAP;
    return track;
  });
};

const gridOf = (graph: Graph): Grid => {
  const columns = columnsOf(graph);
  const rows = rowsOf(graph, columns);
  const widths = new Map<number, number>();
  const heights = new Map<number, number>();
  const cells = new Map<string, { column: number; row: number; width: number; height: number }>();
  for (const node of graph.nodes) {
    if (node.attachedTo !== undefined) continue;
    const cell = { column: columns.get(node.id) ?? 0, row: rows.get(node.id) ?? 0, ...sizeOf(node) };
    widths.set(cell.column, Math.max(widths.get(cell.column) ?? 0, cell.width));
    heights.set(cell.row, Math.max(heights.get(cell.row) ?? 0, cell.height));
    cells.set(node.id, cell);
  }
  return { cells, columns: tracksOf(widths), rows: tracksOf(heights), gap: GAP };
};

const boxesOf = (graph: Graph, { cells, columns, rows }: Grid): Map<string, Box> => {
  const boxes = new Map<string, Box>();
  for (const [id, { column, row, width, height }] of cells) {
    const [across, down] = [columns[column], rows[row]];
    const x = (across?.begin ?? 0) + ((across?.size ?? 0) - width) / 2;
    const y = (down?.begin ?? 0) + ((down?.size ?? 0) - height) / 2;
    boxes.set(id, { x, y, width, height });
  }
  // Boundary events sit side by side on the lower edge of their activity.
  const seats = new Map<string, number>();
  for (const { id, attachedTo } of graph.nodes) {
    const host = attachedTo === undefined ? undefined : boxes.get(attachedTo);
    if (attachedTo === undefined || host === undefined) continue;
    const seat = seats.get(attachedTo) ?? 0;
    seats.set(attachedTo, seat + 1);
    boxes.set(id, { x: host.x + host.width - 46 - seat * 50, y: host.y + host.height - 18, width: 36, height: 36 });
  }
  return boxes;
};

/** Places every element and flow of a graph, sub-processes with their content inside; columns by order, rows by branch. */
export const layOut = (graph: Graph, origin: Point = { x: 0, y: 0 }): Layout => {
  const grid = gridOf(graph);
  const boxes = boxesOf(graph, grid);
  const moved = (point: Point): Point => ({ x: point.x + origin.x, y: point.y + origin.y });
  const placed = new Map<string, Box>();
  const edges = new Map<string, readonly Point[]>();
  for (const flow of graph.flows) {
    const source = graph.nodes.find((node) => node.id === flow.from);
    const [from, to] = [boxes.get(flow.from), boxes.get(flow.to)];
    const [start, goal] = [grid.cells.get(source?.attachedTo ?? flow.from), grid.cells.get(flow.to)];
    if (from === undefined || to === undefined || start === undefined || goal === undefined) continue;
    const fromBelow = source?.attachedTo !== undefined;
    edges.set(flow.id, route(grid, { box: from, ...start }, { box: to, ...goal }, fromBelow).map(moved));
  }
  for (const node of graph.nodes) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    placed.set(node.id, { ...box, ...moved(box) });
    if (node.body === undefined) continue;
    const inner = layOut(node.body, moved({ x: box.x + MARGIN, y: box.y + MARGIN }));
    for (const [id, at] of inner.boxes) placed.set(id, at);
    for (const [id, points] of inner.edges) edges.set(id, points);
  }
  const [right, bottom] = [grid.columns.at(-1), grid.rows.at(-1)];
  return {
    boxes: placed,
    edges,
    width: (right?.begin ?? 0) + (right?.size ?? 0),
    height: (bottom?.begin ?? 0) + (bottom?.size ?? 0) + GAP / 2,
  };
};
