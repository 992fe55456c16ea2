import type { PathClass } from '../../../src/cloudmatrix/paper/interconnect.js';
import type { Configuration, Parameter } from '../../../src/index.js';

export interface UbPathShape {
  readonly senders: number;
  readonly messages: number;
  readonly slots: number;
  /** The receiver reads from its senders, instead of their writing to it. */
  readonly pulls: boolean;
  readonly placement: PathClass;
  readonly credits: number;
  readonly flaps: number;
}

export const parameters: Readonly<Record<string, Parameter>> = {
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
};

/** The shape that a configuration describes. */
export function shapeOf(configuration: Configuration): UbPathShape {
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
