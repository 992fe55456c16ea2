import { setup } from 'xstate';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';
import { type Group, shareOf } from '../group.js';

export interface ReplicasInput {
  readonly group: Group;
}

/**
 * An expert that several dies hold serves on each of them as many dies as on the others, or one more: that is what it is there for several
 * times (docs/paper/facts.md 3: 32 replicas of the shared expert and 32 redundant experts). Which of them serves whom is left open. It hears
 * all experts.
 */
export const replicasShareTheDies = setup({
  types: {} as { context: ReplicasInput; input: ReplicasInput; events: ExpertObservation },
  guards: {
    isBeyondItsShare: ({ context: { group }, event: { rows } }) => {
      const served = new Map<number, Set<number>>();
      for (const row of rows) {
        if (row === null) continue;
        served.set(row.expert, (served.get(row.expert) ?? new Set()).add(row.source));
      }
      return [...served].some(([expert, sources]) => sources.size > shareOf(group, expert));
    },
  },
}).createMachine({
  id: 'replicas-share-the-dies',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: { on: { EXPERTS_BEGUN: { guard: 'isBeyondItsShare', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
