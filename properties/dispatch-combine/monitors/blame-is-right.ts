import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';

/** Whoever is blamed has failed, and a blame names somebody: no innocent die, and a culprit (docs/paper/facts.md 13.1, "Timeout"). */
export const blameIsRight = setup({
  types: {} as {
    context: { readonly failed: readonly number[] };
    events: HealthObservation | WaitObservation;
  },
  guards: {
    isWrong: ({ context, event }) =>
      event.type === 'BLAMED' &&
      (event.suspects.length === 0 || event.suspects.some((die) => !context.failed.includes(die))),
  },
  actions: {
    noteFailed: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'DIE_FAILED') return;
        draft.failed.push(event.die);
        draft.failed.sort((one, other) => one - other);
      }),
    ),
  },
}).createMachine({
  id: 'blame-is-right',
  context: { failed: [] },
  initial: 'watching',
  states: {
    watching: {
      on: {
        DIE_FAILED: { actions: 'noteFailed' },
        BLAMED: { guard: 'isWrong', target: 'violated' },
      },
    },
    violated: { tags: 'violation' },
  },
});
