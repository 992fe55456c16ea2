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
  /** Blocks that it is to be given: each with the servers that have it. */
  readonly owed: readonly { readonly key: string; readonly server: string }[];
}

/**
 * Every write also goes to EVS (docs/paper/facts.md 10): what a server has EVS is given in the end, unless it is lost with the server, and what it evicts EVS was
 * given before; EVS may have evicted it, too. It hears servers and EVS.
 */
export const writtenThrough = setup({
  types: {} as {
    context: WrittenThroughContext;
    input: WrittenThroughInput;
    events: CopyObservation & { readonly component: string };
    tags: 'pending' | 'violation';
  },
  guards: {
    isOfEvs: ({ context, event }) => event.component === context.evs,
    isGiven: ({ context, event }) => context.given.includes(event.key),
    isNotGiven: ({ context, event: { why, key } }) => why === 'evicted' && !context.given.includes(key),
    isOwed: ({ context }) => context.owed.length > 0,
    isSettled: ({ context }) => context.owed.length === 0,
  },
  actions: {
    note: assign(({ context, event }) => ({
      given: [...context.given, event.key].sort(),
      owed: context.owed.filter(({ key }) => key !== event.key),
    })),
    owe: assign(({ context, event: { key, component: server } }) => ({
      owed: [...context.owed, { key, server }].sort((one, other) =>
        one.key + one.server < other.key + other.server ? -1 : 1,
      ),
    })),
    forget: assign(({ context, event }) => ({
      owed: context.owed.filter(({ key, server }) => key !== event.key || server !== event.component),
    })),
  },
}).createMachine({
  id: 'written-through',
  context: ({ input: { evs, stored } }) => ({ evs, given: [...stored].sort(), owed: [] }),
  on: {
    COPY_KEPT: [{ guard: 'isGiven' }, { guard: 'isOfEvs', actions: 'note' }, { actions: 'owe' }],
    COPY_DROPPED: [{ guard: 'isOfEvs' }, { guard: 'isNotGiven', target: '.violated' }, { actions: 'forget' }],
  },
  initial: 'settled',
  states: {
    settled: { always: { guard: 'isOwed', target: 'owing' } },
    owing: { tags: 'pending', always: { guard: 'isSettled', target: 'settled' } },
    violated: { tags: 'violation' },
  },
});
