import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { GiveUp } from './handover.js';

/** A request is given up, at one of its ends. */
interface Leave {
  readonly type: 'LEAVE';
  readonly at: string;
}

export interface ClientsInput {
  /** How many requests may be given up. */
  readonly limit: number;
}

export interface ClientsContext extends ClientsInput {
  /** Where requests have been given up: the ids of their halves, in the order of names. */
  readonly gone: readonly string[];
}

/** Who wants the requests: clients who may go away at any moment, and schedulers who may abort on their behalf, at decode or at prefill. */
export const clients = setup({
  types: {} as { context: ClientsContext; input: ClientsInput; events: Leave; tags: 'rest' },
  guards: { mayLeave: ({ context }) => context.gone.length < context.limit },
  actions: {
    giveUp: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'LEAVE');
        return event.at;
      }),
      { type: 'GIVE_UP' } satisfies GiveUp,
    ),
    note: assign(({ context, event }) => {
      assertEvent(event, 'LEAVE');
      return { gone: [...context.gone, event.at].sort() };
    }),
  },
}).createMachine({
  id: 'clients',
  context: ({ input }) => ({ ...input, gone: [] }),
  initial: 'waiting',
  states: {
    waiting: {
      description: 'They wait for their tokens, and some do not wait to the end (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { LEAVE: { guard: 'mayLeave', actions: ['giveUp', 'note'] } },
    },
  },
});
