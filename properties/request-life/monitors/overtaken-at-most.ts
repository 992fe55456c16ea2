import { assertEvent, assign, setup } from 'xstate';
import type { PagesObservation } from '../../../machines/serving/decode-page-messages.js';

interface OvertakenInput {
  /** How many that came later may be given pages before one that waits. */
  readonly overtakes: number;
}

interface OvertakenContext extends OvertakenInput {
  /** Who waits, in the order of coming, each with how many it was overtaken by. */
  readonly waiting: readonly { readonly name: string; readonly by: number }[];
}

/** Who waits for pages is overtaken by so many at most that came later. It hears the pages of a decode node. */
export const overtakenAtMost = setup({
  types: {} as { context: OvertakenContext; input: OvertakenInput; events: PagesObservation },
  guards: {
    isTooOften: ({ context: { waiting, overtakes }, event }) => {
      const at = waiting.findIndex(({ name }) => name === nameOf(event));
      return waiting.slice(0, at).some(({ by }) => by >= overtakes);
    },
  },
  actions: {
    note: assign({
      waiting: ({ context, event }) => [...context.waiting, { name: nameOf(event), by: 0 }],
    }),
    serve: assign({
      waiting: ({ context: { waiting }, event }) => {
        const at = waiting.findIndex(({ name }) => name === nameOf(event));
        return waiting.flatMap((each, index) => {
          if (index === at) return [];
          return index < at ? [{ ...each, by: each.by + 1 }] : [each];
        });
      },
    }),
    forget: assign({
      waiting: ({ context, event }) => context.waiting.filter(({ name }) => name !== nameOf(event)),
    }),
  },
}).createMachine({
  id: 'overtaken-at-most',
  context: ({ input }) => ({ ...input, waiting: [] }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        QUEUED: { actions: 'note' },
        WITHDRAWN: { actions: 'forget' },
        SERVED: [{ guard: 'isTooOften', target: 'violated' }, { actions: 'serve' }],
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});

function nameOf(event: PagesObservation): string {
  assertEvent(event, ['QUEUED', 'WITHDRAWN', 'SERVED']);
  return `${event.request}.${event.attempt}`;
}
