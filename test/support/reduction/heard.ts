import { createMachine } from 'xstate';
import { defineNetwork, monitor } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;

/** A violation if somebody is loud before `a` has taken its step. */
const loudBeforeStep = createMachine({
  id: 'loudBeforeStep',
  initial: 'none',
  states: {
    none: {
      on: { LOUD: 'loud', step: { guard: ({ event }) => event.component === 'a', target: 'over' } },
    },
    loud: { on: { step: { guard: ({ event }) => event.component === 'a', target: 'late' } } },
    over: {},
    late: { tags: 'violation' },
  },
});

/** A violation if something is lost before `c` has taken its step. */
const lostBeforeStep = createMachine({
  id: 'lostBeforeStep',
  initial: 'none',
  states: {
    none: {
      on: {
        step: [
          { guard: ({ event }) => event.kind === 'drop', target: 'early' },
          { guard: ({ event }) => event.component === 'c', target: 'over' },
        ],
      },
    },
    over: {},
    early: { tags: 'violation' },
  },
});

/** Steps that commute, but for monitors that hear steps as such. */
export const HEARD: readonly HardNetwork[] = [
  {
    name: 'a step that is heard before what it adds',
    why: 'Whoever comes last is loud, which is heard after the first step and before the second one.',
    network: defineNetwork({
      name: 'heard before what is added',
      components: {
        a: part({ s0: { X: 's1 c!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { X: 's1 c!TWO' }, s1: {} }, 'X'),
        c: part({
          none: { ONE: 'one', TWO: 'two' },
          one: { TWO: 'both ~LOUD' },
          two: { ONE: 'both ~LOUD' },
          both: {},
        }),
      },
      channels: { default: { kind: 'sync' } },
      properties: [monitor('never loud first', loudBeforeStep)],
    }),
    states: 5,
    terminal: 2,
    violated: ['never loud first'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states', 'violation of never loud first'],
  },
  {
    name: 'a loss that is heard',
    why: 'A channel loses its message by a step that no component takes.',
    network: defineNetwork({
      name: 'loss heard',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { ONE: 's0' } }),
        c: part({ s0: { X: 's1' }, s1: {} }, 'X'),
      },
      channels: { default: { kind: 'fifo', lossy: true } },
      properties: [monitor('nothing lost first', lostBeforeStep)],
    }),
    states: 8,
    terminal: 2,
    violated: ['nothing lost first'],
    wrong: { after: [stimulus('a', 'X')], step: stimulus('c', 'X') },
    loses: ['terminal states', 'violation of nothing lost first'],
  },
];
