import {
  DIES_PER_NODE,
  DIES_PER_PACKAGE,
  type PathClass,
} from '../../../src/cloudmatrix/paper/interconnect.js';
import { ringBuffer } from '../../interconnect/ring-buffer.js';
import { ringReceiver } from '../../interconnect/ring-receiver.js';
import { ringSender } from '../../interconnect/ring-sender.js';
import { ubPath } from '../../interconnect/ub-path.js';
import type { NetworkWiring } from '../../network-wiring.js';
import { channelsOf } from './channels.js';

import type { UbPathShape } from './parameters.js';

/** One sender with all that is its own, by component id. */
export interface WiredSender {
  readonly sender: string;
  readonly ring: string;
  readonly path: string;
}

export interface UbPathWiring extends NetworkWiring {
  readonly shape: UbPathShape;
  readonly senders: readonly WiredSender[];
  readonly receiver: string;
  readonly receiverPath: string;
  /** Of all dies, each once. */
  readonly paths: readonly string[];
}

const RECEIVER = 'receiver';
const RECEIVER_DIE = 0;

const pathOf = (die: number): string => `path.${die}`;

/**
 * The die of a sender. The receiver's package has one other die: there all senders share it, and its path.
 *
 * @testonly the path between two dies is compared with the placement that its class means
 */
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

/** Senders with their ring buffers, one receiver, and the path of each of their dies. */
export function ubPathWiring(shape: UbPathShape): UbPathWiring {
  const { slots, messages, pulls, credits, flaps } = shape;
  const isCredited = credits > 0;
  const senders = Array.from({ length: shape.senders }, (_, at) => ({
    sender: `sender.${at}`,
    ring: `ring.${at}`,
    path: pathOf(senderDie(shape.placement, at)),
  }));
  const receiverPath = pathOf(RECEIVER_DIE);
  const paths = [...new Set([...senders.map(({ path }) => path), receiverPath])];
  const ends = senders.flatMap(({ sender, ring, path }) => {
    const input = { self: sender, path, isCredited, ring, receiver: RECEIVER };
    return [
      [sender, { machine: ringSender, input: { ...input, ownsRing: pulls, slots, messages } }] as const,
      [ring, { machine: ringBuffer, input: { slots } }] as const,
    ];
  });
  const receiver = {
    machine: ringReceiver,
    input: {
      self: RECEIVER,
      path: receiverPath,
      isCredited,
      connections: senders.map(({ sender, ring }) => ({ sender, ring })),
      slots,
      pulls,
    },
  };
  const path = {
    machine: ubPath,
    input: { credits, flaps },
    stimuli: flaps > 0 ? [{ type: 'LINK_DOWN' }] : [],
  };
  return {
    shape,
    components: {
      ...Object.fromEntries(ends),
      [RECEIVER]: receiver,
      ...Object.fromEntries(paths.map((id) => [id, path] as const)),
    },
    channels: channelsOf(shape),
    senders,
    receiver: RECEIVER,
    receiverPath,
    paths,
  };
}
