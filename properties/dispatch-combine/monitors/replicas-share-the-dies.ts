import { setup } from 'xstate';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';
import { type Group, shareOf } from '../group.js';

export interface ReplicasInput {
  readonly group: Group;
}

/**
 * An expert that has several places serves in each of them as many dies as in the others, or one more: that is what it is there for several
 * times (docs/paper/facts.md 3: 32 replicas of the shared expert and 32 redundant experts). Which of them serves whom is left open. It hears
 * all experts.
 */
export const replicasShareTheDies = setup({
  types: {} as { context: ReplicasInput; input: ReplicasInput; events: ExpertObservation },
  guards: {
    isBeyondItsShare: ({ context: { group }, event: { rows, counts } }) => {
      const ends = counts.map((_, local) => counts.slice(0, local + 1).reduce((sum, each) => sum + each, 0));
      return ends.some((end, local) => {
        // A die may hold two replicas of one expert, each in a place of its own.
        const served = new Map<number, Set<number>>();
        for (const row of rows.slice(end - counts[local]!, end)) {
          if (row !== null) served.set(row.expert, (served.get(row.expert) ?? new Set()).add(row.source));
        }
        return [...served].some(([expert, sources]) => sources.size > shareOf(group, expert));
      });
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
