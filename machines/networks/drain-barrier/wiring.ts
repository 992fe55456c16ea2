import { drainState } from '../../die/drain-state.js';
import { schedulerThread, type ThreadInput } from '../../die/scheduler-thread.js';
import type { NetworkWiring } from '../../network-wiring.js';
import type { DrainBarrierShape } from './parameters.js';

export interface DrainBarrierWiring extends NetworkWiring {
  readonly shape: DrainBarrierShape;
  /** Id of what the threads share. */
  readonly state: string;
  readonly threads: readonly string[];
}

const STATE = 'drain';

/** Threads around the state that they share. One that spins takes its next step only when it reads what it waits for: a rendezvous. */
export function drainBarrierWiring(shape: DrainBarrierShape): DrainBarrierWiring {
  const { tasks } = shape;
  const threads = Array.from({ length: shape.threads }, (_, at) => `thread.${at}`);
  const inputOf = (self: string): ThreadInput => ({ self, state: STATE });
  return {
    shape,
    components: {
      [STATE]: { machine: drainState, input: { threads: threads.length, tasks } },
      ...Object.fromEntries(
        threads.map((id) => [id, { machine: schedulerThread, input: inputOf(id) }] as const),
      ),
    },
    channels: { default: { kind: 'sync', deferring: true } },
    state: STATE,
    threads,
  };
}
