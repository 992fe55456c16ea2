import { defineNetwork, monitor } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';
import { loudFirst } from './visible.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;

/** Steps that do not commute with what may happen before them, which a search that takes them alone each time does not come to see. */
export const OVERLOOKED: readonly HardNetwork[] = [
  {
    name: 'a timer of a state that nobody has come to',
    why: 'Where the message is always taken first, no run comes to the state in which the timer would go off without it, and nobody asks what it does.',
    network: defineNetwork({
      name: 'timer not asked for',
      components: {
        m: part({ s0: { X: 's1 c!M' }, s1: {} }, 'X'),
        c: part({
          idle: { E: 'work', M: 'idleM' },
          work: { after: 'without', M: 'workM' },
          idleM: { E: 'workM' },
          workM: { after: 'with' },
          without: { M: 'without' },
          with: {},
        }),
        d: part({ s0: { X: 's1 c!E' }, s1: {} }, 'X'),
      },
      channels: { pairs: { 'd -> c': { kind: 'sync' } }, default: { kind: 'fifo' } },
    }),
    states: 10,
    terminal: 2,
    violated: [],
    wrong: { after: [stimulus('m', 'X')], step: 'm ⇒ c: M' },
    loses: ['terminal states'],
  },
  {
    name: 'a caller that is called back in the middle of its step',
    why: 'Between two steps its receiver is never seen where the caller is when it answers; in the middle of one it is.',
    network: defineNetwork({
      name: 'called back',
      components: {
        s: part(
          {
            pp: { X: 'qp c!A', Y: 'pw c!Y1' },
            qp: { Y: 'qw c!Y1' },
            pw: { R: 'pq c!Y2', X: 'qw c!A' },
            qw: { R: 'qq c!Y2' },
            pq: { X: 'qq c!A' },
            qq: {},
          },
          'X',
          'Y',
        ),
        c: part({
          none: { A: 'a', Y1: 'm s!R' },
          a: { Y1: 'am s!R' },
          m: { A: 'am', Y2: 'without' },
          am: { Y2: 'with' },
          without: { A: 'without' },
          with: {},
        }),
      },
      channels: { default: { kind: 'sync' } },
    }),
    states: 5,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('s', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a rendezvous whose first receiver is busy',
    why: 'Whoever is busy takes its message last: the second receiver decides before the first is tried.',
    network: defineNetwork({
      name: 'busy receiver',
      components: {
        b: part({ u: { X: 'v', PING: 'u' }, v: {} }, 'X'),
        a: part({ p0: { X: 'p' }, p: { X: 'q c!GO' }, q: { BACK: 'q' } }, 'X'),
        c: part({ i: { GO: 'd a!BACK b!PING' }, d: {} }),
      },
      channels: { default: { kind: 'sync', deferring: true } },
    }),
    states: 6,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('b', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a full channel before a call that nobody takes',
    why: 'The step never happens; but before it is the turn of the call, it may find the channel full.',
    network: defineNetwork({
      name: 'full before a call',
      components: {
        a: part({ s0: { after: 's1 c!ONE' }, s1: { after: 's2' }, s2: { after: 's3 c!ONE b!GO' }, s3: {} }),
        b: part({ s0: {}, s1: { GO: 's0' } }),
        c: part({ s0: { ONE: 's1' }, s1: { ONE: 's1' } }),
      },
      channels: {
        pairs: {
          'a -> b': { kind: 'sync', deferring: true },
          'a -> c': { kind: 'fifo', capacity: 1, whenFull: 'error' },
        },
      },
    }),
    states: 5,
    terminal: 1,
    violated: ['channel-capacity'],
    wrong: { after: ['a ⏱ 9 in s0'], step: 'a ⇒ c: ONE' },
    loses: ['violation of channel-capacity'],
  },
  {
    name: 'what is shown before a call that nobody takes',
    why: 'The step fails; but a monitor has heard what came before the call.',
    network: defineNetwork({
      name: 'shown before a call',
      components: {
        a: part({ s0: { after: 's1' }, s1: { after: 's2 ~LOUD b!GO' }, s2: {} }),
        b: part({ s0: {}, s1: { GO: 's0' } }),
        c: part({ s0: { after: 's1 ~QUIET' }, s1: {} }),
      },
      channels: { default: { kind: 'sync' } },
      properties: [monitor('never loud first', loudFirst)],
    }),
    states: 4,
    terminal: 0,
    violated: ['never loud first', 'specified-reception'],
    wrong: { after: [], step: 'c ⏱ 9 in s0' },
    loses: ['violation of never loud first'],
  },
];
