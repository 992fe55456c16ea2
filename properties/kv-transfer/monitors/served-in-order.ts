import { assign, setup } from 'xstate';
import type { PoolRestarted } from '../../../machines/serving/page-pool.js';
import type { TurnObservation } from '../../../machines/serving/turn-observation.js';

interface ServedContext {
  /** Who waits, in the order of coming. */
  readonly waiting: readonly string[];
}

const ownerOf = (event: TurnObservation | PoolRestarted): string | undefined =>
  event.type === 'POOL_RESTARTED' ? undefined : event.owner;

/**
 * Who has waited longest is served first: a request that is overtaken again and again would never have its pages, or be moved. It hears one pool, or one
 * engine, and keeps its own account of who came when.
 */
export const servedInOrder = setup({
  types: {} as { context: ServedContext; events: TurnObservation | PoolRestarted },
  guards: {
    isOvertaking: ({ context: { waiting }, event }) => waiting[0] !== ownerOf(event),
  },
  actions: {
    note: assign({
      waiting: ({ context: { waiting }, event }) =>
        event.type === 'POOL_RESTARTED' ? waiting : [...waiting, event.owner],
    }),
    strike: assign({
      waiting: ({ context: { waiting }, event }) => waiting.filter((owner) => owner !== ownerOf(event)),
    }),
    startAnew: assign({ waiting: [] }),
  },
}).createMachine({
  id: 'served-in-order',
  context: { waiting: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        QUEUED: { actions: 'note' },
        WITHDRAWN: { actions: 'strike' },
        SERVED: [{ guard: 'isOvertaking', target: 'violated' }, { actions: 'strike' }],
        POOL_RESTARTED: { actions: 'startAnew' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
