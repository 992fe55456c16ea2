import type { DrainStateContext } from '../../machines/die/drain-state.js';
import type { DrainBarrierWiring } from '../../machines/networks/drain-barrier/wiring.js';
import { always, leadsTo, monitor, type Property, reachable, type View } from '../../src/index.js';
import { tasksDispatched } from './tasks-dispatched.js';

/** Everything that must be true of the barrier, as the report of its bug tells it: https://github.com/hw-native-sys/simpler/issues/1073. */
export function drainBarrierProperties({ shape: { tasks }, state, threads }: DrainBarrierWiring): Property[] {
  return [
    dispatchIsExclusive(threads),
    monitor(
      'every-task-dispatched-once',
      tasksDispatched,
      { tasks },
      {
        from: [state],
        // Each of two threads may be the next to see the barrier complete: one must be elected, and one only.
        hardCase: (view) =>
          view.matches(state, { acks: 'complete', election: 'none' }) &&
          threads.filter((thread) => view.matches(thread, 'awaitingAcks')).length > 1,
      },
    ),
    ...threads.map(isReleased),
    asAtTheStart(state, threads, tasks),
    ...witnesses(state, threads),
  ];
}

const isStopped = (view: View, thread: string): boolean =>
  view.matches(thread, 'awaitingAcks') || view.matches(thread, 'awaitingElection');

/** What the barrier is for: while one thread dispatches, all others stand still. */
function dispatchIsExclusive(threads: readonly string[]): Property {
  const dispatchers = (view: View) => threads.filter((thread) => view.matches(thread, 'dispatching'));
  return always('dispatch-is-exclusive', {
    when: (view) => dispatchers(view).length > 0,
    then: (view) =>
      threads.filter((thread) => isStopped(view, thread)).length === threads.length - 1 &&
      dispatchers(view).length === 1,
    // Some thread has not seen yet that another is elected.
    hardCase: (view) =>
      dispatchers(view).length > 0 && threads.some((thread) => view.matches(thread, 'awaitingAcks')),
  });
}

/** Each spin-wait comes to an end: a thread that has stopped is elected, or goes back to its loop. */
const isReleased = (thread: string): Property =>
  leadsTo(
    `is-released of ${thread}`,
    (view) => view.matches(thread, 'awaitingGate') || isStopped(view, thread),
    (view) => view.matches(thread, 'scheduling') || view.matches(thread, 'dispatching'),
  );

/**
 * Once all threads have left, every task was dispatched and the barrier is down. A late thread may have acknowledged once more; but never
 * have all, which would let the first thread of another run through.
 */
function asAtTheStart(state: string, threads: readonly string[], tasks: number): Property {
  return always('as-at-the-start', {
    when: (view) => threads.every((thread) => view.isDone(thread)),
    then: (view) =>
      view.matches(state, { gate: 'closed', acks: 'gathering', election: 'none' }) &&
      view.context<DrainStateContext>(state).dispatched === tasks,
  });
}

/** Witnesses: each wait does wait, and the hazard that the latch is tested for does occur. */
function witnesses(state: string, threads: readonly string[]): Property[] {
  return [
    reachable('all threads leave', (view) => threads.every((thread) => view.isDone(thread))),
    reachable(
      'a thread waits for the gate',
      (view) =>
        view.matches(state, { gate: 'sentinel' }) &&
        threads.some((thread) => view.matches(thread, 'awaitingGate')),
    ),
    reachable('a thread waits for the elected one', (view) =>
      threads.some((thread) => view.matches(thread, 'awaitingElection')),
    ),
    reachable('a thread waits at the barrier for one that has left', (view) =>
      threads.some(
        (thread) =>
          view.matches(thread, 'awaitingAcks') && threads.some((other) => view.matches(other, 'left')),
      ),
    ),
  ];
}
