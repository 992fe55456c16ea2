import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';

/**
 * A die that has found others dead tells so to whoever probes it: else who waits for it, and it has given up, would wait for ever
 * (docs/paper/facts.md 13.1, "Fault handling ops").
 */
export const tellsOfTheDead = setup({
  types: {} as {
    context: { readonly found: Readonly<Record<number, readonly number[]>> };
    events: WaitObservation;
  },
  guards: {
    isConcealed: ({ context, event }) =>
      event.type === 'ANSWERED' &&
      // Of a die that has failed its link answers, which knows of this die only.
      !event.dead.includes(event.die) &&
      (context.found[event.die] ?? []).some((dead) => !event.dead.includes(dead)),
  },
  actions: {
    noteFound: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'BLAMED') return;
        const before = context.found[event.by] ?? [];
        draft.found[event.by] = [...new Set([...before, ...event.suspects])].sort(
          (one, other) => one - other,
        );
      }),
    ),
  },
}).createMachine({
  id: 'tells-of-the-dead',
  context: { found: {} },
  initial: 'watching',
  states: {
    watching: {
      on: {
        BLAMED: { actions: 'noteFound' },
        ANSWERED: { guard: 'isConcealed', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
