import { type UbPathPlan, ubPathProperties, type UbPathShape } from './claims.js';
import { DIES_PER_NODE, DIES_PER_PACKAGE, type PathClass } from '../../src/cloudmatrix/paper/interconnect.js';
import {
  type ChannelFunction,
  type ChannelSpec,
  type Configuration,
  defineNetwork,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { ringBuffer } from '../../machines/interconnect/ring-buffer.js';
import { type HeadReturn, ringReceiver } from '../../machines/interconnect/ring-receiver.js';
import { ringSender } from '../../machines/interconnect/ring-sender.js';
import { ubPath } from '../../machines/interconnect/ub-path.js';

function shapeOf(configuration: Configuration): UbPathShape {
  return {
    senders: Number(configuration.senders),
    messages: Number(configuration.messages),
    slots: Number(configuration.slots),
    pulls: configuration.transfer === 'pull',
    placement: configuration.placement as PathClass,
    credits: Number(configuration.credits),
    flaps: Number(configuration.flaps),
  };
}

const RECEIVER_DIE = 0;

/** The die of a sender. The receiver's package has one other die: there all senders share it, and its path. */
export function senderDie(placement: PathClass, sender: number): number {
  switch (placement) {
    case 'on-package':
      return RECEIVER_DIE + 1;
    case 'in-node':
      return RECEIVER_DIE + DIES_PER_PACKAGE * (sender + 1);
    case 'cross-node':
      return RECEIVER_DIE + DIES_PER_NODE * (sender + 1);
  }
}

function planOf(shape: UbPathShape): UbPathPlan {
  const pathOf = (die: number) => `path.${die}`;
  const senders = Array.from({ length: shape.senders }, (_, at) => ({
    sender: `sender.${at}`,
    ring: `ring.${at}`,
    path: pathOf(senderDie(shape.placement, at)),
  }));
  const receiverPath = pathOf(RECEIVER_DIE);
  return {
    shape,
    senders,
    receiver: 'receiver',
    receiverPath,
    paths: [...new Set([...senders.map(({ path }) => path), receiverPath])],
  };
}

/**
 * Within a die everything happens at once. Writes and reads keep their order on the way from one die to another, atomic additions
 * have none, and neither have operations of different paths.
 */
function channelsOf({ pulls }: UbPathShape): ChannelFunction {
  const data: ChannelSpec = { kind: 'fifo', lane: 'data' };
  const atomics: ChannelSpec = { kind: 'bag', lane: 'atomics' };
  return (_from, _to, { type }) => {
    switch (type) {
      case 'POST':
        return { kind: 'fifo', deferring: true };
      case 'WRITE':
      case 'WRITTEN':
        return pulls ? { kind: 'sync' } : data;
      case 'READ':
      case 'DATA':
        return pulls ? data : { kind: 'sync' };
      case 'ADD_TAIL':
      case 'ADD_HEAD':
      case 'ADDED':
        return atomics;
      default:
        return { kind: 'sync' };
    }
  };
}

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const shape = shapeOf(configuration);
  const plan = planOf(shape);
  const { slots, messages, pulls, credits, flaps } = shape;
  const isCredited = credits > 0;
  const headReturn: HeadReturn = faults.has('D9') ? 'tail seen' : 'data copied';
  const ends = plan.senders.flatMap(({ sender, ring, path }) => {
    const input = { self: sender, path, isCredited, ring, receiver: plan.receiver };
    return [
      [sender, { machine: ringSender, input: { ...input, ownsRing: pulls, slots, messages } }] as const,
      [ring, { machine: ringBuffer, input: { slots } }] as const,
    ];
  });
  const receiver = {
    machine: ringReceiver,
    input: {
      self: plan.receiver,
      path: plan.receiverPath,
      isCredited,
      connections: plan.senders.map(({ sender, ring }) => ({ sender, ring })),
      slots,
      pulls,
      headReturn,
    },
  };
  const path = {
    machine: ubPath,
    input: { credits, flaps },
    stimuli: flaps > 0 ? [{ type: 'LINK_DOWN' }] : [],
  };
  return defineNetwork({
    name: 'ub-path',
    components: {
      ...Object.fromEntries(ends),
      [plan.receiver]: receiver,
      ...Object.fromEntries(plan.paths.map((id) => [id, path] as const)),
    },
    channels: channelsOf(shape),
    properties: ubPathProperties(plan),
  });
}

/**
 * Point-to-point channels over Unified Bus paths (facts.md 13.3): senders fill ring buffers, one receiver empties them; data goes one
 * way, credits for slots the other, and links go down and come back meanwhile.
 */
export const ubPaths: NetworkFamily = {
  name: 'ub-path',
  title: 'Ring buffers between dies over Unified Bus paths with credits, whose links go down and come back',
  parameters: {
    senders: { kind: 'integer', min: 1, max: 2, default: 1, description: 'dies that send to one receiver' },
    messages: { kind: 'integer', min: 1, max: 6, default: 3, description: 'messages of each sender' },
    slots: { kind: 'integer', min: 1, max: 3, default: 2, description: 'slots of each ring buffer' },
    transfer: {
      kind: 'choice',
      values: ['push', 'pull'],
      default: 'push',
      description: 'senders write to the receiver, or the receiver reads from them',
    },
    placement: {
      kind: 'choice',
      values: ['on-package', 'in-node', 'cross-node'],
      default: 'cross-node',
      description: 'how far the senders are from the receiver; on the package they share one path',
    },
    credits: {
      kind: 'integer',
      min: 0,
      max: 3,
      default: 2,
      description: 'operations of a die that may be under way at once; 0: no limit',
    },
    flaps: { kind: 'integer', min: 0, max: 2, default: 1, description: 'times that each link may go down' },
  },
  faults: {
    D9: {
      title: 'the receiver gives a slot back when it sees the tail, before it has copied the data',
      link: 'https://github.com/deepseek-ai/DeepEP/pull/310',
      property: 'no-overwrite',
      configuration: { messages: 2, slots: 1, credits: 1, flaps: 0 },
    },
  },
  build,
  exhaustive: [
    { messages: 3, slots: 2, credits: 1, flaps: 2 },
    { messages: 3, slots: 2, transfer: 'pull' },
    { senders: 2, messages: 2, slots: 1, flaps: 0 },
    { senders: 2, messages: 1, slots: 1, placement: 'on-package', credits: 1 },
  ],
  campaign: {
    ranges: { messages: { min: 1, max: 6 }, credits: { min: 0, max: 3 } },
    stepsMax: 400,
  },
};
