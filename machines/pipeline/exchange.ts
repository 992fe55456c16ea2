import { assign, emit, enqueueActions, setup } from 'xstate';
import { componentRef } from '../../src/index.js';

/** A die's microbatch has done its part of a collective operator of a graph. */
export interface Arrive {
  readonly type: 'ARRIVE';
  readonly graph: string;
  readonly operator: string;
}

/** All dies' microbatches have. */
export interface Departed {
  readonly type: 'DEPARTED';
}

export interface ExchangeInput {
  /** One microbatch of each die, by what the exchange calls it. */
  readonly members: readonly string[];
}

export interface ExchangeContext extends ExchangeInput {
  readonly arrived: number;
}

/** A microbatch has come, for this operator of this graph. */
export interface ArrivedObservation {
  readonly type: 'ARRIVED';
  readonly graph: string;
  readonly operator: string;
}

/**
 * What ends a collective operator (dispatch, combine, All-Gather, All-to-All) at the granularity of ranks: nobody leaves before all have
 * arrived (docs/paper/facts.md 4.4, step 3; 4.5, step 3). As in a receive window, arrivals are counted: who arrives for another operator is not told apart.
 */
export const exchange = setup({
  types: {} as {
    context: ExchangeContext;
    input: ExchangeInput;
    events: Arrive;
    emitted: ArrivedObservation;
    tags: 'rest';
  },
  guards: {
    isLast: ({ context }) => context.arrived + 1 === context.members.length,
  },
  actions: {
    tellArrival: emit(({ event: { graph, operator } }) => ({ type: 'ARRIVED', graph, operator }) as const),
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
      description:
        'Counts who has arrived; the last one lets all go (docs/paper/facts.md 4.4, step 3; 4.5, step 3; 8).',
      tags: 'rest',
      on: {
        ARRIVE: [
          { guard: 'isLast', actions: ['tellArrival', 'letGo', 'startAnew'] },
          { actions: ['tellArrival', 'count'] },
        ],
      },
    },
  },
});
