import { assertEvent, assign, sendTo, setup } from 'xstate';
import { componentRef } from '../../src/index.js';
import type { GiveUp } from './handover.js';

/** A request is given up, at one of its ends. */
interface Leave {
  readonly type: 'LEAVE';
  readonly at: string;
}

export interface ClientsContext {
  /** How many requests may still be given up. */
  readonly left: number;
}

/** Who wants the requests: clients who may go away at any moment, and schedulers who may abort on their behalf, at decode or at prefill. */
export const clients = setup({
  types: {} as { context: ClientsContext; input: ClientsContext; events: Leave; tags: 'rest' },
  guards: { mayLeave: ({ context }) => context.left > 0 },
  actions: {
    giveUp: sendTo(
      componentRef(({ event }) => {
        assertEvent(event, 'LEAVE');
        return event.at;
      }),
      { type: 'GIVE_UP' } satisfies GiveUp,
    ),
    count: assign({ left: ({ context }) => context.left - 1 }),
  },
}).createMachine({
  id: 'clients',
  context: ({ input }) => input,
  initial: 'waiting',
  states: {
    waiting: {
      description: 'They wait for their tokens, and some do not wait to the end (docs/paper/facts.md 3).',
      tags: 'rest',
      on: { LEAVE: { guard: 'mayLeave', actions: ['giveUp', 'count'] } },
    },
  },
});
