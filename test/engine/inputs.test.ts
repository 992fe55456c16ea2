// Goal: a network starts in every combination of the inputs of its components. Method: counts, and which initial state a
// counterexample begins in.

import { expect, it } from 'vitest';
import { setup } from 'xstate';
import { always, defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { sizeOf } from '../support/results.js';
import { Run } from '../support/run.js';

const holder = setup({
  types: { context: {} as { readonly value: unknown }, input: {} as unknown },
}).createMachine({
  id: 'holder',
  tags: 'rest',
  context: ({ input }) => ({ value: input }),
});

const network = (one: readonly unknown[], other: readonly unknown[]) =>
  defineNetwork({
    name: 'inputs',
    components: { one: { machine: holder, inputs: one }, other: { machine: holder, inputs: other } },
    properties: [
      always('not both 2', (view) => !(view.context('one').value === 2 && view.context('other').value === 2)),
    ],
  });

it('every combination is an initial state of level 1', () => {
  expect(sizeOf(explore(network([0, 1, 2], [0, 1])))).toEqual({
    states: 6,
    steps: 0,
    depth: 1,
    terminal: 6,
  });
});

it('the last component varies fastest', () => {
  const run = (initial: number) => new Run(network([0, 1], [5, 6]), initial).view;
  const values = [0, 1, 2, 3].map((initial) => [
    run(initial).context('one').value,
    run(initial).context('other').value,
  ]);
  expect(values).toEqual([
    [0, 5],
    [0, 6],
    [1, 5],
    [1, 6],
  ]);
});

it('equal inputs are one initial state', () => {
  expect(
    explore(
      network(
        [0, 0],
        [
          { a: 1, b: 2 },
          { b: 2, a: 1 },
        ],
      ),
    ).states,
  ).toBe(1);
});

it('a counterexample tells which initial state it begins in', () => {
  const result = explore(network([0, 1, 2], [1, 2]));
  expect(result.violations).toEqual([
    {
      property: 'not both 2',
      message: 'it is false in this state',
      initial: 5,
      steps: [],
      minimality: 'proven shortest',
    },
  ]);
});

it('without `input` and `inputs` a machine starts with no input', () => {
  const run = new Run(defineNetwork({ name: 'no input', components: { one: { machine: holder } } }));
  expect(run.view.context('one')).toEqual({ value: undefined });
});
