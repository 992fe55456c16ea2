import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';

export interface WrittenThroughInput {
  /** Id of the tier of EVS. */
  readonly evs: string;
  /** Blocks that it has from before. */
  readonly stored: readonly string[];
}

interface WrittenThroughContext {
  readonly evs: string;
  /** Blocks that EVS was given. */
  readonly given: readonly string[];
}

/**
 * Every write also goes to EVS (docs/paper/facts.md 10): what a server evicts from its memory EVS was given before; it may have evicted it, too. It hears
 * servers and EVS.
 */
export const writtenThrough = setup({
  types: {} as {
    context: WrittenThroughContext;
    input: WrittenThroughInput;
    events: CopyObservation & { readonly component: string };
  },
  guards: {
    isOfEvs: ({ context, event }) => event.component === context.evs,
    isGivenFirst: ({ context, event }) =>
      event.component === context.evs && !context.given.includes(event.key),
    isNotGiven: ({ context, event: { why, key } }) => why === 'evicted' && !context.given.includes(key),
  },
  actions: {
    note: assign(({ context, event }) => ({ given: [...context.given, event.key].sort() })),
  },
}).createMachine({
  id: 'written-through',
  context: ({ input: { evs, stored } }) => ({ evs, given: [...stored].sort() }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { guard: 'isGivenFirst', actions: 'note' },
        COPY_DROPPED: [{ guard: 'isOfEvs' }, { guard: 'isNotGiven', target: 'violated' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
