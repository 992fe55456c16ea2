import { STREAM_CORES } from '../../../src/cloudmatrix/paper/die.js';
import type { ComponentSpec } from '../../../src/index.js';
import { corePool } from '../../die/core-pool.js';
import {
  type KernelEdges,
  type KernelGraph,
  kernelGraph,
  type KernelNode,
  nodeName,
  type Operation,
} from '../../die/kernel-graph.js';
import { kernel, type KernelInput } from '../../die/kernel.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { CorePoolShape } from './parameters.js';

/** A kernel by the id of its component. */
export interface PooledKernel extends Pick<KernelNode, 'operation' | 'layer'> {
  readonly id: string;
}

/** A die by the ids of its components. */
export interface PooledDie {
  readonly die: number;
  readonly pool: string;
  readonly kernels: readonly PooledKernel[];
}

export interface CorePoolWiring extends NetworkWiring {
  readonly shape: CorePoolShape;
  readonly dies: readonly PooledDie[];
}

/** Where the kernels of an operation send their signals, and whether they wait for those of their peers. */
const ACROSS_DIES: Partial<Record<Operation, { readonly signals?: Operation; readonly awaits?: true }>> = {
  'dispatch-notify': { signals: 'dispatch-wait' },
  'dispatch-wait': { awaits: true },
  'combine-notify': { signals: 'combine-wait' },
  'combine-wait': { awaits: true },
  rebalance: { signals: 'rebalance', awaits: true },
};

const poolOf = (die: number): string => `pool.${die}`;
const kernelId = (die: number, name: string): string => `die.${die}.${name}`;

function kernelsOf(graph: KernelGraph, die: number, dies: number): [string, ComponentSpec][] {
  const peers = Array.from({ length: dies }, (_, each) => each).filter((each) => each !== die);
  return graph.kernels.map(({ operation, layer, stream, cores }) => {
    const name = nodeName({ operation, layer });
    const { signals, awaits } = ACROSS_DIES[operation] ?? {};
    const input: KernelInput = {
      self: kernelId(die, name),
      pool: poolOf(die),
      stream,
      cores,
      predecessors: graph.edges.filter(({ to }) => to === name).length,
      successors: graph.edges.filter(({ from }) => from === name).map(({ to }) => kernelId(die, to)),
      signals:
        signals === undefined
          ? []
          : peers.map((peer) => kernelId(peer, nodeName({ operation: signals, layer }))),
      awaits: awaits ? peers.length : 0,
    };
    return [input.self, { machine: kernel, input }];
  });
}

/**
 * The pool of each die with its kernels. Within a die everything happens at once; signals between dies take their time.
 *
 * @param edges what stands in for some of `KERNEL_EDGES`, on all dies
 */
export function corePoolWiring(shape: CorePoolShape, edges: Partial<KernelEdges> = {}): CorePoolWiring {
  const { dies, layers, idleDies, rebalances, hasAttention } = shape;
  const onDies = Array.from({ length: dies }, (_, die) => {
    const graph = kernelGraph({ layers, isIdle: die < idleDies, rebalances, hasAttention }, edges);
    return { die, graph, kernels: kernelsOf(graph, die, dies) };
  });
  return {
    shape,
    components: Object.fromEntries(
      onDies.flatMap(({ die, kernels }) => [
        [poolOf(die), { machine: corePool, input: { shares: STREAM_CORES } }] as const,
        ...kernels,
      ]),
    ),
    channels: { default: { kind: 'sync' }, events: { SIGNAL: { kind: 'fifo' } } },
    dies: onDies.map(({ die, graph }) => ({
      die,
      pool: poolOf(die),
      kernels: graph.kernels.map(({ operation, layer }) => ({
        id: kernelId(die, nodeName({ operation, layer })),
        operation,
        layer,
      })),
    })),
  };
}
