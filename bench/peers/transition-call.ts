import { type AnyEventObject, type AnyMachineSnapshot, initialTransition, transition } from 'xstate';
import { type CreditChainSize, creditChain } from '../networks/credit-chain.js';

/** How fast XState's own `transition` is. */
export interface CallRate {
  /** Calls per second of each run; the first is cold. */
  readonly callsPerSecondOfRuns: readonly number[];
  /** Different questions that were asked in turn. */
  readonly questions: number;
}

/** Each run lasts at least so long, so that its calls are counted in thousands. */
const SECONDS_PER_RUN = 1;

/**
 * Calls `transition` on the middle of the credit link chain, a forwarding node: in each of its local states, for each
 * event that it takes there. These are the questions that a search that remembers nothing asks all the time.
 */
export function transitionCalls(size: CreditChainSize, runs: number): CallRate {
  // A chain of one link has no forwarding node.
  const network = creditChain({ ...size, links: Math.max(2, size.links) });
  const { machine, input, stimuli = [] } = network.components[1]!;
  const events: readonly AnyEventObject[] = [
    ...Array.from({ length: size.values }, (_, value) => ({ type: 'DATA', value })),
    { type: 'CREDIT' },
    ...stimuli,
  ];
  const questions = questionsOf(initialTransition(machine, input)[0], events);
  const callsPerSecondOfRuns = Array.from({ length: runs }, () => {
    const start = performance.now();
    let calls = 0;
    let seconds = 0;
    while (seconds < SECONDS_PER_RUN) {
      for (const [snapshot, event] of questions) transition(machine, snapshot, event);
      calls += questions.length;
      seconds = (performance.now() - start) / 1000;
    }
    return calls / seconds;
  });
  return { callsPerSecondOfRuns, questions: questions.length };
}

/** Every local state that the events lead to, with each event that it takes. */
function questionsOf(initial: AnyMachineSnapshot, events: readonly AnyEventObject[]) {
  const questions: [AnyMachineSnapshot, AnyEventObject][] = [];
  const seen = new Map([[JSON.stringify(initial), initial]]);
  for (const snapshot of seen.values()) {
    for (const event of events) {
      if (!snapshot.can(event)) continue;
      questions.push([snapshot, event]);
      const [next] = transition(snapshot.machine, snapshot, event) as [AnyMachineSnapshot, unknown];
      const key = JSON.stringify(next);
      if (!seen.has(key)) seen.set(key, next);
    }
  }
  return questions;
}
