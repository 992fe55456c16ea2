import { dispatchIsExclusive, drainBarrierWitnesses } from './claims.js';
import {
  type Configuration,
  defineNetwork,
  monitor,
  type Network,
  type NetworkFamily,
} from '../../src/index.js';
import { drainState } from '../../machines/die/drain-state.js';
import { schedulerThread, type ThreadInput } from '../../machines/die/scheduler-thread.js';
import { tasksDispatched } from './tasks-dispatched.js';

const STATE = 'drain';

function build(configuration: Configuration, faults: ReadonlySet<string>): Network {
  const tasks = Number(configuration.tasks);
  const threads = Array.from({ length: Number(configuration.threads) }, (_, at) => `thread.${at}`);
  const inputOf = (self: string): ThreadInput => ({ self, state: STATE, testsLatch: !faults.has('D8') });
  return defineNetwork({
    name: 'drain-barrier',
    components: {
      [STATE]: { machine: drainState, input: { threads: threads.length, tasks } },
      ...Object.fromEntries(
        threads.map((id) => [id, { machine: schedulerThread, input: inputOf(id) }] as const),
      ),
    },
    // A thread that spins takes its next step only when it reads what it waits for: a rendezvous.
    channels: { default: { kind: 'sync', deferring: true } },
    properties: [
      dispatchIsExclusive(threads),
      monitor('every-task-dispatched-once', tasksDispatched, { tasks }),
      ...drainBarrierWitnesses(STATE, threads),
    ],
  });
}

/**
 * The scheduler threads of a die drain before each task that needs all cores at once: a barrier of three spin-waits around one
 * dispatch, beside a latch that tells the threads to leave.
 */
export const drainBarrier: NetworkFamily = {
  name: 'drain-barrier',
  title: 'Scheduler threads of a die stop at a barrier before each task that needs all cores',
  parameters: {
    threads: { kind: 'integer', min: 2, max: 8, default: 3, description: 'scheduler threads' },
    tasks: { kind: 'integer', min: 1, max: 8, default: 2, description: 'tasks that need all cores at once' },
  },
  faults: {
    D8: {
      title: 'the spin-waits do not test the latch, and a late thread waits for threads that have left',
      link: 'https://github.com/hw-native-sys/simpler/issues/1073',
      property: 'deadlock-freedom',
      configuration: { threads: 2, tasks: 1 },
    },
  },
  build,
  exhaustive: [
    { threads: 3, tasks: 2 },
    { threads: 4, tasks: 2 },
  ],
  campaign: {
    ranges: { threads: { min: 2, max: 6 }, tasks: { min: 1, max: 4 } },
    stepsMax: 400,
  },
};
