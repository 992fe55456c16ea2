// Goal: what is possible by a fault only is not taken for possible; and who takes part in a step that fails is not stuck, as nothing is judged past it. Method: a component
// that comes to rest by a crash only, beside another that does, and one that never rests: so that it is looked for component by component. Components beside a clock that
// can do nothing but fail, by themselves or within a step of another, by tables, in a replay, and beside one that is stuck.

import { expect, it } from 'vitest';
import { assign, createMachine, sendTo } from 'xstate';
import {
  type ComponentSpec,
  defineNetwork,
  everyComponentCanRest,
  explore,
  replay,
} from '../../../src/index.js';
import { plainSearch } from '../../../src/reference/plain-search.js';
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

const throwing = createMachine({
  id: 'throwing',
  initial: 'a',
  states: {
    a: {
      after: {
        1: {
          target: 'b',
          actions: assign(() => {
            throw new Error('no way');
          }),
        },
      },
    },
    b: { tags: 'rest' },
  },
});
const calling = createMachine({
  id: 'calling',
  tags: 'rest',
  after: { 1: { actions: sendTo(({ system }) => system.get('it') as never, { type: 'CALL' } as never) } },
} as never);
const deaf = createMachine({ id: 'deaf', initial: 'a', states: { a: { on: { NEVER: 'b' } }, b: {} } });

it.each<[string, Record<string, ComponentSpec>, 'holds' | 'violated']>([
  ['does but fail', { it: { machine: throwing } }, 'holds'],
  [
    'is called for but what it does not take',
    { it: { machine: deaf }, caller: { machine: calling } },
    'holds',
  ],
  ['can do', { it: { machine: deaf } }, 'violated'],
])('a component that nothing %s', (_, components, verdict) => {
  const network = defineNetwork({
    name: 'beside a clock',
    components: { clock: { machine: clock }, ...components },
    channels: { default: { kind: 'sync' } },
  });
  const isStuck = verdict === 'violated';
  expect(verdictsOf(explore(network, { afterViolation: 'continue' }))).toMatchObject({
    'no-stuck-component': verdict,
  });
  expect(replay(network, { property: 'no-stuck-component', initial: 0, steps: [] }).isViolated).toBe(isStuck);
  expect(plainSearch(network).violated.includes('no-stuck-component')).toBe(isStuck);
});
