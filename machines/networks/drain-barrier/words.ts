import type { NetworkTelling, Step, View, WaitsFor } from '../../../src/index.js';
import type { DrainStateContext } from '../../die/drain-state.js';

/** Sentences for the counterexamples of the barrier: what threads read of what they share, and what they write there. */
export const drainBarrierWords: Pick<NetworkTelling, 'describe' | 'group' | 'waitsFor'> = {
  group: (id) => (isThread(id) ? [nameOf(id)] : []),
  describe: {
    step: (step: Step, before, after) =>
      step.kind === 'timer' && after !== undefined ? actText(step.component, before, after) : undefined,
    move: (id, before, after) => (isThread(id) ? moveText(id, before, after) : undefined),
    observed: (_, { type, task }) =>
      type === 'TASK_DISPATCHED' ? `the cores are given task ${String(task)}` : undefined,
  },
  waitsFor,
};

const isThread = (id: string): boolean => id.startsWith('thread.');

const nameOf = (id: string): string => id.replace('.', ' ');

/** By the state that a thread is in: what it writes there. */
const WRITES: Readonly<Record<string, string>> = {
  openingGate: 'opens the gate',
  acknowledging: 'acknowledges: it stands still',
  dispatching: 'dispatches the task to all cores',
  clearingAcks: 'takes the acknowledgements down',
  clearingElection: 'takes the election down',
  closingGate: 'closes the gate',
};

/** By the states that it goes from and to: what it has read. */
const READS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  scheduling: {
    left: 'finds the run complete, and leaves',
    awaitingGate: 'finds a drain under way, and waits for the gate',
    openingGate: 'claims a task that needs all cores',
  },
  awaitingGate: {
    acknowledging: 'sees the gate open, and goes on to the barrier',
    scheduling: 'sees the gate closed again, and goes back to its loop',
  },
  awaitingAcks: {
    dispatching: 'sees that all stand still, and is elected',
    awaitingElection: 'sees that all stand still and another one is elected, for which it waits',
    scheduling: 'sees its acknowledgement gone, or the run complete, and goes back to its loop',
  },
  awaitingElection: { scheduling: 'sees the election over, and goes back to its loop' },
};

function actText(id: string, before: View, after: View): string | undefined {
  const written = Object.entries(WRITES).find(([state]) => before.matches(id, state));
  const words = written?.[1] ?? readText(id, before, after);
  return words === undefined ? undefined : `${nameOf(id)} ${words}`;
}

function readText(id: string, before: View, after: View): string | undefined {
  const reads = Object.entries(READS).find(([state]) => before.matches(id, state))?.[1] ?? {};
  return Object.entries(reads).find(([state]) => after.matches(id, state))?.[1];
}

/** As the step is told, where it brings the thread to another state. */
function moveText(id: string, before: View, after: View): string | undefined {
  const isMoved = [...Object.keys(WRITES), ...Object.keys(READS)].some(
    (state) => before.matches(id, state) && !after.matches(id, state),
  );
  return isMoved ? actText(id, before, after) : undefined;
}

/** A thread spins until others have opened the gate, have acknowledged, or have taken the election down. */
function waitsFor(view: View, id: string): readonly WaitsFor[] {
  const [state] = view.components.filter((other) => !isThread(other));
  const others = view.components.filter((other) => isThread(other) && other !== id);
  const inOneOf = (states: readonly string[]) =>
    others.filter((other) => states.some((each) => view.matches(other, each)));
  const wait = (of: readonly string[], words: string, type: string): WaitsFor[] => {
    const whose = of.length === 0 ? ', which nobody will bring about' : `: ${of.map(nameOf).join(' and ')}`;
    return [{ of, words: `${words}${whose}`, given: { to: id, event: { type } } }];
  };
  if (view.matches(id, 'awaitingGate'))
    return wait(inOneOf(['openingGate']), 'spins until the gate is open', 'GO');
  if (view.matches(id, 'awaitingElection')) {
    const elected = inOneOf(['dispatching', 'clearingAcks', 'clearingElection']);
    return wait(elected, 'spins until the elected thread has taken the election down', 'BACK');
  }
  if (!view.matches(id, 'awaitingAcks')) return [];
  const { acks } = view.context<DrainStateContext>(state!);
  const missing = others.filter((other) => !acks.includes(other) && !view.isDone(other));
  const left = others.filter((other) => !acks.includes(other) && view.isDone(other));
  const gone = left.length === 0 ? '' : ` (${left.map(nameOf).join(' and ')} left)`;
  return wait(missing, `spins until all threads have acknowledged${gone}`, 'BACK');
}
