import { defineNetwork } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;
const sayer = (...words: readonly string[]) => part({ s0: { X: `s1 ${words.join(' ')}` }, s1: {} }, 'X');

/** Steps that may be taken alone, though they do not look so. */
export const COMMUTING: readonly HardNetwork[] = [
  {
    name: 'two that are joined',
    why: 'Whoever comes last has it answered: the steps differ, and lead to the same.',
    network: defineNetwork({
      name: 'joined',
      components: {
        a: sayer('c!ONE'),
        b: sayer('c!ONE'),
        c: part({ none: { ONE: 'one' }, one: { ONE: 'both d!READY' }, both: {} }),
        d: part({ s0: { READY: 's1' }, s1: {} }),
      },
      channels: { default: { kind: 'sync' } },
    }),
    states: 4,
    terminal: 1,
    violated: [],
    right: { after: [], step: stimulus('a', 'X') },
  },
  {
    name: 'the same message over two queues',
    why: 'A counter takes the same event of two senders: each counts once.',
    network: defineNetwork({
      name: 'counted',
      components: {
        a: sayer('c!ONE'),
        b: sayer('c!ONE'),
        c: part({ s0: { ONE: 's0 +' } }),
      },
    }),
    states: 9,
    terminal: 1,
    violated: [],
    right: { after: [stimulus('a', 'X')], step: 'a ⇒ c: ONE' },
  },
  {
    name: 'a pop from a channel that is full',
    why: 'It makes room, which enables more.',
    network: defineNetwork({
      name: 'makes room',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: { X: 's2 b!ONE' }, s2: {} }, 'X'),
        b: part({ s0: { ONE: 's0' } }),
      },
      channels: { default: { kind: 'fifo', capacity: 1 } },
    }),
    states: 5,
    terminal: 1,
    violated: [],
    right: { after: [stimulus('a', 'X')], step: 'a ⇒ b: ONE' },
  },
  {
    name: 'a step that unblocks a rendezvous',
    why: 'What cannot happen before it can happen after it.',
    network: defineNetwork({
      name: 'unblocks',
      components: {
        a: sayer('b!GO'),
        b: part({ shut: { Y: 'open' }, open: { GO: 'passed' }, passed: {} }, 'Y'),
      },
      channels: { default: { kind: 'sync', deferring: true } },
    }),
    states: 3,
    terminal: 1,
    violated: [],
    right: { after: [], step: stimulus('b', 'Y') },
  },
];
