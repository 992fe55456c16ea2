// Goal: where a component may stay for ever: done, at rest in all its active leaves, or down. Method: networks of one
// component that can do nothing, which are deadlocked or not.

import { describe, expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { explore } from '../support/agreement.js';
import { sender } from '../support/mail.js';
import { verdictsOf, violationsOf } from '../support/results.js';

const verdict = (machine: ComponentSpec['machine']) =>
  verdictsOf(explore(defineNetwork({ name: 'still', components: { it: { machine } } })))['deadlock-freedom'];

describe('a component may stay', () => {
  it.each([
    ['in a state tagged rest', createMachine({ id: 'm', initial: 'a', states: { a: { tags: 'rest' } } })],
    [
      'in a state with other tags too',
      createMachine({ id: 'm', initial: 'a', states: { a: { tags: ['x', 'rest'] } } }),
    ],
    ['when its root is tagged, and has no states', createMachine({ id: 'm', tags: 'rest' })],
    [
      'when a state around it is tagged',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { tags: 'rest', initial: 'b', states: { b: { initial: 'c', states: { c: {} } } } } },
      }),
    ],
    ['when it is done', createMachine({ id: 'm', initial: 'a', states: { a: { type: 'final' } } })],
    [
      'in a final state within a state',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { initial: 'b', states: { b: { type: 'final' } } } },
      }),
    ],
    [
      'when all its regions are at rest',
      createMachine({
        id: 'm',
        type: 'parallel',
        states: { a: { tags: 'rest' }, b: { initial: 'c', states: { c: { tags: 'rest' } } } },
      }),
    ],
    [
      'when one region is at rest and the other in its final state',
      createMachine({
        id: 'm',
        type: 'parallel',
        states: { a: { tags: 'rest' }, b: { initial: 'c', states: { c: { type: 'final' } } } },
      }),
    ],
  ])('%s', (_, machine) => {
    expect(verdict(machine)).toBe('holds');
  });
});

describe('a component may not stay', () => {
  it.each([
    ['in an ordinary state', createMachine({ id: 'm', initial: 'a', states: { a: {} } })],
    ['without states and tags', createMachine({ id: 'm' })],
    [
      'beside a state tagged rest',
      createMachine({ id: 'm', initial: 'a', states: { a: {}, b: { tags: 'rest' } } }),
    ],
    [
      'around a state tagged rest that is not active',
      createMachine({
        id: 'm',
        initial: 'a',
        states: { a: { initial: 'b', states: { b: {}, c: { tags: 'rest' } } } },
      }),
    ],
    [
      'when one of its regions is not at rest',
      createMachine({
        id: 'm',
        type: 'parallel',
        states: { a: { tags: 'rest' }, b: { initial: 'c', states: { c: {} } } },
      }),
    ],
    [
      'when one of its regions is in its final state, and the other is not at rest',
      createMachine({
        id: 'm',
        type: 'parallel',
        states: { a: { initial: 'd', states: { d: { type: 'final' } } }, b: {} },
      }),
    ],
    [
      'in a state whose tag only sounds like rest',
      createMachine({ id: 'm', initial: 'a', states: { a: { tags: 'resting' } } }),
    ],
  ])('%s', (_, machine) => {
    expect(verdict(machine)).toBe('violated');
  });
});

it('names the components that are stuck, and only these', () => {
  const stuck = createMachine({ id: 'm', initial: 'a', states: { a: {} } });
  const regions = createMachine({
    id: 'm',
    type: 'parallel',
    states: { a: {}, b: { initial: 'c', states: { c: {} } } },
  });
  const resting = createMachine({ id: 'm', tags: 'rest' });
  const result = explore(
    defineNetwork({
      name: 'still',
      components: { one: { machine: stuck }, two: { machine: resting }, three: { machine: regions } },
    }),
  );
  expect(violationsOf(result)).toEqual([
    {
      property: 'deadlock-freedom',
      message:
        'no step makes progress, and one in state \'a\', three in state {"a":{},"b":"c"} are neither done nor at rest; one handles no event; three handles no event; if it may stay so for ever, tag the state `rest`, or make it `final`',
      steps: [],
    },
  ]);
});

it('a component that is done takes nothing, not even by a transition of its root', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { END: 'b' } }, b: { type: 'final' } },
    on: { ANY: {} },
  });
  const network = defineNetwork({
    name: 'done',
    components: { it: { machine, stimuli: [{ type: 'END' }, { type: 'ANY' }] } },
  });
  const result = explore(network);
  // ANY before the end is a self-loop; after the end even a transition of the root is none.
  expect(result).toMatchObject({ verdict: 'holds', states: 2, steps: 2, terminal: 1 });
});

it('a message to a component that is done is an unspecified reception, though its root would take it', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { type: 'final' } },
    on: { ANY: {} },
  });
  const network = defineNetwork({
    name: 'done',
    components: { from: sender(['it', 'ANY']), it: { machine } },
  });
  expect(violationsOf(explore(network))).toEqual([
    {
      property: 'specified-reception',
      message: "it in state 'a' does not handle ANY from from",
      steps: ['environment ⇒ from: GO', 'from ⇒ it: ANY'],
    },
  ]);
});
