import type { AnyStateNode } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import type { LocalState } from '../interpreter/local-state.js';

/** Equal texts exactly for local states that no future can tell apart. */
export function referenceKey({ snapshot, timers, actors, crashes, isDown, start }: LocalState): string {
  const { value, context, status, output, historyValue } = snapshot;
  // Tags, exit actions and history follow from these, which may be others than the value names.
  const active = (snapshot._nodes as AnyStateNode[]).map((node) => canonicalKey(node.path, 'path')).sort();
  const history = Object.entries(historyValue as Record<string, readonly AnyStateNode[]>)
    .map(([id, nodes]) =>
      canonicalKey([id, ...nodes.map((node) => canonicalKey(node.path, 'path')).sort()], 'history'),
    )
    .sort();
  // Where two leaves or more may leave by themselves, XState looks at them in the order in which they were entered.
  const leaves = (snapshot._nodes as AnyStateNode[])
    .filter((node) => Object.keys(node.states).length === 0 && mayLeaveByItself(node))
    .map((node) => node.path);
  const order = leaves.length < 2 ? [] : leaves;
  const pending = timers.map(({ id, event, target, isForActor, isCancellable }) => [
    id,
    event,
    target,
    isForActor,
    isCancellable,
  ]);
  return canonicalKey(
    [value, active, order, context, history, status, output, pending, actors, crashes, isDown, start],
    'local state',
  );
}

function mayLeaveByItself(node: AnyStateNode): boolean {
  if (node.always !== undefined && node.always.length > 0) return true;
  return node.parent !== undefined && mayLeaveByItself(node.parent);
}
