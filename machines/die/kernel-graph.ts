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

/**
 * Why one kernel follows another on its die: it reads what the other wrote (`data`), or only program order says so (`order`).
 * A scheduler derives the first by itself. The second it must be told, as what kernels do to each other through other dies is not seen.
 */
interface Edge {
  readonly from: string;
  readonly to: string;
  readonly because: 'data' | 'order';
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
}

/** Edges that a faulty graph lacks. */
export interface MissingEdges {
  /** Combine-notify of a layer before dispatch-wait of the next (fault D1). */
  readonly betweenLayers: boolean;
  /** A notify before the wait of the same operation (fault D2). */
  readonly notifyBeforeWait: boolean;
  /** The place of the rebalancing kernel among the others (fault D7). */
  readonly aroundRebalance: boolean;
}

/** The operators move data with all vector cores of their stream, and compute with all its matrix cores. */
const MOVING: Cores = { aic: 0, aiv: STREAM_CORES.moe.aiv };
const COMPUTING: Cores = { aic: STREAM_CORES.moe.aic, aiv: 0 };

/** The kernel's name within its die. */
export const nodeName = ({ operation, layer }: Pick<KernelNode, 'operation' | 'layer'>): string =>
  `${operation}.${layer}`;

/** The kernels of one die for one step of the decode pipeline, and which of them follow which. */
export function kernelGraph(options: KernelGraphOptions, missing: MissingEdges): KernelGraph {
  const { layers, isIdle, rebalances } = options;
  const kernels: KernelNode[] = [];
  const edges: Edge[] = [];
  const edge = (because: Edge['because'], from: Operation, layer: number, to: Operation, toLayer = layer) => {
    if (toLayer < layers) {
      edges.push({
        from: nodeName({ operation: from, layer }),
        to: nodeName({ operation: to, layer: toLayer }),
        because,
      });
    }
  };
  for (let layer = 0; layer < layers; layer++) {
    const moe = (operation: Operation, cores: Cores): KernelNode => ({
      operation,
      layer,
      stream: 'moe',
      cores,
    });
    kernels.push(
      { operation: 'attention', layer, stream: 'attention', cores: STREAM_CORES.attention },
      moe('dispatch-notify', MOVING),
      moe('dispatch-wait', MOVING),
      moe('experts', COMPUTING),
      moe('combine-notify', MOVING),
      moe('combine-wait', MOVING),
    );
    edge('data', 'attention', layer, 'attention', layer + 1);
    edge('data', 'dispatch-wait', layer, 'experts');
    edge('data', 'experts', layer, 'combine-notify');
    edge('data', 'dispatch-wait', layer, 'dispatch-notify', layer + 1);
    if (!isIdle) edge('data', 'combine-wait', layer, 'dispatch-notify', layer + 1);
    if (!missing.notifyBeforeWait) {
      edge('order', 'dispatch-notify', layer, 'dispatch-wait');
      edge('order', 'combine-notify', layer, 'combine-wait');
    }
    if (!missing.betweenLayers) edge('order', 'combine-notify', layer, 'dispatch-wait', layer + 1);
  }
  if (rebalances) {
    kernels.push({ operation: 'rebalance', layer: 0, stream: 'moe', cores: MOVING });
    if (!missing.aroundRebalance) {
      edge('order', 'combine-wait', 0, 'rebalance');
      edge('order', 'rebalance', 0, 'dispatch-notify', 1);
    }
  }
  return { kernels, edges };
}
