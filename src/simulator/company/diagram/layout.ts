import type { Flow, Graph, Node } from "../model.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a shape lies, in pixels from the top left of the diagram. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Shapes by element id, edges by flow id, over all levels. */
export interface Layout {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly edges: ReadonlyMap<string, readonly Point[]>;
  readonly width: number;
  readonly height: number;
}

const GAP = { column: 70, row: 70, margin: 40 };

const sizeOf = (node: Node): { width: number; height: number } => {
  if (node.body !== undefined) {
    const inner = layOut(node.body);
    return { width: inner.width + 2 * GAP.margin, height: inner.height + 2 * GAP.margin };
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

/** Where each column or row begins, from the size of the largest shape in each. */
const beginnings = (sizes: ReadonlyMap<number, number>, gap: number): number[] => {
  const count = Math.max(...sizes.keys()) + 1;
  const begins = [0];
  for (let index = 0; index < count; index += 1) begins.push((begins[index] ?? 0) + (sizes.get(index) ?? 0) + gap);
  return begins;
};

const boxesOf = (graph: Graph): { boxes: Map<string, Box>; width: number; height: number } => {
  const columns = columnsOf(graph);
  const rows = rowsOf(graph, columns);
  const widths = new Map<number, number>();
  const heights = new Map<number, number>();
  for (const node of graph.nodes) {
    if (node.attachedTo !== undefined) continue;
    const { width, height } = sizeOf(node);
    const [column, row] = [columns.get(node.id) ?? 0, rows.get(node.id) ?? 0];
    widths.set(column, Math.max(widths.get(column) ?? 0, width));
    heights.set(row, Math.max(heights.get(row) ?? 0, height));
  }
  const left = beginnings(widths, GAP.column);
  const top = beginnings(heights, GAP.row);
  const boxes = new Map<string, Box>();
  for (const node of graph.nodes) {
    if (node.attachedTo !== undefined) continue;
    const size = sizeOf(node);
    const [column, row] = [columns.get(node.id) ?? 0, rows.get(node.id) ?? 0];
    const x = (left[column] ?? 0) + ((widths.get(column) ?? 0) - size.width) / 2;
    const y = (top[row] ?? 0) + ((heights.get(row) ?? 0) - size.height) / 2;
    boxes.set(node.id, { x, y, ...size });
  }
  return { boxes, width: (left.at(-1) ?? 0) - GAP.column, height: (top.at(-1) ?? 0) - GAP.row };
};

/** Boundary events sit side by side on the lower edge of their activity. */
const attach = (graph: Graph, boxes: Map<string, Box>): void => {
  const seats = new Map<string, number>();
  for (const node of graph.nodes) {
    const host = node.attachedTo === undefined ? undefined : boxes.get(node.attachedTo);
    if (node.attachedTo === undefined || host === undefined) continue;
    const seat = seats.get(node.attachedTo) ?? 0;
    seats.set(node.attachedTo, seat + 1);
    boxes.set(node.id, {
      x: host.x + host.width - 46 - seat * 50,
      y: host.y + host.height - 18,
      width: 36,
      height: 36,
    });
  }
};

const middle = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });

const edge = (from: Box, to: Box, downwards: boolean, floor: number): Point[] => {
  const [source, target] = [middle(from), middle(to)];
  const bottom = { x: source.x, y: from.y + from.height };
  if (to.x <= from.x) {
    return [bottom, { x: source.x, y: floor }, { x: target.x, y: floor }, { x: target.x, y: to.y + to.height }];
  }
  const entry = { x: to.x, y: target.y };
  if (source.y === target.y) return [{ x: from.x + from.width, y: source.y }, entry];
  if (downwards && target.y > source.y) return [bottom, { x: source.x, y: target.y }, entry];
  const turn = to.x - 25;
  return [{ x: from.x + from.width, y: source.y }, { x: turn, y: source.y }, { x: turn, y: target.y }, entry];
};

/** Places every element and flow of a graph, sub-processes with their content inside; columns by order, rows by branch. */
export const layOut = (graph: Graph, origin: Point = { x: 0, y: 0 }): Layout => {
  const { boxes, width, height } = boxesOf(graph);
  attach(graph, boxes);
  const floor = height + 30;
  const moved = (point: Point): Point => ({ x: point.x + origin.x, y: point.y + origin.y });
  const placed = new Map<string, Box>();
  const edges = new Map<string, readonly Point[]>();
  for (const flow of graph.flows) {
    const [from, to] = [boxes.get(flow.from), boxes.get(flow.to)];
    const source = graph.nodes.find((node) => node.id === flow.from);
    if (from === undefined || to === undefined || source === undefined) continue;
    const downwards = source.type.endsWith("_GATEWAY") || source.attachedTo !== undefined;
    edges.set(flow.id, edge(from, to, downwards, floor).map(moved));
  }
  for (const node of graph.nodes) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    placed.set(node.id, { ...box, ...moved(box) });
    if (node.body === undefined) continue;
    const inner = layOut(node.body, moved({ x: box.x + GAP.margin, y: box.y + GAP.margin }));
    for (const [id, at] of inner.boxes) placed.set(id, at);
    for (const [id, points] of inner.edges) edges.set(id, points);
  }
  return { boxes: placed, edges, width, height: floor };
};
