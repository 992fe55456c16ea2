import { createMachine } from 'xstate';
import { always, defineNetwork, monitor, type Property, reachable } from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;

/** `a` comes through `s1` to `s2`, and `b` likewise: what both are in at a time is to be seen. */
const twoOf = (property: Property) =>
  defineNetwork({
    name: 'two',
    components: {
      a: part({ s0: { X: 's1' }, s1: { X: 's2' }, s2: {} }, 'X'),
      b: part({ s0: { X: 's1' }, s1: { X: 's2' }, s2: {} }, 'X'),
    },
    properties: [property],
  });
const ofTwo = { states: 9, terminal: 1, wrong: { after: [stimulus('a', 'X')], step: stimulus('a', 'X') } };
const both = { where: 's1' };

const talking = (chart: Parameters<typeof part>[0]) => part(chart, 'X');

/** A violation if somebody is loud before somebody is quiet. */
export const loudFirst = createMachine({
  id: 'loudFirst',
  initial: 'none',
  states: { none: { on: { QUIET: 'calm', LOUD: 'violated' } }, calm: {}, violated: { tags: 'violation' } },
});

/** A violation if somebody who has knocked comes in while it is loud. */
const knocking = createMachine({
  id: 'knocking',
  initial: 'quiet',
  states: {
    quiet: { on: { KNOCK: 'knocked', LOUD: 'loud' } },
    knocked: { on: { ENTER: 'inside', LOUD: 'unheard' } },
    loud: { on: { KNOCK: 'unheard' } },
    unheard: { on: { ENTER: 'violated' } },
    inside: {},
    violated: { tags: 'violation' },
  },
});

/** Pending until somebody is quiet. */
export const calmsDown = createMachine({
  id: 'calmsDown',
  initial: 'awaited',
  states: { awaited: { tags: 'pending', on: { QUIET: 'over' } }, over: {} },
});

/** A violation if `b` takes a step before `a` does. */
const order = createMachine({
  id: 'order',
  initial: 'none',
  states: {
    none: {
      on: {
        step: [
          { guard: ({ event }) => event.component === 'a', target: 'right' },
          { guard: ({ event }) => event.component === 'b', target: 'wrong' },
        ],
      },
    },
    right: {},
    wrong: { tags: 'violation' },
  },
});

/** Steps that commute, but hide what is looked for. */
export const VISIBLE: readonly HardNetwork[] = [
  {
    name: 'a claim about two components',
    why: 'What each component does alone is never wrong; the two together are.',
    network: twoOf(
      always('never both there', (view) => !(view.matches('a', both.where) && view.matches('b', both.where))),
    ),
    ...ofTwo,
    violated: ['never both there'],
    loses: ['violation of never both there'],
  },
  {
    name: 'a witness of two components',
    why: 'A witness is looked for until it is found.',
    network: twoOf(
      reachable('both there', (view) => view.matches('a', both.where) && view.matches('b', both.where)),
    ),
    ...ofTwo,
    violated: [],
    met: ['both there'],
    loses: ['both there'],
  },
  {
    name: 'a margin of two components',
    why: 'The least margin is told, though nothing is violated by it.',
    network: twoOf(
      always('room', (view) => 2 - ['a', 'b'].filter((id) => view.matches(id, both.where)).length),
    ),
    ...ofTwo,
    violated: [],
    margins: { room: 0 },
    loses: ['margin of room'],
  },
  {
    name: 'a hard case of two components',
    why: 'What puts a claim to the test is looked for like a witness.',
    network: twoOf(
      always('claimed', {
        hardCase: (view) => view.matches('a', both.where) && view.matches('b', both.where),
        then: () => true,
      }),
    ),
    ...ofTwo,
    violated: [],
    met: ['hard case of claimed'],
    loses: ['hard case of claimed'],
  },
  {
    name: 'a claim about what waits',
    why: 'A delivery takes a message out of its channel, which a claim may read.',
    network: defineNetwork({
      name: 'waiting',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: { X: 's2 b!ONE' }, s2: {} }, 'X'),
        b: part({ s0: { ONE: 's0' } }),
      },
      properties: [always('one waits at most', (view) => view.waiting('a', 'b').length <= 1)],
    }),
    states: 6,
    terminal: 1,
    violated: ['one waits at most'],
    wrong: { after: [stimulus('a', 'X')], step: 'a ⇒ b: ONE' },
    loses: ['violation of one waits at most'],
  },
  {
    name: 'a monitor that hears both',
    why: 'What two components emit, a monitor may not take in either order.',
    network: defineNetwork({
      name: 'monitored',
      components: {
        a: talking({ s0: { X: 's1 ~QUIET' }, s1: {} }),
        b: talking({ s0: { X: 's1 ~LOUD' }, s1: {} }),
      },
      properties: [monitor('never loud first', loudFirst)],
    }),
    states: 5,
    terminal: 2,
    violated: ['never loud first'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states', 'violation of never loud first'],
  },
  {
    name: 'a monitor that hears two things of one step',
    why: 'The first commutes with what another step shows, and so would the second if it were the first.',
    network: defineNetwork({
      name: 'knocking',
      components: {
        a: talking({ s0: { X: 's1 ~KNOCK ~ENTER' }, s1: {} }),
        b: talking({ s0: { X: 's1 ~LOUD' }, s1: {} }),
      },
      properties: [monitor('comes in unheard', knocking)],
    }),
    states: 5,
    terminal: 2,
    violated: ['comes in unheard'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states', 'violation of comes in unheard'],
  },
  {
    name: 'a monitor that hears two things of a call in one case only',
    why: 'Where the door was left ajar, the caller only knocks, which commutes with what another step shows; where it was opened, he comes in.',
    network: defineNetwork({
      name: 'calling',
      components: {
        a: talking({ s0: { X: 's1 door!ONE' }, s1: {} }),
        b: talking({ s0: { ONE: 's1' }, s1: { X: 's2 ~LOUD' }, s2: {} }),
        door: part(
          {
            s0: { X: 'ajar b!ONE', Y: 'open b!ONE' },
            ajar: { ONE: 's1 ~KNOCK' },
            open: { ONE: 's1 ~KNOCK ~ENTER' },
            s1: {},
          },
          'X',
          'Y',
        ),
      },
      channels: { default: { kind: 'sync', deferring: true } },
      properties: [monitor('comes in unheard', knocking)],
    }),
    states: 10,
    terminal: 3,
    violated: ['comes in unheard'],
    wrong: { after: [stimulus('door', 'Y')], step: stimulus('a', 'X') },
    loses: ['terminal states', 'violation of comes in unheard'],
  },
  {
    name: 'a monitor that hears steps',
    why: 'A step that emits nothing is heard all the same.',
    network: defineNetwork({
      name: 'watched',
      components: { a: talking({ s0: { X: 's1' }, s1: {} }), b: talking({ s0: { X: 's1' }, s1: {} }) },
      properties: [monitor('a first', order)],
    }),
    states: 5,
    terminal: 2,
    violated: ['a first'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['terminal states', 'violation of a first'],
  },
  {
    name: 'a violation before a failure',
    why: 'A step that fails leads to no state, but may have violated a monitor before it did.',
    network: defineNetwork({
      name: 'before a failure',
      components: {
        a: talking({ s0: { X: 's1 ~QUIET' }, s1: {} }),
        b: talking({ s0: { X: 's1' }, s1: { X: 's2 ~LOUD c!ONE' }, s2: {} }),
        c: part({ s0: { ONE: 's0 fail' } }),
      },
      channels: { default: { kind: 'sync' } },
      properties: [monitor('never loud first', loudFirst)],
    }),
    states: 4,
    terminal: 0,
    violated: ['never loud first', 'no-exception'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['violation of never loud first'],
  },
  {
    name: 'a reception that comes too early',
    why: 'What a component does not take now it takes after the step: the step hides that it may come before.',
    network: defineNetwork({
      name: 'too early',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { Y: 's1' }, s1: { ONE: 's1' } }, 'Y'),
      },
    }),
    states: 5,
    terminal: 1,
    violated: ['specified-reception'],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['violation of specified-reception'],
  },
  {
    name: 'a call that comes too early',
    why: 'Likewise over a channel that holds nothing: the step of the sender fails, which is not to be blocked.',
    network: defineNetwork({
      name: 'call too early',
      components: {
        a: part({ s0: { X: 's1' }, s1: { X: 's2 b!ONE' }, s2: {} }, 'X'),
        b: part({ s0: { Y: 's1' }, s1: { ONE: 's1' } }, 'Y'),
      },
      channels: { default: { kind: 'sync' } },
    }),
    states: 5,
    terminal: 1,
    violated: ['specified-reception'],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['violation of specified-reception'],
  },
  {
    name: 'an exception that comes too early',
    why: 'Likewise an action that throws before the step, and not after it.',
    network: defineNetwork({
      name: 'thrown',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: {} }, 'X'),
        b: part({ s0: { Y: 's1', ONE: 's0 fail' }, s1: { ONE: 's1' } }, 'Y'),
      },
    }),
    states: 5,
    terminal: 1,
    violated: ['no-exception'],
    wrong: { after: [], step: stimulus('b', 'Y') },
    loses: ['violation of no-exception'],
  },
  {
    name: 'a channel that overflows',
    why: 'A delivery makes room: what would overflow before it does not after it.',
    network: defineNetwork({
      name: 'overflow',
      components: {
        a: part({ s0: { X: 's1 b!ONE' }, s1: { X: 's2 b!ONE' }, s2: {} }, 'X'),
        b: part({ s0: { ONE: 's0' } }),
      },
      channels: { default: { kind: 'fifo', capacity: 1, whenFull: 'error' } },
    }),
    states: 5,
    terminal: 1,
    violated: ['channel-capacity'],
    wrong: { after: [stimulus('a', 'X')], step: 'a ⇒ b: ONE' },
    loses: [],
  },
  {
    name: 'an end that only the environment would put off',
    why: 'Nobody owes a stimulus: before it a run may end, and something is pending. Taken first, it starts what must come.',
    network: defineNetwork({
      name: 'unprompted',
      components: {
        a: part({ s0: { X: 's1' }, s1: { after: 's2 ~QUIET' }, s2: {} }, 'X'),
        // Whichever it takes, it does not take the other: neither may be taken alone.
        b: part({ s0: { after: 's1', Z: 's2' }, s1: {}, s2: {} }, 'Z'),
      },
      properties: [monitor('calms down', calmsDown)],
    }),
    states: 9,
    terminal: 2,
    violated: ['calms down'],
    wrong: { after: [], step: stimulus('a', 'X') },
    loses: ['violation of calms down'],
  },
];

/** Networks in which nothing does not commute, but for ever. */
export const ENDLESS_ALONE: readonly HardNetwork[] = [
  {
    name: 'steps that are taken alone for ever',
    why: 'Each of them may be taken alone, but not always: then nobody else ever moves.',
    network: defineNetwork({
      name: 'for ever',
      components: {
        a: part({ s0: { X: 's1' }, s1: { X: 's0' } }, 'X'),
        b: part({ s0: { Y: 'bad' }, bad: {} }, 'Y'),
      },
      properties: [always('not bad', (view) => !view.matches('b', 'bad'))],
    }),
    states: 4,
    terminal: 0,
    violated: ['not bad'],
    right: { after: [], step: stimulus('a', 'X') },
  },
  {
    name: 'a step that leads back',
    why: 'What changes nothing commutes with everything; taken alone, it is all that ever happens.',
    network: defineNetwork({
      name: 'leads back',
      components: { a: part({ s0: { X: 's0' } }, 'X'), b: part({ s0: { Y: 'bad' }, bad: {} }, 'Y') },
      properties: [always('not bad', (view) => !view.matches('b', 'bad'))],
    }),
    states: 2,
    terminal: 1,
    violated: ['not bad'],
    right: { after: [], step: stimulus('a', 'X') },
  },
];
