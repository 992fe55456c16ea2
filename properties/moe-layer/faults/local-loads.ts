import { emit } from 'xstate';
import type { MoeRankContext, RowsSent } from '../../../machines/pipeline/moe-rank.js';
import type { MoeLayerFault } from '../fault.js';

/** Experts were to be placed by these counts. Which window is the die's own was not asked: here it is the first. */
export const localLoads: MoeLayerFault = {
  title: 'of the copies that a die sends, only those for its own experts are counted as their load',
  link: 'https://github.com/vllm-project/vllm/issues/21883',
  property: 'sent-as-told',
  configuration: { dies: 2 },
  patch: {
    provide: {
      'moe-rank': {
        actions: {
          noteCopies: emit(({ context }): RowsSent => {
            const { dispatch, sent, windows } = context as MoeRankContext;
            const chunk = dispatch[sent]!.filter(([window]) => window === windows[0]);
            return { type: 'ROWS_SENT', operator: 'dispatch', chunk };
          }),
        },
      },
    },
  },
  counterexample: {
    tells: 'die 0 sends a copy to itself and two to die 1, and tells of the first only',
    steps: ['die.0 ⏱ startDispatch in beginning', 'die.0 ⏱ dispatchChunk in dispatching'],
  },
};
