import { createHash } from 'node:crypto';
import type { ELK, ElkEdgeSection, ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js';
import type { ChartGraph, GraphState } from '../../interpreter/chart/chart-graph.js';
import {
  betweenSiblings,
  nowhere,
  type CanDraw,
  type DrawnParts,
  drawnParts,
  type GraphEdge,
  type GraphPart,
  notInto,
} from './chart-edges.js';
import { textWidth } from './text-width.js';

/** x, y, width, height. */
type Box = readonly [number, number, number, number];
type Points = readonly (readonly [number, number])[];

/** Where the parts of a chart are drawn, in pixels. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: ReadonlyMap<string, Box>;
  /** What is told in the boxes, by state. */
  readonly reactions: DrawnParts['reactions'];
  readonly edges: readonly { readonly edge: GraphEdge; readonly at: Box; readonly points: Points }[];
  /** The dots that lead to the initial states. */
  readonly starts: readonly { readonly box: Box; readonly points: Points }[];
}

/** Sizes of names and of labels, in pixels: `page/charts` draws them so. */
const NAME_SIZE = 12;
const LABEL_SIZE = 11;
const LINE_HEIGHT = 14;
const DOT = 10;
const MARGIN = 8;
/** Columns of a page are about so wide. */
const WIDTH_WANTED = 480;

const known = new Map<string, Promise<ChartLayout>>();

/** Lays a chart out. What was laid out once is remembered. */
export function layoutOf(graph: ChartGraph): Promise<ChartLayout> {
  const key = createHash('sha256')
    .update(JSON.stringify([graph.states, graph.transitions]))
    .digest('hex');
  let layout = known.get(key);
  if (layout === undefined) {
    layout = laidOut(graph);
    known.set(key, layout);
  }
  return layout;
}

/** Some arrows between boxes within boxes are more than ELK can lay out: then only those within one box are drawn, or in the end none. */
async function laidOut(graph: ChartGraph): Promise<ChartLayout> {
  try {
    return await narrower(graph, notInto);
  } catch {
    return narrower(graph, betweenSiblings).catch(() => narrower(graph, nowhere));
  }
}

/** Downwards, or to the right where that needs less shrinking to fit a column. */
async function narrower(graph: ChartGraph, canDraw: CanDraw): Promise<ChartLayout> {
  const down = await inDirection(graph, canDraw, 'DOWN');
  if (down.width <= WIDTH_WANTED) return down;
  const right = await inDirection(graph, canDraw, 'RIGHT');
  return right.width < down.width ? right : down;
}

let engine: Promise<ELK> | undefined;

/** ELK takes a while to load, and only pages need it. */
function elk(): Promise<ELK> {
  engine ??= import('elkjs/lib/elk.bundled.js').then(({ default: module }) => {
    // It is CommonJS: what it exports as its default may be the module itself.
    const Elk = 'default' in module ? (module.default as unknown as typeof module) : module;
    return new (Elk as unknown as new () => ELK)();
  });
  return engine;
}

async function inDirection(
  graph: ChartGraph,
  canDraw: CanDraw,
  direction: 'DOWN' | 'RIGHT',
): Promise<ChartLayout> {
  const { edges, reactions } = drawnParts(graph, canDraw);
  const starts = graph.states.filter(({ isInitial }) => isInitial);
  const childrenOf = (parent: string | undefined): ElkNode[] => [
    ...starts.filter((state) => state.parent === parent).map(startNode),
    ...graph.states
      .filter((state) => state.parent === parent)
      .map((state) => stateNode(state, reactions.get(state.id) ?? [], childrenOf(state.id))),
  ];
  const laid = await (
    await elk()
  ).layout({
    id: 'root',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': direction,
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      // What begins stands above, and what is written first.
      'elk.layered.cycleBreaking.strategy': 'MODEL_ORDER',
      'elk.layered.considerModelOrder.strategy': 'PREFER_EDGES',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
      'elk.spacing.edgeLabel': '4',
      'elk.layered.spacing.nodeNodeBetweenLayers': '26',
      'elk.layered.spacing.edgeNodeBetweenLayers': '14',
      'elk.spacing.nodeNode': '24',
      'elk.spacing.edgeNode': '14',
      'elk.spacing.edgeEdge': '12',
      'elk.padding': `[top=${MARGIN},left=${MARGIN},bottom=${MARGIN},right=${MARGIN}]`,
    },
    children: childrenOf(undefined),
    edges: [
      ...edges.map((edge, at): ElkExtendedEdge => ({
        id: `edge ${at}`,
        sources: [boxId(edge.from)],
        targets: [boxId(edge.to)],
        labels: [{ id: `label ${at}`, text: 'label', ...labelSize(edge) }],
      })),
      ...starts.map(({ id }): ElkExtendedEdge => ({
        id: `begin ${id}`,
        sources: [startId(id)],
        targets: [boxId(id)],
      })),
    ],
  });
  return layoutFrom(laid, graph, { edges, reactions }, starts);
}

// A state may have any name: what ELK has of a state, and of where one begins, differs in how it begins.
const boxId = (state: string): string => `box of ${state}`;
const startId = (state: string): string => `start of ${state}`;

const startNode = ({ id }: GraphState): ElkNode => ({
  id: startId(id),
  width: DOT,
  height: DOT,
  layoutOptions: { 'elk.layered.layering.layerConstraint': 'FIRST_SEPARATE' },
});

function stateNode(
  { id, name, type }: GraphState,
  reactions: readonly GraphPart[],
  children: ElkNode[],
): ElkNode {
  if (type === 'history') return { id: boxId(id), width: 22, height: 22 };
  const rows = reactionRows(reactions.map(({ label }) => label.join(' ')));
  const lines = 1 + rows.length;
  const widest = Math.max(
    textWidth(`● ${name}`, NAME_SIZE) + 8,
    ...rows.map((row) => textWidth(row.join('   '), LABEL_SIZE)),
  );
  const [width, height] = [Math.max(56, widest + 18), lines * LINE_HEIGHT + 12];
  if (children.length === 0) return { id: boxId(id), width, height };
  return {
    id: boxId(id),
    children,
    layoutOptions: {
      'elk.padding': `[top=${height + 6},left=12,bottom=12,right=12]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
    },
  };
}

/** From so many on, reactions within a box stand two a row. */
const TWO_A_ROW_FROM = 6;

/** Labels of reactions, by the rows in which they stand. */
function reactionRows<T>(labels: readonly T[]): T[][] {
  const perRow = labels.length < TWO_A_ROW_FROM ? 1 : 2;
  return Array.from({ length: Math.ceil(labels.length / perRow) }, (_, row) =>
    labels.slice(row * perRow, (row + 1) * perRow),
  );
}

function labelSize({ parts }: GraphEdge): { width: number; height: number } {
  const lines = parts.flatMap(({ label }) => label);
  return {
    width: Math.max(...lines.map((line) => textWidth(line, LABEL_SIZE))) + 4,
    height: lines.length * LINE_HEIGHT,
  };
}

function layoutFrom(
  laid: ElkNode,
  { states }: ChartGraph,
  { edges, reactions }: DrawnParts,
  starts: readonly GraphState[],
): ChartLayout {
  const boxes = new Map<string, Box>();
  const collect = ({ id, x = 0, y = 0, width = 0, height = 0, children = [] }: ElkNode): void => {
    boxes.set(id, [Math.round(x), Math.round(y), Math.round(width), Math.round(height)]);
    children.forEach(collect);
  };
  (laid.children ?? []).forEach(collect);
  const all = new Map(edgesWithin(laid).map((edge) => [edge.id, edge]));
  return {
    width: Math.ceil(laid.width ?? 0),
    height: Math.ceil(laid.height ?? 0),
    reactions,
    boxes: new Map(states.map(({ id }) => [id, boxes.get(boxId(id))!])),
    edges: edges.map((edge, at) => {
      const { sections = [], labels = [] } = all.get(`edge ${at}`)!;
      const { x = 0, y = 0, width = 0, height = 0 } = labels[0] ?? {};
      return { edge, at: [Math.round(x), Math.round(y), width, height], points: pointsOf(sections) };
    }),
    starts: starts.map(({ id }) => ({
      box: boxes.get(startId(id))!,
      points: pointsOf(all.get(`begin ${id}`)!.sections ?? []),
    })),
  };
}

/** ELK moves edges to the node around both their ends. */
function edgesWithin({ edges = [], children = [] }: ElkNode): ElkExtendedEdge[] {
  return [...edges, ...children.flatMap(edgesWithin)];
}

function pointsOf(sections: readonly ElkEdgeSection[]): Points {
  return sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map(({ x, y }) => [Math.round(x), Math.round(y)] as const),
  );
}
