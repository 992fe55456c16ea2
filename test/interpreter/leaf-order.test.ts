// Goal: the order in which leaves were entered is a part of the state where it decides: of two eventless transitions that conflict XState takes the
// one of the leaf that was entered first. Method: two regions that leave for different states, one of them left and entered again before; beside a
// live actor.

import { expect, it } from 'vitest';
import { assign, createActor, setup, stateIn } from 'xstate';
import { always, defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { violationsOf } from '../support/results.js';

const region = (number: string) => ({
  initial: 'a',
  states: {
    a: { on: { [`${number}X`]: 'b' }, always: { guard: 'isGone' as const, target: `#o${number}` } },
    b: { on: { [`${number}Y`]: 'a' } },
  },
});
const machine = setup({
  types: { context: {} as { readonly isGone: boolean } },
  guards: { isGone: ({ context }) => context.isGone, isReady: stateIn({ p: { r1: 'a', r2: 'a' } }) },
  actions: { go: assign({ isGone: true }) },
}).createMachine({
  id: 'm',
  context: { isGone: false },
  on: { GO: { guard: 'isReady', actions: 'go' } },
  initial: 'p',
  states: {
    p: { type: 'parallel', tags: 'rest', states: { r1: region('1'), r2: region('2') } },
    o1: { id: 'o1', tags: 'rest' },
    o2: { id: 'o2', tags: 'rest' },
  },
});

it.each([
  { events: ['GO'], end: 'o1' },
  { events: ['1X', '1Y', 'GO'], end: 'o2' },
  { events: ['1X', '1Y', '2X', '2Y', 'GO'], end: 'o1' },
])('a live actor ends in $end after $events', ({ events, end }) => {
  const actor = createActor(machine).start();
  for (const type of events) actor.send({ type });
  expect(actor.getSnapshot().value).toBe(end);
});

it('the search sees the way that a live actor goes', () => {
  const network = defineNetwork({
    name: 'leaves',
    components: { it: { machine, stimuli: ['GO', '1X', '1Y', '2X', '2Y'].map((type) => ({ type })) } },
    properties: [always('never o2', (view) => !view.matches('it', 'o2'))],
  });
  const result = explore(network, { afterViolation: 'continue' });
  expect(violationsOf(result)).toMatchObject([
    {
      property: 'never o2',
      steps: ['environment ⇒ it: 1X', 'environment ⇒ it: 1Y', 'environment ⇒ it: GO'],
    },
  ]);
});
