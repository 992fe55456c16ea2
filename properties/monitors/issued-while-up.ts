import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { OperationIssued } from '../../machines/interconnect/posting.js';
import type { LinkObservation } from '../../machines/interconnect/ub-path.js';

interface IssuedInput {
  /** Of each component that is heard, the path that it posts to, or is. */
  readonly pathOf: Readonly<Record<string, string>>;
}

interface IssuedContext extends IssuedInput {
  /** Paths whose links are down, or of which nothing has been heard. */
  readonly down: readonly string[];
}

/**
 * No operation is issued from the moment at which a link goes down until it is up again, and a link that comes up has been down. It hears the
 * paths and all that post to them.
 */
export const issuedWhileUp = setup({
  types: {} as {
    context: IssuedContext;
    input: IssuedInput;
    events: (LinkObservation | OperationIssued) & { readonly component: string };
  },
  guards: {
    isDown: ({ context, event }) => context.down.includes(context.pathOf[event.component]!),
    isUp: ({ context, event }) => !context.down.includes(event.component),
  },
  actions: {
    noteDown: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.down.push(event.component);
        draft.down.sort();
      }),
    ),
    noteUp: assign(({ context, event }) =>
      produce(context, (draft) => {
        draft.down = draft.down.filter((path) => path !== event.component);
      }),
    ),
  },
}).createMachine({
  id: 'issued-while-up',
  // What every path tells at the start is that it is up.
  context: ({ input }) => ({ ...input, down: [...new Set(Object.values(input.pathOf))].sort() }),
  initial: 'watching',
  states: {
    watching: {
      on: {
        LINK_DOWN: { actions: 'noteDown' },
        LINK_UP: [{ guard: 'isUp', target: 'violated' }, { actions: 'noteUp' }],
        ISSUED: { guard: 'isDown', target: 'violated' },
      },
    },
    violated: { tags: 'violation', type: 'final' },
  },
});
