import type { DrainStateContext } from '../../machines/die/drain-state.js';
import type { DrainBarrierWiring } from '../../machines/networks/drain-barrier/wiring.js';
import { always, monitor, type Property, reachable, type View } from '../../src/index.js';
import { tasksDispatched } from './tasks-dispatched.js';

/** Everything that must be true of the barrier. */
export function drainBarrierProperties({ shape: { tasks }, state, threads }: DrainBarrierWiring): Property[] {
  return [
    dispatchIsExclusive(threads),
    monitor('every-task-dispatched-once', tasksDispatched, { tasks }),
    ...witnesses(state, threads),
  ];
}

const isStopped = (view: View, thread: string): boolean =>
  view.matches(thread, 'awaitingAcks') || view.matches(thread, 'awaitingElection');

/** What the barrier is for: while one thread dispatches, all others stand still. */
function dispatchIsExclusive(threads: readonly string[]): Property {
  return always('dispatch-is-exclusive', (view) => {
    const dispatcher = threads.find((thread) => view.matches(thread, 'dispatching'));
    return (
      dispatcher === undefined || threads.every((thread) => thread === dispatcher || isStopped(view, thread))
    );
  });
}

/** Witnesses: each wait does wait, and the hazard that the latch is tested for does occur. */
function witnesses(state: string, threads: readonly string[]): Property[] {
  const gate = (view: View) => view.context<DrainStateContext>(state).gate;
  return [
    reachable('all threads leave', (view) => threads.every((thread) => view.isDone(thread))),
    reachable('a thread waits for the gate', (view) =>
      threads.some((thread) => view.matches(thread, 'awaitingGate') && gate(view) === 'sentinel'),
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
