// Goal: what is owed in a state is what the property says of it, be it of one component or of several. Method: a property that says something about a second
// component only in some states of the first, where those that are looked at first tell less.

import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork, explore, leadsTo, type View } from '../../../src/index.js';
import { verdictsOf } from '../../support/results.js';

const going = createMachine({
  id: 'going',
  initial: 'off',
  states: { off: { on: { GO: 'on' } }, on: { on: { GO: 'over' } }, over: {} },
});
const timed = createMachine({
  id: 'timed',
  initial: 'off',
  states: { off: { after: { 1: 'on' } }, on: {} },
});

it('where a property says more of a component in some states, it is asked in each of them', () => {
  const isBegun = (view: View) => view.matches('going', 'on') && view.matches('timed', 'off');
  const network = defineNetwork({
    name: 'two switches',
    components: { going: { machine: going, stimuli: [{ type: 'GO' }] }, timed: { machine: timed } },
    properties: [
      leadsTo('owed', isBegun, (view) => view.matches('going', 'over')),
      leadsTo('met', isBegun, (view) => view.matches('going', 'over') || view.matches('timed', 'on')),
    ],
  });
  expect(verdictsOf(explore(network, { afterViolation: 'continue' }))).toMatchObject({
    owed: 'violated',
    met: 'holds',
  });
});
