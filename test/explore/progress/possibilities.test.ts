// Goal: what is possible by a fault only is not taken for possible. Method: a component that comes to rest by a crash only, beside another that does, and one that never
// rests: so that it is looked for component by component.

import { expect, it } from 'vitest';
import { createMachine } from 'xstate';
import { defineNetwork, everyComponentCanRest, explore } from '../../../src/index.js';
import { verdictsOf } from '../../support/results.js';

const round = { a: { after: { 1: 'b' } }, b: { after: { 1: 'a' } } };
const clock = createMachine({ id: 'clock', initial: 'a', states: round });
const restless = createMachine({
  id: 'restless',
  initial: 'a',
  states: { ...round, over: { tags: 'rest' } },
});
const resting = createMachine({
  id: 'resting',
  initial: 'a',
  states: { a: { after: { 1: 'b' } }, b: { after: { 1: 'over' } }, over: { type: 'final' } },
});

it.each([
  ['a crash', restless, 'violated'],
  ['a step', resting, 'holds'],
])('a component that comes to rest by %s', (_, machine, verdict) => {
  const network = defineNetwork({
    name: 'restless',
    components: { clock: { machine: clock }, it: { machine, crashes: { atMost: 1 } } },
    properties: [everyComponentCanRest],
  });
  const result = explore(network, { afterViolation: 'continue' });
  expect(verdictsOf(result)).toMatchObject({ 'every-component-can-rest': verdict });
});
