// Goal: a search writes down the same steps, faults, ends, and states that each fair run leaves, whoever expands its states; and no fair run stays in those. Method: networks
// with every kind of fault, one of them with more than 32 steps out of a state, and one that goes round in most states, searched by the tables alone, by the core, and by the
// core on threads; what is fair is told by the steps themselves.

import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMachine, sendTo } from 'xstate';
import { BreadthFirst } from '../../../src/explore/breadth-first.js';
import { FairRegions } from '../../../src/explore/progress/fair-regions.js';
import { Interruptions } from '../../../src/explore/progress/interruptions.js';
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

/** One sends to others, with a beat that starts all of its timers again, and leaves the state as it is. Nobody promises that one of them is ever heard. */
function beating(): Network {
  const to = (name: string) => sendTo(({ system }) => system.get(name) as never, { type: 'MAIL' } as never);
  const beat = (target: string) => ({ target, reenter: true });
  const sender = createMachine({
    id: 'sender',
    initial: 'first',
    states: {
      first: { after: { 1: beat('first'), 9: { target: 'second', actions: to('heard') as never } } },
      second: { after: { 1: beat('second'), 9: { target: 'third', actions: to('unheard') as never } } },
      third: { after: { 1: beat('third') } },
    },
  });
  const sink = { machine: createMachine({ id: 'sink', on: { MAIL: {} } }) };
  return defineNetwork({
    name: 'a beat, and mail',
    components: { sender: { machine: sender }, heard: sink, unheard: sink },
    fairness: { units: [{ from: 'sender', to: 'unheard', fairness: 'none' }] },
  });
}

/** All that a log has. */
function written(log: StepLog, states: number) {
  const steps = log.starts[states]!;
  return {
    starts: [...log.starts.subarray(0, states + 1)],
    next: [...log.next.subarray(0, steps)],
    faults: Array.from({ length: steps }, (_, at) => at).filter((at) => log.isFault(at)),
    ends: Array.from({ length: states }, (_, at) => at).filter((at) => log.mayEnd(at)),
    left: Array.from({ length: states }, (_, at) => at).filter((at) => log.isLeft(at)),
  };
}

function graphOf(network: Network, coreFrom: number, threads = 1): StateGraph {
  const search = new BreadthFirst(network, { afterViolation: 'continue', threads }, coreFrom, {
    from: 0,
    ...(threads > 1 ? { test: { blockStates: 7 } } : {}),
  });
  const spy = vi.spyOn(StateGraph.prototype, 'log', 'get');
  onTestFinished(() => spy.mockRestore());
  run(search);
  const graph = spy.mock.contexts.at(-1) as StateGraph;
  spy.mockRestore();
  return graph;
}

function logged(...[network, coreFrom, threads]: Parameters<typeof graphOf>) {
  const { log, size } = graphOf(network, coreFrom, threads);
  return written(log!, size);
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

it.each([
  ['the tables', Infinity],
  ['the core', 0],
])(
  'of states that steps leave as they are, those that are left by what is owed are told by %s',
  (_, coreFrom) => {
    const graph = graphOf(beating(), coreFrom);
    const { next, starts } = graph.log!;
    const staying = Array.from({ length: graph.size }, (_each, state) => state).filter((state) =>
      next.subarray(starts[state], starts[state + 1]).includes(state),
    );
    // Three places of the sender, whether its mail waits for the one, and for the other.
    expect(staying).toHaveLength(1 + 2 + 4);
    const fair = staying.filter((state) => {
      const regions = new FairRegions(graph, new Interruptions(graph.engine));
      return [...regions.within([state])].some((states) => states !== undefined);
    });
    expect(staying.filter((state) => !graph.log!.isLeft(state))).toEqual(fair);
    // The first place, and each other one where all that waits is what nobody promises.
    expect(fair).toHaveLength(1 + 1 + 2);
  },
);
