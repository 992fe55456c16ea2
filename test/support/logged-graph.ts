import fc from 'fast-check';
import { StepLog } from '../../src/explore/progress/step-log.js';

/** A graph of states, by state the steps out of it. */
export type LoggedGraph = readonly (readonly { readonly to: number; readonly isFault: boolean }[])[];

/** Graphs of up to so many states, most of whose steps lead to states that come later, as those of a search do. */
export function loggedGraphs(statesMax: number): fc.Arbitrary<LoggedGraph> {
  return fc.integer({ min: 1, max: statesMax }).chain((size) =>
    fc.tuple(
      ...Array.from({ length: size }, (_, state) => {
        const later = fc.integer({ min: Math.min(state + 1, size - 1), max: Math.min(state + 4, size - 1) });
        const to = fc.oneof({ arbitrary: later, weight: 4 }, fc.nat(size - 1));
        const isFault = fc.oneof({ arbitrary: fc.constant(false), weight: 4 }, fc.constant(true));
        return fc.array(fc.record({ to, isFault }), { maxLength: 3 });
      }),
    ),
  );
}

/** As a search writes it down. @param mayEnd states that a run may end in */
export function logOf(graph: LoggedGraph, mayEnd: readonly number[] = []): StepLog {
  const log = new StepLog();
  graph.forEach((steps, state) => {
    log.close(steps.length, mayEnd.includes(state), false);
    steps.forEach(({ isFault }, step) => {
      if (isFault) log.noteFault(step);
    });
    for (const { to } of steps) log.add(to);
  });
  return log;
}

/** The result of work in pieces. */
export function resultOf<T>(work: Generator<unknown, T>): T {
  for (let next = work.next(); ; next = work.next()) if (next.done === true) return next.value;
}
