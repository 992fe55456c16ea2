import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';

type Observation = WaitObservation & { readonly component: string };

/**
 * A wait that was told of a dead die is given up, and does not ask the same die again: else it would probe its peers for ever
 * (docs/paper/facts.md 13.1, "Timeout").
 */
export const heedsTheDead = setup({
  types: {} as {
    /** By wait that has not been given up: the dies that have told it of dead ones. */
    context: { readonly told: Readonly<Record<string, readonly number[]>> };
    events: Observation;
  },
  guards: {
    isAskedAgain: ({ context, event }) =>
      event.type === 'ANSWERED' && (context.told[event.component] ?? []).includes(event.die),
    isOfDead: ({ event }) => event.type === 'ANSWERED' && event.dead.length > 0,
  },
  actions: {
    noteTold: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'ANSWERED') (draft.told[event.component] ??= []).push(event.die);
      }),
    ),
    noteGivenUp: assign(({ context, event }) =>
      produce(context, (draft) => {
        delete draft.told[event.component];
      }),
    ),
  },
}).createMachine({
  id: 'heeds-the-dead',
  context: { told: {} },
  initial: 'watching',
  states: {
    watching: {
      on: {
        ANSWERED: [
          { guard: 'isAskedAgain', target: 'violated' },
          { guard: 'isOfDead', actions: 'noteTold' },
        ],
        BLAMED: { actions: 'noteGivenUp' },
      },
    },
    violated: { tags: 'violation' },
  },
});
