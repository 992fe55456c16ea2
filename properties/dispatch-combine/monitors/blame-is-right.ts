import { produce } from 'immer';
import { assign, setup } from 'xstate';
import type { HealthObservation } from '../../../machines/die/die-health.js';
import type { WaitObservation } from '../../../machines/moe/waiting-cores.js';

interface BlameContext {
  readonly failed: readonly number[];
  /** By wait that has not been given up: the dies of which it was told that they are dead. */
  readonly told: Readonly<Record<string, readonly number[]>>;
}

const merged = (one: readonly number[], other: readonly number[]): number[] =>
  [...new Set([...one, ...other])].sort((first, second) => first - second);

/**
 * Whoever is blamed has failed, and a blame names those of whom the wait was told: no innocent die, and all culprits
 * (docs/paper/facts.md 13.1, "Timeout").
 */
export const blameIsRight = setup({
  types: {} as {
    context: BlameContext;
    events: (HealthObservation | WaitObservation) & { readonly component: string };
  },
  guards: {
    isWrong: ({ context, event }) => {
      if (event.type !== 'BLAMED') return false;
      const { suspects, component } = event;
      const isInnocent = suspects.some((die) => !context.failed.includes(die));
      const told = context.told[component] ?? [];
      const isConcealed = told.some((die) => !suspects.includes(die));
      const isMadeUp = suspects.some((die) => !told.includes(die));
      return suspects.length === 0 || isInnocent || isConcealed || isMadeUp;
    },
  },
  actions: {
    noteFailed: assign(({ context, event }) => ({
      failed: event.type === 'DIE_FAILED' ? merged(context.failed, [event.die]) : context.failed,
    })),
    noteTold: assign(({ context, event }) =>
      produce(context, (draft) => {
        if (event.type !== 'ANSWERED' || event.dead.length === 0) return;
        draft.told[event.component] = merged(context.told[event.component] ?? [], event.dead);
      }),
    ),
    forgetTold: assign(({ context, event }) =>
      produce(context, (draft) => {
        delete draft.told[event.component];
      }),
    ),
  },
}).createMachine({
  id: 'blame-is-right',
  context: { failed: [], told: {} },
  initial: 'watching',
  states: {
    watching: {
      on: {
        DIE_FAILED: { actions: 'noteFailed' },
        ANSWERED: { actions: 'noteTold' },
        BLAMED: [{ guard: 'isWrong', target: 'violated' }, { actions: 'forgetTold' }],
      },
    },
    violated: { tags: 'violation' },
  },
});
