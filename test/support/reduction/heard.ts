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

/** Waits for the first step of a kind. */
const hears = (kind: string) =>
  createMachine({
    id: 'hears',
    initial: 'awaited',
    states: {
      awaited: {
        tags: 'pending',
        on: {
          step: { guard: ({ event }) => event.kind === kind && event.component !== 'b', target: 'over' },
        },
      },
      over: {},
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
  {
    name: 'a step that comes back to where it began',
    why: 'It changes nothing but what is heard: a state in which nothing else happens is an end, whatever has been heard.',
    network: defineNetwork({
      name: 'back again',
      components: {
        a: part({ s0: { after: 's1 a!BACK' }, s1: { BACK: 's0' } }),
        b: part({ s0: { after: 's1' }, s1: {} }),
      },
      channels: { default: { kind: 'sync' } },
      properties: [monitor('hears', hears('timer'))],
    }),
    states: 4,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: 'a ⏱ 9 in s0' },
    loses: ['terminal states'],
  },
  {
    name: 'a message that is sent again',
    why: 'Whoever receives it leaves everything as it was: a state in which nothing else happens is an end, whatever has been heard.',
    network: defineNetwork({
      name: 'sent again',
      components: {
        a: part({ s0: { after: 's1 a!AGAIN' }, s1: { AGAIN: 's1 a!AGAIN' } }),
        b: part({ s0: { after: 's1' }, s1: {} }),
      },
      channels: { default: { kind: 'fifo' } },
      properties: [monitor('hears', hears('deliver'))],
    }),
    states: 6,
    terminal: 2,
    violated: [],
    wrong: { after: ['a ⏱ 9 in s0'], step: 'a ⇒ a: AGAIN' },
    loses: ['terminal states'],
  },
];
