import type {
  DecodeNode,
  PrefillNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import { always, type Property, type View } from '../../src/index.js';
import { isDead, isOne, receiverOf, tasksOf, underWay } from './situations.js';

/**
 * A decode node waits only for a prefill node that has the work, or whose word is on its way: so that it need not wait until its patience ends
 * to learn that nothing will come. It says nothing of nodes that have died, and of networks that lose such words.
 */
export const waitsForWorkOnly = ({ prefills }: RequestLifeWiring, node: DecodeNode): Property[] =>
  node.receivers.map((id) => {
    const chosen = (view: View): PrefillNode | undefined => {
      if (!view.matches(id, { alive: 'routed' })) return undefined;
      const { prefill } = receiverOf(view, id);
      return prefills.find((each) => each.node === prefill && !isDead(view, each));
    };
    const isTold = (view: View, { scheduler }: PrefillNode, type: string): boolean =>
      underWay(view, scheduler, id, type).some((word) => isOne(word, receiverOf(view, id)));
    return always(
      `waits-for-work-only of ${id}`,
      {
        when: (view) => chosen(view) !== undefined,
        then: (view) => {
          const prefill = chosen(view)!;
          return (
            tasksOf(view, prefill).some((task) => isOne(task, receiverOf(view, id)) && !task.isDropped) ||
            isTold(view, prefill, 'PREFILL_ABORTED') ||
            isTold(view, prefill, 'PREFILL_DONE')
          );
        },
        // The prefill node has given it up, and its word is on its way; or it has not begun.
        hardCase: [
          (view) => {
            const prefill = chosen(view);
            return prefill !== undefined && isTold(view, prefill, 'PREFILL_ABORTED');
          },
          (view) => {
            const prefill = chosen(view);
            return prefill !== undefined && tasksOf(view, prefill).length > 1;
          },
        ],
      },
      { about: (view) => ({ component: chosen(view)?.scheduler ?? id, path: ['tasks'] }) },
    );
  });
