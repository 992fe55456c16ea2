import type { PrefillNode, RequestLifeWiring } from '../../machines/networks/request-life/wiring.js';
import type { WorkerContext } from '../../machines/serving/prefill-worker.js';
import { always, type Property, type View } from '../../src/index.js';
import { isDead, isOne, type Numbers, receiverOf, tasksOf } from './situations.js';

/**
 * What a prefill node has computed is held as long as somebody reads it: the transfer to its decode node, or the store. Whoever wants it no more, its
 * pages come back behind the last of them. A node that has died holds nothing.
 */
export function heldWhileRead({ decodes }: RequestLifeWiring, node: PrefillNode): Property {
  const receivers = decodes.flatMap((each) => each.receivers);
  const isHeld = (view: View, read: Numbers) => tasksOf(view, node).some((task) => isOne(task, read));
  return always(
    `held-while-read of ${node.node}`,
    {
      then: (view) =>
        receivers.every((id) => !isReading(view, id, node) || isHeld(view, sourceOf(view, id))) &&
        (isDead(view, node) ||
          view.context<WorkerContext>(node.worker).toStore.every((each) => isHeld(view, each))),
      hardCase: [
        // It is still to be stored, and its decode node has read it or wants it no more; or it is the other way round.
        (view) =>
          !isDead(view, node) && tasksOf(view, node).some(({ isRead, isStored }) => isRead && !isStored),
        ...receivers.map(
          (id) => (view: View) =>
            isReading(view, id, node) &&
            tasksOf(view, node).some((task) => isOne(task, sourceOf(view, id)) && task.isStored),
        ),
      ],
    },
    { about: () => ({ component: node.scheduler, path: ['tasks'] }) },
  );
}

/** A transfer from this node is on its way, whether its request still wants it or not. */
const isReading = (view: View, id: string, { node }: PrefillNode): boolean =>
  (view.matches(id, { alive: 'transferring' }) || view.matches(id, { alive: 'draining' })) &&
  receiverOf(view, id).prefill === node;

const sourceOf = (view: View, id: string): Numbers => {
  const { request, source } = receiverOf(view, id);
  return { request, attempt: source };
};
