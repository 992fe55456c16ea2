import { setup } from 'xstate';
import type { Row } from '../../../machines/moe/dense-output.js';
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

/** Whether a row holds a token as FusedDispatch sends it: of this operation, in INT8, and not yet computed with. */
const isTokenOf = (item: number, row: Row): row is NonNullable<Row> =>
  row !== null &&
  row.item === item &&
  row.of === 'dispatch' &&
  row.precision === 'INT8' &&
  row.weights === undefined;

/**
 * What the experts of a die are given is what the flags have counted: in each row a copy, each copy once, of this operation, as it was sent
 * (in INT8: docs/paper/facts.md 4.3), and in the block of the expert that the gate chose for it (docs/paper/facts.md 4.4, step 3).
 */
export const copiesArriveOnce = setup({
  types: {} as { context: CopiesArriveInput; input: CopiesArriveInput; events: ExpertObservation },
  guards: {
    isMisassembled: ({ context: { group, die }, event: { item, rows, counts } }) => {
      const counted = counts.reduce((sum, count) => sum + count, 0);
      const copies = rows.filter((row) => isTokenOf(item, row));
      // Where nothing was put there is a hole: memory that nobody has written.
      if (rows.length !== counted || copies.length < rows.length) return true;
      const names = copies.map(({ source, token, choice }) => `${source}.${token}.${choice}`);
      return (
        new Set(names).size < names.length ||
        blocksOf(copies, counts).some((block, local) =>
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
