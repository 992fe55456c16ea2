/**
 * Goal: timers that are enabled together have different labels, whatever delays, states, events, ids and addressees are called, so that a
 * trace leads where it says.
 * Method: pairs of timers whose names run together, in one state; of each pair the second is what violates, and its counterexample is replayed.
 */
import { describe, expect, it } from 'vitest';
import { assign, createMachine, raise, sendTo, setup } from 'xstate';
import { always, defineNetwork, explore, minimise, replay, walk } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { Run } from '../support/run.js';

const soon = { delay: 1 };
const first = { actions: assign({ got: 1 }) };
const second = { actions: assign({ got: 2 }) };
const context = { got: 0 };
const post = (to: string, type: string) => sendTo(({ system }) => system.get(to)!, { type } as never, soon);

const root = { id: 'm', tags: 'rest', context } as const;
const regions = { ...root, type: 'parallel' } as const;

const cases: readonly (readonly [string, ComponentSpec['machine'], readonly string[]])[] = [
  [
    '`after`, and an event',
    createMachine({
      ...root,
      initial: 'a',
      entry: raise({ type: '5 in a' }, soon),
      states: { a: { after: { 5: first } } },
      on: { '5 in a': second },
    }),
    ["c ⏱ '5 in a'", 'c ⏱ 5 in a'],
  ],
  [
    '`after` of the whole machine, and an event',
    createMachine({ ...root, entry: raise({ type: '5' }, soon), after: { 5: first }, on: { 5: second } }),
    ["c ⏱ '5'", 'c ⏱ 5'],
  ],
  [
    'an event for somebody, and one for itself',
    createMachine({
      ...root,
      entry: [post('other', 'GO'), raise({ type: 'GO to other' }, soon)],
      on: { 'GO to other': second },
    }),
    ["c ⏱ 'GO to other'", 'c ⏱ GO to other'],
  ],
  [
    'an id, and an event',
    createMachine({
      ...root,
      entry: [raise({ type: 'b' }, { ...soon, id: 'a' }), raise({ type: 'a: b' }, soon)],
      on: { b: first, 'a: b': second },
    }),
    ["c ⏱ 'a: b'", 'c ⏱ a: b'],
  ],
  [
    '`after` in a state, and an event for somebody',
    createMachine({
      ...regions,
      entry: post('other', '5 in a'),
      states: { 'a to other': { after: { 5: second } } },
    }),
    ["c ⏱ '5 in a' to other", 'c ⏱ 5 in a to other'],
  ],
  [
    'states with dots',
    createMachine({
      ...regions,
      states: {
        // XState would give both the same id, and with it one timer.
        'a.b': { id: 'one', after: { 5: first } },
        a: { type: 'parallel', states: { b: { id: 'other', after: { 5: second } } } },
      },
    }),
    ["c ⏱ 5 in 'a.b'", 'c ⏱ 5 in a.b'],
  ],
  [
    'delays and states with `in`',
    setup({ delays: { a: 1, 'a in b': 2 } }).createMachine({
      ...regions,
      states: { 'b in c': { after: { a: first } }, c: { after: { 'a in b': second } } },
    } as never) as never,
    ["c ⏱ 'a in b' in c", 'c ⏱ a in b in c'],
  ],
];

describe.each(cases)('%s', (_, machine, labels) => {
  const network = defineNetwork({
    name: 'labels',
    components: {
      c: { machine },
      other: { machine: createMachine({ tags: 'rest', on: { '*': {} } }) },
    },
    properties: [always('not the second', (view) => view.context<{ got: number }>('c').got !== 2)],
  });

  it('have labels of their own', () => {
    expect(new Run(network).enabled().sort()).toEqual([...labels].sort());
  });

  it('are found again in a trace', () => {
    const sampled = walk(network, { seed: 1, walks: 20, stepsMax: 5 });
    for (const { violations } of [explore(network), sampled]) {
      const [violation] = violations.map((found) => minimise(network, found));
      expect(replay(network, violation!).isViolated).toBe(true);
    }
  });
});
