import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { CopyObservation } from '../../../machines/cache/cache-protocol.js';
import type { GetObservation, GotObservation } from '../../../machines/cache/sdk-protocol.js';

interface Begun {
  readonly key: string;
  /** There was a copy of the block when it was asked for, or there has been one since. */
  readonly wasThere: boolean;
}

export interface GetsInput {
  /** Blocks that EVS has from before. */
  readonly stored: readonly string[];
}

interface GetsContext {
  /** Copies of each block that can be had, in memories and in EVS. */
  readonly copies: Readonly<Record<string, number>>;
  /** What SDKs have asked for, by SDK. */
  readonly begun: Readonly<Record<string, Begun>>;
}

type Observation = (CopyObservation | GetObservation | GotObservation) & { readonly component: string };

/**
 * A get gives what was put under that key before the get ended, and was not removed before it began; or nothing (docs/paper/facts.md 10). It hears the SDKs, the
 * servers and EVS; of what is in a page it takes nobody's word.
 */
export const getsWhatWasPut = setup({
  types: {} as { context: GetsContext; input: GetsInput; events: Observation },
  guards: {
    isWrong: ({ context, event }) => {
      if (event.type !== 'GOT' || !event.isHit) return false;
      return event.content?.key !== event.key || !context.begun[event.component]!.wasThere;
    },
  },
  actions: {
    noteKept: assign(({ context, event: { key } }) =>
      produce(context, (draft) => {
        draft.copies[key] = (context.copies[key] ?? 0) + 1;
        for (const each of Object.values(draft.begun)) if (each.key === key) each.wasThere = true;
      }),
    ),
    noteDropped: assign(({ context, event: { key } }) =>
      produce(context, (draft) => {
        draft.copies[key] = (context.copies[key] ?? 0) - 1;
      }),
    ),
    noteBegun: assign(({ context, event: { key, component } }) =>
      produce(context, (draft) => {
        draft.begun[component] = { key, wasThere: (context.copies[key] ?? 0) > 0 };
      }),
    ),
    noteEnded: assign(({ context, event: { component } }) =>
      produce(context, (draft) => {
        delete draft.begun[component];
      }),
    ),
  },
}).createMachine({
  id: 'gets-what-was-put',
  context: ({ input }) => ({ copies: Object.fromEntries(input.stored.map((key) => [key, 1])), begun: {} }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        COPY_KEPT: { actions: 'noteKept' },
        COPY_DROPPED: { actions: 'noteDropped' },
        GET_BEGUN: { actions: 'noteBegun' },
        GOT: [{ guard: 'isWrong', target: 'violated' }, { actions: 'noteEnded' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
