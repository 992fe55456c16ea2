import type {
  DecodeNode,
  PrefillNode,
  RequestLifeWiring,
} from '../../machines/networks/request-life/wiring.js';
import { always, type Property, type View } from '../../src/index.js';
import { batchOf, isOne, type Numbers, openOf, receiverOf, tasksOf, underWay } from './situations.js';

/** States in which a decode node is at work on the attempt that it has noted. */
const WORKING = ['queued', 'routed', 'transferring', 'ready', 'decoding'] as const;

/**
 * What a decode node is at work on, or has kept for later, is an attempt that the global scheduler has not ended; or word that it has is on its way to the
 * node. So that nothing is reserved, computed or decoded for a client that has left.
 */
export const worksOnOpenOnly = ({ scheduler }: RequestLifeWiring, node: DecodeNode): Property[] =>
  node.receivers.map((id, request) =>
    always(
      `works-on-open-only of ${id}`,
      {
        when: (view) => workOf(view, node, id, request).length > 0,
        then: (view) => {
          const open = openOf(view, scheduler, request);
          const aborts = underWay(view, scheduler, id, 'ABORT');
          return workOf(view, node, id, request).every(
            (work) => (open !== undefined && isOne(open, work)) || aborts.some((abort) => isOne(abort, work)),
          );
        },
        // Word that it is over is on its way.
        hardCase: (view) =>
          workOf(view, node, id, request).length > 0 && underWay(view, scheduler, id, 'ABORT').length > 0,
      },
      { about: () => ({ component: id, path: ['attempt'] }) },
    ),
  );

function workOf(view: View, node: DecodeNode, id: string, request: number): Numbers[] {
  const decoded = batchOf(view, node).filter((member) => member.request === request && !member.isDropped);
  if (WORKING.some((state) => view.matches(id, { alive: state }))) {
    return [{ request, attempt: receiverOf(view, id).attempt }, ...decoded];
  }
  if (!view.matches(id, { alive: 'draining' })) return decoded;
  const { next } = receiverOf(view, id);
  return next === 0 ? decoded : [{ request, attempt: next }, ...decoded];
}

/**
 * What a prefill node is to compute is what a decode node waits for; or word that it does not any more is on its way. It says nothing of decode nodes that have
 * died, and of networks that lose such words.
 */
export const computesForWhoWaits = ({ decodes }: RequestLifeWiring, node: PrefillNode): Property => {
  const receivers = decodes.flatMap((each) => each.receivers);
  const isDead = (view: View, id: string) => view.matches(id, 'dead');
  const work = (view: View) =>
    tasksOf(view, node).filter(
      ({ left, isDropped, receiver }) => left !== 0 && !isDropped && !isDead(view, receiver),
    );
  return always(
    `computes-for-who-waits of ${node.node}`,
    {
      when: (view) => work(view).length > 0,
      then: (view) =>
        work(view).every(
          (task) =>
            (view.matches(task.receiver, { alive: 'routed' }) &&
              isOne(receiverOf(view, task.receiver), task)) ||
            underWay(view, task.receiver, node.scheduler, 'ABORT').some((abort) => isOne(abort, task)),
        ),
      // Word that nobody waits for it any more is on its way.
      hardCase: receivers.map(
        (id) => (view: View) =>
          work(view).some(({ receiver }) => receiver === id) &&
          underWay(view, id, node.scheduler, 'ABORT').length > 0,
      ),
    },
    { about: () => ({ component: node.scheduler, path: ['tasks'] }) },
  );
};
