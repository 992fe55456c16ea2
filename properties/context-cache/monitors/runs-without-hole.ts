import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { BlockObservation, RunObservation } from '../../../machines/cache/sdk-protocol.js';

interface RunsContext {
  /** Places in the chain of blocks that are known to be there. */
  readonly there: readonly number[];
}

/**
 * A run of hits that an SDK tells of has no hole: of so many blocks, from the first one of the chain on, it has seen each (docs/paper/facts.md 10: longest
 * prefix). It hears one SDK.
 */
export const runsWithoutHole = setup({
  types: {} as { context: RunsContext; events: BlockObservation | RunObservation },
  guards: {
    isThere: ({ event }) => event.type === 'BLOCK_TOLD' && event.isThere,
    hasHole: ({ context, event }) =>
      event.type === 'RUN_TOLD' &&
      Array.from({ length: event.blocks }, (_, at) => at).some((at) => !context.there.includes(at)),
  },
  actions: {
    note: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'BLOCK_TOLD') draft.there.push(event.at);
      }),
    ),
    startOver: assign({ there: [] }),
  },
}).createMachine({
  id: 'runs-without-hole',
  context: { there: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        BLOCK_TOLD: { guard: 'isThere', actions: 'note' },
        RUN_TOLD: [{ guard: 'hasHole', target: 'violated' }, { actions: 'startOver' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
