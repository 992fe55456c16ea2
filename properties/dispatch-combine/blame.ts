import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../machines/die/die-health.js';
import type { WaitObservation } from '../../machines/moe/waiting-cores.js';

/** Group G: whoever is blamed has failed, and everyone who has failed is blamed: no innocent die, and the culprit. */
export const blameIsRight = setup({
  types: {} as {
    context: { readonly failed: readonly number[] };
    events: HealthObservation | WaitObservation;
  },
  guards: {
    isWrong: ({ context, event }) =>
      event.type === 'BLAMED' && event.suspects.join() !== context.failed.join(),
  },
  actions: {
    noteFailed: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type === 'DIE_FAILED') draft.failed.push(event.die);
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
