import { setup } from 'xstate';
import { defineNetwork, monitor } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;

/** A violation if somebody is quiet after somebody was loud, which it looks for only once it has heard something else. */
const afterAll = setup({}).createMachine({
  id: 'afterAll',
  initial: 'unheard',
  states: {
    unheard: { on: { LENIENT: 'lenient', STRICT: 'strict' } },
    lenient: {},
    strict: { on: { LOUD: 'loud' } },
    loud: { on: { QUIET: 'late' } },
    late: { tags: 'violation' },
  },
});

/** Steps that may be taken alone in one state, and not in another one in which each component may be where it may come to from the first. */
export const COVERED: readonly HardNetwork[] = [
  {
    name: 'a monitor that has heard something else',
    why: 'All components are where they were in the first case, and only the monitor is not.',
    network: defineNetwork({
      name: 'heard something else',
      components: {
        c: part({ s0: { X: 's1 ~LENIENT', Y: 's1 ~STRICT' }, s1: {} }, 'X', 'Y'),
        a: part({ s0: { after: 's1 ~QUIET' }, s1: {} }),
        b: part({ s0: { after: 's1 ~LOUD' }, s1: {} }),
      },
      properties: [monitor('never quiet at last', afterAll)],
    }),
    states: 15,
    terminal: 4,
    violated: ['never quiet at last'],
    wrong: { after: [stimulus('c', 'Y')], step: 'a ⏱ 9 in s0' },
    loses: ['terminal states', 'violation of never quiet at last'],
  },
  {
    name: 'a sender that is further than its receiver',
    why: 'Where both go on together the message never comes too early; it does where the sender is there alone.',
    network: defineNetwork({
      name: 'further',
      components: {
        e: part(
          { s0: { X: 'u0', Y: 'u1' }, u0: { G: 'u1 d!H' }, u1: { S: 'u2 d!M' }, u2: {} },
          'X',
          'Y',
          'G',
          'S',
        ),
        d: part(
          {
            l0: { T: 'k0', H: 'l1', M: 'early' },
            l1: { T: 'k1', M: 'm1' },
            k0: { H: 'k1', M: 'other' },
            k1: { M: 'both' },
            m1: { T: 'both' },
            early: { T: 'late' },
            late: {},
            other: {},
            both: {},
          },
          'T',
        ),
      },
      channels: { default: { kind: 'sync' } },
    }),
    states: 13,
    terminal: 3,
    violated: [],
    wrong: { after: [stimulus('e', 'Y')], step: stimulus('d', 'T') },
    loses: ['terminal states'],
  },
  {
    name: 'a message that waits in one case only',
    why: 'All components are where they were in the other case, and one of them is yet to receive something.',
    network: defineNetwork({
      name: 'waits',
      components: {
        c: part({ s0: { X: 's1', Y: 's1 b!M' }, s1: {} }, 'X', 'Y'),
        b: part(
          { s0: { T: 't', M: 'm' }, t: { M: 'second' }, m: { T: 'first' }, first: {}, second: {} },
          'T',
        ),
        // What it chooses may not be taken alone, so that there is something else to do.
        d: part({ s0: { X: 's1', Y: 's2' }, s1: {}, s2: {} }, 'X', 'Y'),
      },
    }),
    states: 27,
    terminal: 6,
    violated: [],
    wrong: { after: [stimulus('c', 'Y')], step: stimulus('b', 'T') },
    // Whoever takes it alone there comes to the others all the same, after a step of `d`.
    loses: [],
  },
];
