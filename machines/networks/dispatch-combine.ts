import { dispatchCombineWitnesses, epochSkew } from '../../properties/dispatch-combine.js';
import {
  type ChannelSpec,
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
  type Property,
} from '../../src/index.js';
import { receiveWindow } from '../die/receive-window.js';
import { ubPort } from '../interconnect/ub-port.js';
import { expertFfn } from '../moe/expert-ffn.js';
import { fusedCombine } from '../moe/fused-combine.js';
import { fusedDispatch } from '../moe/fused-dispatch.js';
import { type Names, namesFor } from '../moe/names.js';
import { type Buffer, HALVES, type Routing, type Sizes } from '../moe/protocol.js';
import type { SendFence } from '../moe/sending.js';
import { copiesArriveOnce } from '../monitors/copies-arrive-once.js';
import {
  flagImpliesData,
  noOverwrite,
  oneFlagPerPeer,
  signalsOfTheirOperation,
} from '../monitors/forbidden.js';
import { operatorOrder } from '../monitors/operator-order.js';
import { moeStream } from '../pipeline/moe-stream.js';
import { balancedRouting, everyRouting, routingCount, sampledRoutings } from './routings.js';

/** More routings than this are too many stimuli for one state. */
const ROUTINGS_MAX = 500;

/** Narrow flag cells of fault C4: the epoch of an operation comes again two items later, in the same half. */
const NARROW_EPOCH_MODULUS = 4;

interface Shape extends Sizes {
  readonly layers: number;
  readonly microbatches: number;
  readonly chunk: number;
  readonly routing: string;
  readonly routingSeed: number;
}

function shapeOf(configuration: Configuration): Shape {
  const number = (name: string) => Number(configuration[name]);
  return {
    dies: number('dies'),
    expertsPerDie: number('expertsPerDie'),
    tokens: number('tokens'),
    topK: number('topK'),
    layers: number('layers'),
    microbatches: number('microbatches'),
    chunk: number('chunk'),
    routing: String(configuration.routing),
    routingSeed: number('routingSeed'),
  };
}

function refuse(configuration: Configuration): string | undefined {
  const shape = shapeOf(configuration);
  const experts = shape.dies * shape.expertsPerDie;
  if (shape.topK > experts) {
    return `a token needs ${shape.topK} different experts (topK), but there are only ${experts} (dies x expertsPerDie). Lower topK or raise one of the others.`;
  }
  if (shape.routing === 'any' && routingCount(shape) > ROUTINGS_MAX) {
    return `routing 'any' would give each gate ${routingCount(shape)} choices, more than ${ROUTINGS_MAX}. Lower tokens, topK or dies, or use routing 'sampled'.`;
  }
  return undefined;
}

function routingsOf(shape: Shape, die: number): Routing[] {
  if (shape.routing === 'any') return everyRouting(shape);
  if (shape.routing === 'sampled') return sampledRoutings(shape, die, shape.routingSeed);
  return [balancedRouting(shape, die)];
}

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const drawn = shapeOf(configuration);
  // B3 puts one more microbatch in flight than the halves can hold.
  const shape = faults.has('B3') ? { ...drawn, microbatches: HALVES + 1 } : drawn;
  const names = namesFor(shape.microbatches, faults.has('B1'));
  const { dies, microbatches } = shape;
  const overDies = <T>(of: (die: number) => T): T[] => Array.from({ length: dies }, (_, die) => of(die));
  const overMicrobatches = <T>(of: (microbatch: number) => T): T[] =>
    Array.from({ length: microbatches }, (_, at) => of(at));
  const components = Object.fromEntries(
    overDies((die) => [
      ...overMicrobatches((microbatch) => operatorsOf(shape, faults, names, die, microbatch)).flat(),
      [names.port(die), { machine: ubPort }] as const,
      ...windowsOf(names, dies, die),
    ]).flat(),
  );
  const streams = overMicrobatches((microbatch) => ({
    microbatch,
    streams: overDies((die) => names.stream(die, microbatch)),
    dispatches: overDies((die) => names.dispatch(die, microbatch)),
  }));
  const properties: Property[] = [
    monitor('flag-implies-data', flagImpliesData),
    monitor('no-overwrite', noOverwrite),
    monitor('signals-of-their-operation', signalsOfTheirOperation),
    monitor('one-flag-per-peer', oneFlagPerPeer),
    monitor('copies-arrive-once', copiesArriveOnce, { expertsPerDie: shape.expertsPerDie }),
    ...overDies((die) =>
      overMicrobatches((microbatch) => orderMonitor(names, die, microbatch, microbatches)),
    ).flat(),
    ...streams.map((each) => epochSkew(each, microbatches)),
    ...dispatchCombineWitnesses({
      first: streams[0]!,
      layers: shape.layers,
      canBeIdle: overDies((die) => routingsOf(shape, die).some((routing) => routing.length === 0)).some(
        Boolean,
      ),
      hasTokens: overDies((die) => routingsOf(shape, die).some((routing) => routing.length > 0)).some(
        Boolean,
      ),
    }),
  ];
  return defineNetwork({ name: 'dispatch-combine', components, channels: channelFor, properties });
}

/** Stores to a port keep their order; what is on the fabric does not; everything within a die happens at once. */
function channelFor(_from: string, _to: string, event: { readonly type: string }): ChannelSpec {
  switch (event.type) {
    case 'POST':
      return { kind: 'fifo' };
    case 'WRITE':
    case 'FLAG':
    case 'ADD':
      return { kind: 'bag' };
    default:
      return { kind: 'sync' };
  }
}

function operatorsOf(
  shape: Shape,
  faults: ReadonlySet<string>,
  names: Names,
  die: number,
  microbatch: number,
) {
  const { dies, expertsPerDie, tokens, topK, layers, microbatches, chunk } = shape;
  const sizes: Sizes = { dies, expertsPerDie, tokens, topK };
  const fence: SendFence = faults.has('A1') ? 'none' : faults.has('A2') ? 'issued' : 'visible';
  const stream = names.stream(die, microbatch);
  const dispatch = names.dispatch(die, microbatch);
  const expert = names.expert(die, microbatch);
  const combine = names.combine(die, microbatch);
  const port = names.port(die);
  const windows = (buffer: Buffer) =>
    Array.from({ length: dies }, (_, peer) =>
      Array.from({ length: HALVES }, (_, half) => names.window(peer, buffer, half)),
    );
  const next = microbatches === 1 ? '' : names.stream(die, (microbatch + 1) % microbatches);
  return [
    [
      stream,
      {
        machine: moeStream,
        input: {
          microbatch,
          microbatches,
          layers,
          wiring: { self: stream, dispatch, expert, combine, next },
        },
        stimuli: routingsOf(shape, die).map((routing) => ({ type: 'ROUTE', routing })),
      },
    ],
    [
      dispatch,
      {
        machine: fusedDispatch,
        input: {
          die,
          sizes,
          wiring: { self: dispatch, stream, port, windows: windows('dispatch') },
          fence,
          chunk,
          takesPartWithoutTokens: !faults.has('D3'),
          epochModulus: faults.has('C4') ? NARROW_EPOCH_MODULUS : 0,
        },
      },
    ],
    [expert, { machine: expertFfn, input: { self: expert, stream } }],
    [
      combine,
      {
        machine: fusedCombine,
        input: {
          die,
          sizes,
          wiring: { self: combine, stream, port, windows: windows('combine') },
          fence,
          chunk,
        },
      },
    ],
  ] as const;
}

/** The halves of a die's buffers. With one buffer for both operators, dispatch and combine have the same ids. */
function windowsOf(names: Names, dies: number, die: number) {
  const ids = new Set<string>();
  for (const buffer of ['dispatch', 'combine'] as const) {
    for (let half = 0; half < HALVES; half++) ids.add(names.window(die, buffer, half));
  }
  return [...ids].map((id) => [id, { machine: receiveWindow, input: { dies } }] as const);
}

function orderMonitor(names: Names, die: number, microbatch: number, microbatches: number): Property {
  const dispatch = names.dispatch(die, microbatch);
  const expert = names.expert(die, microbatch);
  const combine = names.combine(die, microbatch);
  return monitor(`operator-order of ${names.stream(die, microbatch)}`, operatorOrder, {
    dispatch,
    expert,
    combine,
    first: microbatch,
    stride: microbatches,
  });
}

/**
 * FusedDispatch and FusedCombine between the dies of one expert-parallel group, layer after layer (facts.md 4 and 13.1): every die
 * routes its tokens, sends copies into the windows of the experts' dies, waits for all peers, computes, sends results back, sums.
 */
export const dispatchCombine: NetworkFamily = {
  name: 'dispatch-combine',
  title: 'FusedDispatch and FusedCombine between dies over the Unified Bus, layer after layer',
  parameters: {
    dies: { kind: 'integer', min: 2, max: 16, default: 2, description: 'dies of the expert-parallel group' },
    tokens: {
      kind: 'integer',
      min: 0,
      max: 8,
      default: 2,
      description: 'most tokens of a die in one layer and microbatch',
    },
    layers: { kind: 'integer', min: 1, max: 8, default: 2, description: 'layers in sequence' },
    expertsPerDie: { kind: 'integer', min: 1, max: 4, default: 1, description: 'experts that a die hosts' },
    topK: { kind: 'integer', min: 1, max: 8, default: 1, description: 'different experts for each token' },
    microbatches: { kind: 'integer', min: 1, max: 2, default: 1, description: 'microbatches in flight' },
    chunk: { kind: 'integer', min: 1, max: 8, default: 1, description: 'copies that one send step posts' },
    routing: {
      kind: 'choice',
      values: ['balanced', 'sampled', 'any'],
      default: 'any',
      description: 'what the gate may choose: one even routing, a few drawn by routingSeed, or any',
    },
    routingSeed: {
      kind: 'integer',
      min: 0,
      max: 65_535,
      default: 0,
      description: "seed of routing 'sampled'",
    },
  },
  faults: {
    A1: {
      title: 'the flag is stored past the data writes that are still in the pipe',
      link: 'https://github.com/hw-native-sys/PTOAS/issues/711',
      property: 'flag-implies-data',
      configuration: { layers: 1, tokens: 1 },
    },
    A2: {
      title: 'the barrier waits until writes are issued, not until they are visible',
      link: 'https://github.com/hw-native-sys/PTOAS/issues/744',
      property: 'flag-implies-data',
      configuration: { layers: 1, tokens: 1 },
    },
    B1: {
      title: 'dispatch and combine share one receive buffer',
      link: 'https://github.com/ROCm/mori/pull/80',
      property: 'no-overwrite',
      configuration: { layers: 1, tokens: 1 },
    },
    B3: {
      title: 'three microbatches are in flight on two halves',
      link: 'https://github.com/deepseek-ai/DeepEP/issues/513',
      property: 'no-overwrite',
      configuration: { layers: 1, tokens: 1 },
    },
    C4: {
      title: 'the epoch in the flag cell wraps around after a few operations',
      link: 'https://github.com/sgl-project/sgl-kernel-npu/pull/202',
      property: 'signals-of-their-operation',
      configuration: { layers: 3, tokens: 1 },
    },
    D3: {
      title: 'a die without tokens returns early and signals nobody',
      link: 'https://github.com/uccl-project/uccl/pull/940',
      property: 'deadlock-freedom',
      configuration: { layers: 1, tokens: 1 },
    },
  },
  refuse,
  build,
  exhaustive: [
    { dies: 2, tokens: 2, layers: 2 },
    { dies: 2, tokens: 1, layers: 2, expertsPerDie: 2, topK: 2 },
    { dies: 2, tokens: 1, layers: 2, microbatches: 2, routing: 'balanced' },
    { dies: 3, tokens: 1, layers: 1 },
    { dies: 3, tokens: 1, layers: 2, routing: 'balanced' },
    { dies: 4, tokens: 1, layers: 1, routing: 'balanced' },
  ],
  campaign: {
    ranges: {
      dies: { min: 2, max: 6 },
      tokens: { min: 0, max: 3 },
      layers: { min: 1, max: 4 },
      expertsPerDie: { min: 1, max: 2 },
      topK: { min: 1, max: 3 },
      microbatches: { min: 1, max: 2 },
      chunk: { min: 1, max: 2 },
      routing: { values: ['sampled'] },
      routingSeed: { min: 0, max: 65_535 },
    },
    stepsMax: 600,
  },
};
