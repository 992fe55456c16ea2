// Goal: a search writes down the same steps, faults and ends, whoever expands its states. Method: networks with every kind of fault, one of them with more than 32 steps
// out of a state, searched by the tables alone, by the core, and by the core on threads.

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMachine, sendTo } from 'xstate';
import { BreadthFirst } from '../../../src/explore/breadth-first.js';
import { StateGraph } from '../../../src/explore/progress/state-graph.js';
import type { StepLog } from '../../../src/explore/progress/step-log.js';
import { run } from '../../../src/explore/search.js';
import { defineNetwork, type Network } from '../../../src/index.js';

/** Two send a few messages each to a third, over channels that lose them and have them come twice. */
function mailed(): Network {
  const send = sendTo(({ system }) => system.get('sink') as never, { type: 'MAIL' } as never);
  const sender = createMachine({
    id: 'sender',
    initial: 'a',
    states: {
      a: { after: { 1: { target: 'b', actions: send as never } } },
      b: { after: { 1: { target: 'c', actions: send as never } } },
      c: {},
    },
  });
  const crashing = { machine: sender, crashes: { atMost: 1 } };
  return defineNetwork({
    name: 'mail',
    components: {
      one: crashing,
      other: crashing,
      sink: { machine: createMachine({ id: 'sink', on: { MAIL: {} } }) },
    },
    channels: { default: { kind: 'bag', lossy: true, duplicating: true, capacity: 2 } },
  });
}

/** Two that may be started in many ways, or go down. */
function started(): Network {
  const types = Array.from({ length: 40 }, (_, at) => `START${at}`);
  const machine = createMachine({
    id: 'it',
    initial: 'off',
    states: {
      off: { on: Object.fromEntries(types.map((type, at) => [type, at % 2 === 0 ? 'on' : 'off'])) },
      on: { after: { 1: 'off' } },
    },
  });
  const it = { machine, stimuli: types.map((type) => ({ type })), crashes: { atMost: 2, restarts: true } };
  return defineNetwork({ name: 'many ways', components: { one: it, other: it } });
}

/** All that a log has. */
function written(log: StepLog, states: number) {
  const steps = log.starts[states]!;
  return {
    starts: [...log.starts.subarray(0, states + 1)],
    next: [...log.next.subarray(0, steps)],
    faults: Array.from({ length: steps }, (_, at) => at).filter((at) => log.isFault(at)),
    ends: Array.from({ length: states }, (_, at) => at).filter((at) => log.mayEnd(at)),
  };
}

function logged(network: Network, coreFrom: number, threads = 1) {
  const search = new BreadthFirst(network, { afterViolation: 'continue', threads }, coreFrom, {
    from: 0,
    ...(threads > 1 ? { test: { batchStates: 7 } } : {}),
  });
  const spy = vi.spyOn(StateGraph.prototype, 'log', 'get');
  onTestFinished(() => spy.mockRestore());
  const { states } = run(search);
  const log = spy.mock.results.at(-1)!.value as StepLog;
  spy.mockRestore();
  return written(log, states);
}

describe.each([
  ['few steps', mailed(), 100],
  ['many steps', started(), 30],
])('with %s out of a state', (_, network, faultsMin) => {
  it('is the same by the tables, by the core, and on threads', () => {
    const byTables = logged(network, Infinity);
    expect(byTables.faults.length).toBeGreaterThan(faultsMin);
    expect(byTables.faults.length).toBeLessThan(byTables.next.length);
    expect(logged(network, 0)).toEqual(byTables);
    expect(logged(network, 0, 2)).toEqual(byTables);
  });
});
