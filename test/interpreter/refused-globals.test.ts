// Goal: a chart that asks the browser it was written for is refused, and not said to throw: there it would not.
// Method: names that browsers have and Node.js has not, in each kind of function; and a name that nobody has, which is a mistake of the chart.

import { expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import { defineNetwork } from '../../src/index.js';
import { explore } from '../support/agreement.js';
import { ON_GO, refusal } from '../support/refusal.js';

/** Evaluates as the body of a function of a chart, where the compiler knows of no browser. */
const asked = (expression: string) => new Function(`return ${expression}`) as () => never;

const REMEDY =
  'Pass such values in as input or as events; what is done with a browser is an action, which may be listed in `ignoredActions`.';

it.each([
  ['localStorage', "localStorage.getItem('token')"],
  ['window', 'window.location.href'],
  ['document', 'document.title'],
])('an assignment that reads %s', (name, expression) => {
  const read = asked(expression);
  const machine = createMachine({
    id: 'm',
    context: { seen: null },
    initial: 'a',
    states: { a: { on: { GO: { actions: assign({ seen: () => read() }) } } } },
  });
  expect(refusal(machine)).toBe(`${ON_GO} reads ${name}, which only a browser has. ${REMEDY}`);
});

it('a guard, whose error XState puts into words of its own', () => {
  const machine = setup({ guards: { isHere: asked('window.innerWidth > 0') } }).createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: { guard: 'isHere', target: 'b' } } }, b: {} },
  });
  expect(refusal(machine)).toBe(`${ON_GO} reads window, which only a browser has. ${REMEDY}`);
});

it('but not a name that nobody has: that is an exception of the chart', () => {
  const machine = createMachine({
    id: 'm',
    initial: 'a',
    states: { a: { on: { GO: { guard: asked('windwo.innerWidth > 0'), target: 'b' } } }, b: {} },
  });
  const network = defineNetwork({ name: 'n', components: { it: { machine, stimuli: [{ type: 'GO' }] } } });
  expect(explore(network).violations).toMatchObject([
    { property: 'no-exception', message: expect.stringMatching(/windwo is not defined$/) as string },
  ]);
});
