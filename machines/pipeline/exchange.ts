import { assign, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A die's microbatch has done its part of a collective operator. */
export interface Arrive {
  readonly type: 'ARRIVE';
}

/** All dies' microbatches have. */
export interface Departed {
  readonly type: 'DEPARTED';
}

export interface ExchangeInput {
  /** One microbatch of each die. */
  readonly members: readonly string[];
}

interface ExchangeContext extends ExchangeInput {
  readonly arrived: number;
}

/**
 * What ends a collective operator (dispatch, combine, All-Gather, All-to-All) at the granularity of ranks: nobody leaves before all have
 * arrived (docs/paper/facts.md 4.4, step 3; 4.5, step 3). As in a receive window, arrivals are counted: who arrives for another operator is not told apart.
 */
export const exchange = setup({
  types: {} as { context: ExchangeContext; input: ExchangeInput; events: Arrive },
  guards: {
    isLast: ({ context }) => context.arrived + 1 === context.members.length,
  },
  actions: {
    count: assign({ arrived: ({ context }) => context.arrived + 1 }),
    startAnew: assign({ arrived: 0 }),
    letGo: enqueueActions(({ context, enqueue }) => {
      for (const member of context.members) {
        enqueue.sendTo(componentRef(member), { type: 'DEPARTED' } satisfies Departed);
      }
    }),
  },
}).createMachine({
  id: 'exchange',
  context: ({ input }) => ({ ...input, arrived: 0 }),
  initial: 'gathering',
  states: {
    gathering: {
      tags: 'rest',
      on: {
        ARRIVE: [{ guard: 'isLast', actions: ['letGo', 'startAnew'] }, { actions: 'count' }],
      },
    },
  },
});
