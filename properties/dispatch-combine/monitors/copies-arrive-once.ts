import { setup } from 'xstate';
import type { ExpertObservation } from '../../../machines/moe/expert-ffn.js';
import { type Group, isHostedAt } from '../group.js';

export interface CopiesArriveInput {
  readonly group: Group;
  readonly die: number;
}

/** The experts' blocks of the dense input: rows by counts, one block after the other. */
function blocksOf<T>(rows: readonly T[], counts: readonly number[]): T[][] {
  let end = 0;
  return counts.map((count) => {
    end += count;
    return rows.slice(end - count, end);
  });
}

/**
 * What the experts of a die are given is what the flags have counted: each copy once, of this operation, and in the block of the expert that
 * the gate chose for it (docs/paper/facts.md 4.4, step 3).
 */
export const copiesArriveOnce = setup({
  types: {} as { context: CopiesArriveInput; input: CopiesArriveInput; events: ExpertObservation },
  guards: {
    isMisassembled: ({ context: { group, die }, event: { item, rows, counts } }) => {
      const names = rows.map(({ source, token, choice }) => `${source}.${token}.${choice}`);
      const counted = counts.reduce((sum, count) => sum + count, 0);
      return (
        rows.length !== counted ||
        new Set(names).size < names.length ||
        rows.some((copy) => copy.item !== item) ||
        blocksOf(rows, counts).some((block, local) =>
          block.some(({ expert }) => !isHostedAt(group, expert, die, local)),
        )
      );
    },
  },
}).createMachine({
  id: 'copies-arrive-once',
  context: ({ input }) => input,
  initial: 'watching',
  states: {
    watching: { on: { EXPERTS_BEGUN: { guard: 'isMisassembled', target: 'violated' } } },
    violated: { tags: 'violation' },
  },
});
