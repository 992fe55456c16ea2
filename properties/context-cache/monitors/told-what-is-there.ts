import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { AnswerObservation } from '../../../machines/cache/sdk-protocol.js';

export interface ToldInput {
  /** Id of the tier of EVS. */
  readonly evs: string;
  /** Blocks that it has from before. */
  readonly stored: readonly string[];
}

interface ToldContext {
  readonly evs: string;
  /** Copies that can be had, each as who has it, a space, and the key. */
  readonly copies: readonly string[];
}

const copyAt = (component: string, key: string): string => `${component} ${key}`;

/**
 * Who asks whether a block is there is told so if, and only if, the server that he asks has it in memory, or EVS has it: a block that is denied is computed again, and one that
 * is promised is asked for in vain (docs/paper/facts.md 10). It hears SDKs, servers and EVS.
 */
export const toldWhatIsThere = setup({
  types: {} as {
    context: ToldContext;
    input: ToldInput;
    events: (CopyObservation | AnswerObservation) & { readonly component: string };
  },
  guards: {
    isWrong: ({ context: { evs, copies }, event }) => {
      if (event.type !== 'ANSWERED') return false;
      const { key, server, isThere } = event;
      return isThere !== [evs, server].some((component) => copies.includes(copyAt(component, key)));
    },
  },
  actions: {
    noteKept: assign(({ context, event: { component, key } }) => ({
      copies: [...context.copies, copyAt(component, key)].sort(),
    })),
    noteDropped: assign(({ context, event: { component, key } }) => ({
      copies: context.copies.filter((copy) => copy !== copyAt(component, key)),
    })),
  },
}).createMachine({
  id: 'told-what-is-there',
  context: ({ input: { evs, stored } }) => ({ evs, copies: stored.map((key) => copyAt(evs, key)).sort() }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteKept' },
        COPY_DROPPED: { actions: 'noteDropped' },
        ANSWERED: { guard: 'isWrong', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
