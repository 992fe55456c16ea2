import { type Cores, STREAM_CORES, type Stream } from '../../src/cloudmatrix/paper/die.js';

/** What a kernel does. Waiting for other dies is a kernel of its own, apart from notifying them. */
export type Operation =
  | 'attention'
  | 'dispatch-notify'
  | 'dispatch-wait'
  | 'experts'
  | 'combine-notify'
  | 'combine-wait'
  | 'rebalance';

/** One kernel of a die's step: an operation of a layer. */
export interface KernelNode {
  readonly operation: Operation;
  readonly layer: number;
  readonly stream: Stream;
  readonly cores: Cores;
}

/** One kernel follows another on its die. */
interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface KernelGraph {
  readonly kernels: readonly KernelNode[];
  readonly edges: readonly Edge[];
}

export interface KernelGraphOptions {
  readonly layers: number;
  /** The die has no tokens: its dispatch of the next layer does not read what combine brings. */
  readonly isIdle: boolean;
  /** An expert rebalancing collective (EPLB) runs once, after the first layer. */
  readonly rebalances: boolean;
  /** The attention stream works, too, on another microbatch. */
  readonly hasAttention: boolean;
}

/** A kernel by its operation and layer. */
type Node = readonly [Operation, layer: number];

/** Kernels of one die in pairs: the second follows the first. A pair with a layer that there is not is left out. */
type Pairs = readonly (readonly [Node, Node])[];

/**
 * Which kernels follow which. A scheduler derives `data` by itself: the second reads what the first wrote. The rest it must be told, as
 * what kernels do to each other through other dies is not seen.
 */
export interface KernelEdges {
  readonly data: (layer: number, isIdle: boolean) => Pairs;
  /** A notify before the wait of the same operation. */
  readonly notifyBeforeWait: (layer: number) => Pairs;
  /** Combine-notify of a layer before dispatch-wait of the next. */
  readonly betweenLayers: (layer: number) => Pairs;
  /** The place of the rebalancing kernel among the others. */
  readonly aroundRebalance: () => Pairs;
}

export const KERNEL_EDGES: KernelEdges = {
  data: (layer, isIdle) => [
    [
      ['attention', layer],
      ['attention', layer + 1],
    ],
    [
      ['dispatch-wait', layer],
      ['experts', layer],
    ],
    [
      ['experts', layer],
      ['combine-notify', layer],
    ],
    [
      ['dispatch-wait', layer],
      ['dispatch-notify', layer + 1],
    ],
    ...(isIdle
      ? []
      : [
          [
            ['combine-wait', layer],
            ['dispatch-notify', layer + 1],
          ] as const,
        ]),
  ],
  notifyBeforeWait: (layer) => [
    [
      ['dispatch-notify', layer],
      ['dispatch-wait', layer],
    ],
    [
      ['combine-notify', layer],
      ['combine-wait', layer],
    ],
  ],
  betweenLayers: (layer) => [
    [
      ['combine-notify', layer],
      ['dispatch-wait', layer + 1],
    ],
  ],
  aroundRebalance: () => [
    [
      ['combine-wait', 0],
      ['rebalance', 0],
    ],
    [
      ['rebalance', 0],
      ['dispatch-notify', 1],
    ],
  ],
};

/** The operators move data with all vector cores of their stream, and compute with all its matrix cores. */
const MOVING: Cores = { aic: 0, aiv: STREAM_CORES.moe.aiv };
const COMPUTING: Cores = { aic: STREAM_CORES.moe.aic, aiv: 0 };

/** The kernel's name within its die. */
export const nodeName = ({ operation, layer }: Pick<KernelNode, 'operation' | 'layer'>): string =>
  `${operation}.${layer}`;

function kernelsOfLayer(layer: number): KernelNode[] {
  const moe = (operation: Operation, cores: Cores): KernelNode => ({
    operation,
    layer,
    stream: 'moe',
    cores,
  });
  return [
    { operation: 'attention', layer, stream: 'attention', cores: STREAM_CORES.attention },
    moe('dispatch-notify', MOVING),
    moe('dispatch-wait', MOVING),
    moe('experts', COMPUTING),
    moe('combine-notify', MOVING),
    moe('combine-wait', MOVING),
  ];
}

/**
 * The kernels of one die for one step of the decode pipeline, and which of them follow which (docs/paper/facts.md 4.2 and 6).
 *
 * @param edges what stands in for some of `KERNEL_EDGES`
 */
export function kernelGraph(options: KernelGraphOptions, edges: Partial<KernelEdges> = {}): KernelGraph {
  const { rebalances, isIdle, hasAttention } = options;
  const { data, notifyBeforeWait, betweenLayers, aroundRebalance } = { ...KERNEL_EDGES, ...edges };
  const layers = Array.from({ length: options.layers }, (_, layer) => layer);
  const pairs = [
    ...layers.flatMap((layer) => [
      ...data(layer, isIdle),
      ...notifyBeforeWait(layer),
      ...betweenLayers(layer),
    ]),
    ...(rebalances ? aroundRebalance() : []),
  ];
  const isThere = ([operation, layer]: Node): boolean =>
    layer < options.layers && (hasAttention || operation !== 'attention');
  return {
    kernels: [
      ...layers.flatMap(kernelsOfLayer).filter(({ stream }) => hasAttention || stream !== 'attention'),
      ...(rebalances
        ? [{ operation: 'rebalance', layer: 0, stream: 'moe', cores: MOVING } satisfies KernelNode]
        : []),
    ],
    edges: pairs
      .filter((pair) => pair.every(isThere))
      .map((pair) => pair.map(([operation, layer]) => nodeName({ operation, layer })) as [string, string])
      .map(([from, to]) => ({ from, to })),
  };
}
