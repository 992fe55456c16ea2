import type { Acknowledge } from '../die/window-protocol.js';
import type { Share } from './waiting-cores.js';
import { acknowledgeAddress, type Layout, statusWindow } from './window-layout.js';

/**
 * Read acknowledgement, for designs with one buffer: an operation writes only when every die has read what the
 * operation before it has written. Operations are numbered in the one order that all dies share.
 */

/** What an operation waits for before it writes: every die's acknowledgement of the operation before. */
export function acknowledgementAwaited(layout: Layout, die: number, operation: number): Share {
  const peers = Array.from({ length: layout.dies }, (_, peer) => peer);
  return {
    window: statusWindow(layout, die, 0, 0),
    cells: peers.map((peer) => ({ address: acknowledgeAddress(layout, peer), value: operation - 1 })),
    peers: peers.map((peer) => [peer]),
  };
}

/** What a die sends to every die when it has read what an operation has written to it. */
export function acknowledgements(
  layout: Layout,
  die: number,
  operation: number,
): { readonly window: string; readonly message: Acknowledge }[] {
  const address = acknowledgeAddress(layout, die);
  return Array.from({ length: layout.dies }, (_, peer) => ({
    window: statusWindow(layout, peer, 0, 0),
    message: { type: 'ACK', address, operation },
  }));
}
