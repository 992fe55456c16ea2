import { assign, setup } from 'xstate';
import type { Step } from '../../../src/index.js';

interface PartsInput {
  /** Id of the component that receives. */
  readonly receiver: string;
  /** Parts of a transfer. */
  readonly handles: number;
}

/**
 * Each part of a transfer that has begun lands, or breaks: none is forgotten that may still be written, and none is waited for that has come. A run that ends
 * between two parts violates it. It hears the steps, of a network in which no node dies.
 */
export const allPartsEnd = setup({
  types: {} as {
    context: PartsInput & { readonly ended: number };
    input: PartsInput;
    events: { readonly type: 'step' } & Step;
  },
  guards: {
    isPart: ({ context: { receiver }, event }) =>
      event.kind === 'timer'
        ? event.component === receiver && event.timer.startsWith('land in ')
        : event.kind === 'stimulus' && event.event.type === 'BREAK' && event.event.to === receiver,
    isWhole: ({ context: { ended, handles } }) => ended === handles,
  },
  actions: {
    count: assign({ ended: ({ context }) => context.ended + 1 }),
    forget: assign({ ended: 0 }),
  },
}).createMachine({
  id: 'all-parts-end',
  context: ({ input }) => ({ ...input, ended: 0 }),
  initial: 'whole',
  states: {
    whole: { on: { step: { guard: 'isPart', target: 'parted', actions: 'count' } } },
    parted: {
      tags: 'pending',
      always: { guard: 'isWhole', target: 'whole', actions: 'forget' },
      on: { step: { guard: 'isPart', actions: 'count' } },
    },
  },
});
