import { corePoolWitnesses, leasesAreHeld, leasesWithinCores } from './claims.js';
import { STREAM_CORES } from '../../src/cloudmatrix/paper/die.js';
import {
  type ComponentSpec,
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { corePool } from '../../machines/die/core-pool.js';
import { kernel, type KernelInput } from '../../machines/die/kernel.js';
import { type KernelGraph, kernelGraph, nodeName, type Operation } from '../../machines/die/kernel-graph.js';
import { kernelOrder, type KernelOrderInput } from './kernel-order.js';

interface Shape {
  readonly dies: number;
  readonly layers: number;
  readonly idleDies: number;
  readonly rebalances: boolean;
}

function shapeOf(configuration: Configuration): Shape {
  return {
    dies: Number(configuration.dies),
    layers: Number(configuration.layers),
    idleDies: Number(configuration.idleDies),
    rebalances: configuration.rebalance === 'once',
  };
}

function refuse(configuration: Configuration): string | undefined {
  const { dies, idleDies } = shapeOf(configuration);
  if (idleDies <= dies) return undefined;
  return `${idleDies} dies without tokens (idleDies) are more than there are (dies: ${dies}). Lower idleDies or raise dies.`;
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

function orderOf(graph: KernelGraph, die: number): KernelOrderInput {
  const reads = graph.kernels.map(nodeName).map((name) => {
    const read = graph.edges.filter(({ to, because }) => to === name && because === 'data');
    return [kernelId(die, name), read.map(({ from }) => kernelId(die, from))];
  });
  return { reads: Object.fromEntries(reads) };
}

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const { dies, layers, idleDies, rebalances } = shapeOf(configuration);
  const missing = {
    betweenLayers: faults.has('D1'),
    notifyBeforeWait: faults.has('D2'),
    aroundRebalance: faults.has('D7'),
  };
  const onDies = Array.from({ length: dies }, (_, die) => {
    const graph = kernelGraph({ layers, isIdle: die < idleDies, rebalances }, missing);
    return { die, graph, kernels: kernelsOf(graph, die, dies) };
  });
  const components = Object.fromEntries(
    onDies.flatMap(({ die, kernels }) => [
      [poolOf(die), { machine: corePool, input: { shares: STREAM_CORES } }] as const,
      ...kernels,
    ]),
  );
  const pooled = onDies.map(({ die, kernels }) => ({
    pool: poolOf(die),
    kernels: kernels.map(([id]) => id),
  }));
  return defineNetwork({
    name: 'core-pool',
    components,
    // Within a die everything happens at once; signals between dies take their time.
    channels: { default: { kind: 'sync' }, events: { SIGNAL: { kind: 'fifo' } } },
    properties: [
      ...pooled.flatMap((die) => [leasesWithinCores(die), leasesAreHeld(die)]),
      ...onDies.map(({ die, graph, kernels }) =>
        monitor(`kernel-order of die ${die}`, kernelOrder, orderOf(graph, die), {
          from: kernels.map(([id]) => id),
        }),
      ),
      // Only a die without tokens has kernels of two layers ready at once; rebalancing keeps the first layer apart.
      ...corePoolWitnesses(pooled, idleDies > 0 && layers > (rebalances ? 2 : 1)),
    ],
  });
}

/**
 * The cores of each die, leased to the kernels of the decode pipeline's two streams (facts.md 1 and 6): kernels that wait for other
 * dies do so on their cores, so that the order of launches decides whether all of them can end.
 */
export const corePools: NetworkFamily = {
  name: 'core-pool',
  title: 'Kernels of both decode streams on the leased cores of each die, some of which wait for other dies',
  parameters: {
    dies: { kind: 'integer', min: 2, max: 8, default: 2, description: 'dies that signal each other' },
    layers: { kind: 'integer', min: 1, max: 4, default: 2, description: 'layers in sequence' },
    idleDies: { kind: 'integer', min: 0, max: 8, default: 1, description: 'dies without tokens' },
    rebalance: {
      kind: 'choice',
      values: ['never', 'once'],
      default: 'never',
      description: 'whether expert rebalancing (EPLB) runs after the first layer',
    },
  },
  faults: {
    D1: {
      title: 'nothing orders the combine-notify of a layer before the dispatch-wait of the next',
      link: 'https://github.com/hw-native-sys/pypto-lib/issues/1208',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 2, idleDies: 1, rebalance: 'never' },
    },
    D2: {
      title: 'waits may be launched before the notifies of their own die, and fill the cores',
      link: 'https://github.com/hw-native-sys/pypto/pull/2391',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'never' },
    },
    D7: {
      title: 'expert rebalancing is launched in another order on each die, and takes the cores',
      link: 'https://github.com/vllm-project/vllm/pull/32860',
      property: 'deadlock-freedom',
      configuration: { dies: 2, layers: 1, idleDies: 0, rebalance: 'once' },
    },
  },
  refuse,
  build,
  exhaustive: [
    { dies: 2, layers: 2, idleDies: 1 },
    { dies: 2, layers: 2, idleDies: 2 },
    { dies: 2, layers: 3, idleDies: 1, rebalance: 'once' },
    { dies: 3, layers: 1, idleDies: 1 },
  ],
  campaign: {
    ranges: {
      dies: { min: 2, max: 3 },
      layers: { min: 1, max: 2 },
      idleDies: { min: 0, max: 2 },
    },
    stepsMax: 200,
  },
};
