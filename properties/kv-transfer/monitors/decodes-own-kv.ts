import { assign, setup } from 'xstate';
import type { TransferEnded } from '../../../machines/serving/handover.js';
import type { KvRead } from '../../../machines/serving/kv-memory.js';

export interface DecodesOwnKvInput {
  /** Blocks of a request. */
  readonly blocks: number;
  /** A record closes each transfer. */
  readonly hasRecord: boolean;
  /** Requests whose end is to be told. */
  readonly requests: number;
  /** Who is dead tells nothing. */
  readonly mayDie: boolean;
}

interface DecodesOwnKvContext extends DecodesOwnKvInput {
  /** Requests whose KV has been read, by number. */
  readonly read: readonly number[];
  /** How many have ended. */
  readonly ended: number;
}

/**
 * Decode starts only on its own, complete, current KV: of each block of the prompt what is there is that block of this very request, and the record that closes the
 * transfer is that of the request, too (docs/paper/facts.md 9). Where nothing has been written yet, another claim says so. Who is done has read, and the end of
 * each is told. It hears the memories of decode nodes, and the decode sides of transfers.
 */
export const decodesOwnKv = setup({
  types: {} as { context: DecodesOwnKvContext; input: DecodesOwnKvInput; events: KvRead | TransferEnded },
  guards: {
    mayDie: ({ context }) => context.mayDie,
    isComplete: ({ context }) => context.ended === context.requests,
    isWrong: ({ context: { blocks, hasRecord }, event }) =>
      event.type === 'KV_READ' &&
      (event.pages.length !== blocks ||
        event.found.some((kv, block) => kv !== null && (kv.room !== event.room || kv.block !== block)) ||
        (hasRecord && event.record !== event.room)),
    isUnread: ({ context, event }) =>
      event.type === 'TRANSFER_ENDED' && event.ending === 'done' && !context.read.includes(event.room),
  },
  actions: {
    noteRead: assign(({ context, event }) =>
      event.type === 'KV_READ'
        ? { read: [...context.read, event.room].sort((one, other) => one - other) }
        : {},
    ),
    noteEnded: assign({ ended: ({ context }) => context.ended + 1 }),
  },
}).createMachine({
  id: 'decodes-own-kv',
  context: ({ input }) => ({ ...input, read: [], ended: 0 }),
  on: {
    KV_READ: [{ guard: 'isWrong', target: '.violated' }, { actions: 'noteRead' }],
    TRANSFER_ENDED: [{ guard: 'isUnread', target: '.violated' }, { actions: 'noteEnded' }],
  },
  initial: 'beginning',
  states: {
    beginning: { always: [{ guard: 'mayDie', target: 'watching' }, { target: 'owing' }] },
    owing: { tags: 'pending', always: { guard: 'isComplete', target: 'watching' } },
    watching: {},
    violated: { tags: 'violation', type: 'final' },
  },
});
