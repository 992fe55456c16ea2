import { setup } from 'xstate';
import type { KvRead } from '../../../machines/serving/kv-memory.js';

export interface DecodesOwnKvInput {
  /** Blocks of a request. */
  readonly blocks: number;
  /** A record closes each transfer. */
  readonly hasRecord: boolean;
}

/**
 * Decode starts only on its own, complete, current KV: of each block of the prompt what is there is that block of this very request, and the record that closes the
 * transfer is that of the request, too (docs/paper/facts.md 9). Where nothing has been written yet, another claim says so. It hears the memories of decode nodes.
 */
export const decodesOwnKv = setup({
  types: {} as { context: DecodesOwnKvInput; input: DecodesOwnKvInput; events: KvRead },
  guards: {
    isWrong: ({ context: { blocks, hasRecord }, event: { room, pages, found, record } }) =>
      pages.length !== blocks ||
      found.some((kv, block) => kv !== null && (kv.room !== room || kv.block !== block)) ||
      (hasRecord && record !== room),
  },
}).createMachine({
  id: 'decodes-own-kv',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: { on: { KV_READ: { guard: 'isWrong', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
