import { defineNetwork } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;
const RENDEZVOUS = { default: { kind: 'sync', deferring: true } } as const;
const CALLS = { default: { kind: 'sync' } } as const;
const QUEUES = { default: { kind: 'fifo' } } as const;

/** A sender that says something, once. */
const sayer = (...words: readonly string[]) => part({ s0: { X: `s1 ${words.join(' ')}` }, s1: {} }, 'X');

/** Steps that do not commute with what may happen before them, each for another reason. */
export const NOT_COMMUTING: readonly HardNetwork[] = [
  {
    name: 'a rendezvous that one of two gets',
    why: 'A step that its receiver does not take is blocked, which is not nothing: whoever comes first blocks the other.',
    network: defineNetwork({
      name: 'rendezvous',
      components: { a: sayer('c!GO'), b: sayer('c!GO'), c: part({ free: { GO: 'taken' }, taken: {} }) },
      channels: RENDEZVOUS,
    }),
    states: 3,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a rendezvous that takes two messages',
    why: 'The second message is taken only after the first: that it would not be taken now does not make the step impossible.',
    network: defineNetwork({
      name: 'two messages',
      components: {
        a: sayer('c!OPEN', 'c!PASS'),
        b: sayer('c!SHUT'),
        c: part({
          shut: { OPEN: 'open', SHUT: 'locked' },
          open: { PASS: 'passed' },
          passed: { SHUT: 'locked' },
          locked: {},
        }),
      },
      channels: RENDEZVOUS,
    }),
    states: 4,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('b', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a rendezvous at the end of a chain of calls',
    why: 'Whom the step calls at last, it names nowhere: the first receiver calls the next, which decides whether the step is possible.',
    network: defineNetwork({
      name: 'chain of calls',
      components: {
        a: sayer('b!ASK'),
        b: part({ s0: { ASK: 's0 c!PASS' } }),
        c: part({ open: { PASS: 'passed', X: 'shut' }, passed: { X: 'shut' }, shut: {} }, 'X'),
      },
      channels: RENDEZVOUS,
    }),
    states: 4,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('c', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a join whose step goes on',
    why: 'Who comes last answers, in the middle of its step: what is left of that step comes after the answer, and does not commute with it.',
    network: defineNetwork({
      name: 'join',
      components: {
        a: sayer('c!ONE'),
        b: sayer('c!ONE', 'd!THREE'),
        c: part({ none: { ONE: 'one' }, one: { ONE: 'both d!READY' }, both: {} }),
        d: part({
          s0: { THREE: 'three', READY: 'ready' },
          three: { READY: 'right' },
          ready: { THREE: 'wrong' },
          right: {},
          wrong: {},
        }),
      },
      channels: CALLS,
    }),
    states: 5,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'calls within calls',
    why: 'What an idle receiver is told is done at once, before its caller goes on: in the order of one queue the steps would commute.',
    network: defineNetwork({
      name: 'nested',
      components: {
        a: sayer('b!ASK', 'c!TELL'),
        b: part({ s0: { ASK: 's0 c!FIRST' } }),
        c: part(
          {
            s0: { FIRST: 's1', TELL: 't1', Y: 's0y' },
            s1: { TELL: 's2' },
            s2: { Y: 'late' },
            t1: { FIRST: 't2' },
            t2: { Y: 't2y' },
            s0y: { FIRST: 's1y', TELL: 't1y' },
            s1y: { TELL: 's2y' },
            t1y: { FIRST: 't2y' },
            t2y: {},
            s2y: {},
            late: {},
          },
          'Y',
        ),
      },
      channels: CALLS,
    }),
    states: 5,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'an answer in a mailbox',
    why: 'An answer to its caller waits until the caller has performed its list: at once, the steps would commute.',
    network: defineNetwork({
      name: 'mailbox',
      components: {
        a: part({ s0: { X: 's1 b!ASK c!TELL' }, s1: { ANSWER: 's1 c!FIRST' } }, 'X'),
        b: part({ s0: { ASK: 's0 a!ANSWER' } }),
        c: part(
          {
            s0: { FIRST: 't1', TELL: 's1', Y: 's0y' },
            s1: { FIRST: 's2' },
            s2: { Y: 'late' },
            t1: { TELL: 't2' },
            t2: { Y: 't2y' },
            s0y: { FIRST: 't1y', TELL: 's1y' },
            s1y: { FIRST: 's2y' },
            t1y: { TELL: 't2y' },
            t2y: {},
            s2y: {},
            late: {},
          },
          'Y',
        ),
      },
      channels: CALLS,
    }),
    states: 5,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'two messages in one queue',
    why: 'Two steps of one component commute in it, but what they send stands in a queue in their order.',
    network: defineNetwork({
      name: 'one queue',
      components: {
        a: part(
          { s0: { X: 'x b!ONE', Y: 'y b!TWO' }, x: { Y: 'both b!TWO' }, y: { X: 'both b!ONE' }, both: {} },
          'X',
          'Y',
        ),
        b: part({ s0: { ONE: 's1', TWO: 's0' }, s1: { TWO: 's2' }, s2: {} }),
      },
      channels: QUEUES,
    }),
    states: 11,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'two callers whose messages a third puts into one queue',
    why: 'Two components call a third, in which the calls commute; what it sends stands in its queue in their order.',
    network: defineNetwork({
      name: 'one queue of a third',
      components: {
        a: sayer('c!ONE'),
        b: sayer('c!TWO'),
        c: part({ s0: { ONE: 's0 d!ONE', TWO: 's0 d!TWO' } }),
        d: part({ s0: { ONE: 's1', TWO: 's0' }, s1: { TWO: 's2' }, s2: {} }),
      },
      channels: { pairs: { 'c -> d': { kind: 'fifo' } }, default: { kind: 'sync' } },
    }),
    states: 11,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'room for one message',
    why: 'Messages of a bag have no order, but where it has room for one, whoever sends first has the other wait.',
    network: defineNetwork({
      name: 'room',
      components: {
        a: part(
          { s0: { X: 'x b!ONE', Y: 'y b!TWO' }, x: { Y: 'both b!TWO' }, y: { X: 'both b!ONE' }, both: {} },
          'X',
          'Y',
        ),
        // The first message is the last that is taken.
        b: part({ s0: { ONE: 's1', TWO: 's2' }, s1: {}, s2: {} }),
      },
      channels: { default: { kind: 'bag', capacity: 1, deferring: true } },
    }),
    states: 7,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states'],
  },
  {
    name: 'a message that may be lost',
    why: 'A loss is no progress, but it is a step: it takes the message away that was to be delivered alone.',
    network: defineNetwork({
      name: 'loss',
      components: { a: sayer('b!ONE'), b: part({ s0: { ONE: 's1' }, s1: {} }) },
      channels: { default: { kind: 'fifo', lossy: true } },
    }),
    states: 4,
    terminal: 2,
    violated: [],
    wrong: { after: [stimulus('a', 'X')], step: 'a ⇒ b: ONE' },
    loses: ['terminal states'],
  },
  {
    name: 'a message that may come twice',
    why: 'A duplicate is no progress either: after it the message is still there, and its receiver is elsewhere.',
    network: defineNetwork({
      name: 'duplicate',
      components: { a: sayer('b!ONE'), b: part({ s0: { ONE: 's1' }, s1: { ONE: 's2' }, s2: { ONE: 's2' } }) },
      channels: { default: { kind: 'bag', duplicating: true } },
    }),
    states: 6,
    terminal: 2,
    violated: [],
    wrong: { after: [stimulus('a', 'X')], step: 'a ⇒ b: ONE' },
    loses: ['terminal states'],
  },
  {
    name: 'a component that may crash',
    why: 'A crash is no progress, but a step of the component: what it was about to do it never does.',
    network: defineNetwork({
      name: 'crash',
      components: { a: { ...part({ s0: { after: 's1' }, s1: {} }), crashes: { atMost: 1 } } },
    }),
    states: 4,
    terminal: 3,
    violated: [],
    wrong: { after: [], step: 'a ⏱ 9 in s0' },
    loses: ['terminal states'],
  },
  {
    name: 'a fact that is told again',
    why: 'A message of a set stays: after another step of its receiver it leads elsewhere.',
    network: defineNetwork({
      name: 'fact',
      components: {
        a: sayer('b!ONE'),
        b: part(
          { s0: { ONE: 's1', Y: 't0' }, s1: { Y: 't1' }, t0: { ONE: 't2' }, t1: { ONE: 't2' }, t2: {} },
          'Y',
        ),
      },
      channels: { default: { kind: 'set' } },
    }),
    states: 7,
    terminal: 1,
    violated: [],
  },
  {
    name: 'what is not there yet',
    why: 'All that can happen now commutes; what one of these steps sends does not.',
    network: defineNetwork({
      name: 'later',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { Y: 'aborted', ONE: 'ready' }, ready: {}, aborted: { ONE: 'aborted' } }, 'Y'),
      },
      channels: QUEUES,
    }),
    states: 6,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['terminal states'],
  },
  {
    name: 'a rendezvous that nobody has tried',
    why: 'Whether the receiver would take it now is not known where the step comes first each time, and that it is not known is not that it is blocked.',
    network: defineNetwork({
      name: 'not tried',
      components: {
        a: part({ s0: { Y: 's1', GO: 'early' }, s1: { GO: 'late' }, early: {}, late: {} }, 'Y'),
        b: part({ s0: { X: 's1' }, s1: { X: 's2 a!GO' }, s2: {} }, 'X'),
      },
      channels: RENDEZVOUS,
    }),
    states: 6,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'Y') },
    loses: ['terminal states'],
  },
  {
    name: 'what is not taken any more',
    why: 'After the step nothing takes the message: no machine is asked about it, and yet all depends on it.',
    network: defineNetwork({
      name: 'not any more',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { Y: 'aborted', ONE: 'ready' }, ready: {}, aborted: {} }, 'Y'),
      },
      channels: QUEUES,
    }),
    states: 5,
    terminal: 1,
    violated: ['specified-reception'],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['terminal states'],
  },
  {
    name: 'what waits for ever after it',
    why: 'Likewise where a message waits that is not taken.',
    network: defineNetwork({
      name: 'waits for ever',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { Y: 'aborted', ONE: 'ready' }, ready: {}, aborted: {} }, 'Y'),
      },
      channels: { default: { kind: 'fifo', deferring: true } },
    }),
    states: 5,
    terminal: 2,
    violated: [],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['terminal states'],
  },
];
