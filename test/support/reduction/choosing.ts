import { type AnyActorRef, type AnyEventObject, createMachine, raise, sendTo, setup } from 'xstate';
import {
  always,
  type ComponentSpec,
  defineNetwork,
  type FairnessSpec,
  leadsTo,
  monitor,
} from '../../../src/index.js';
import type { HardNetwork } from './hard-network.js';
import { part } from './part.js';
import { calmsDown } from './visible.js';

const stimulus = (component: string, event: string) => `environment ⇒ ${component}: ${event}`;
const CALLS = { default: { kind: 'sync' } } as const;

/** A component that may do one of two things, neither of which anybody sees. */
const chooser = () => part({ s0: { X: 's1', Z: 's2' }, s1: {}, s2: {} }, 'X', 'Z');

/** Likewise; whichever it is, it is quiet then. */
const startsQuiet = () =>
  part(
    { s0: { X: 's1', Z: 's2' }, s1: { after: 's3 ~QUIET' }, s2: { after: 's3 ~QUIET' }, s3: {} },
    'X',
    'Z',
  );

/** Each of three may do one of two things. */
export const threeChoosers = defineNetwork({
  name: 'three',
  components: { a: chooser(), b: chooser(), c: chooser() },
});

/** A violation if `b` has taken a step before `a` takes one by `Z`. */
const notLate = createMachine({
  id: 'notLate',
  initial: 'none',
  states: {
    none: {
      on: {
        step: [
          { guard: ({ event }) => event.component === 'b', target: 'before' },
          { guard: ({ event }) => isStepZ(event), target: 'over' },
        ],
      },
    },
    before: { on: { step: { guard: ({ event }) => isStepZ(event), target: 'late' } } },
    over: {},
    late: { tags: 'violation' },
  },
});

function isStepZ({ component, event }: AnyEventObject): boolean {
  return component === 'a' && (event as AnyEventObject).type === 'Z';
}

const OWES_X: FairnessSpec = {
  default: 'weak',
  units: [{ component: 'b', stimulus: 'X', fairness: 'weak' }],
};

/** Does one of two things; and reminds itself, whichever it was, to tell `c` something. */
const reminding: ComponentSpec = {
  stimuli: [{ type: 'X' }, { type: 'Z' }],
  machine: setup({
    actions: {
      tell: sendTo(({ system }) => system.get('c') as AnyActorRef, { type: 'M' }),
    },
  }).createMachine({
    id: 'reminding',
    initial: 's0',
    entry: raise({ type: 'T' }, { delay: 5 }),
    on: { T: { actions: 'tell' } },
    states: {
      s0: { tags: 'rest', on: { X: 's1', Z: 's2' } },
      s1: { tags: 'rest' },
      s2: { tags: 'rest' },
    },
  }),
};

/** Of several steps of one component, that exclude each other, each could as well be first: or not. */
export const CHOOSING: readonly HardNetwork[] = [
  {
    name: 'a choice',
    why: 'Neither step could as well be first, as the other is not possible after it. But whatever others do, one of both comes.',
    network: threeChoosers,
    states: 27,
    terminal: 8,
    violated: [],
    right: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
  },
  {
    name: 'a choice of which one step is heard',
    why: 'One step could as well be first. The other does not commute with what somebody else may do before it.',
    network: defineNetwork({
      name: 'one is heard',
      components: {
        a: part({ s0: { X: 's1', Z: 's2 c!TWO' }, s1: {}, s2: {} }, 'X', 'Z'),
        b: part({ s0: { Y: 's1 c!ONE' }, s1: {} }, 'Y'),
        c: part({
          none: { ONE: 'one', TWO: 'two' },
          one: { TWO: 'first' },
          two: { ONE: 'last' },
          first: {},
          last: {},
        }),
      },
      channels: CALLS,
    }),
    states: 7,
    terminal: 3,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
    loses: ['terminal states'],
  },
  {
    name: 'a choice that a message puts an end to',
    why: 'What may come before it leaves nothing to choose.',
    network: defineNetwork({
      name: 'over',
      components: {
        a: part(
          { s0: { X: 's1', Z: 's2', STOP: 's3' }, s1: { STOP: 's1' }, s2: { STOP: 's2' }, s3: {} },
          'X',
          'Z',
        ),
        b: part({ s0: { Y: 's1 a!STOP', W: 's2' }, s1: {}, s2: {} }, 'Y', 'W'),
      },
      channels: CALLS,
    }),
    states: 9,
    terminal: 5,
    violated: [],
    wrong: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
    loses: ['terminal states'],
  },
  {
    name: 'a choice that nobody owes',
    why: 'Before it a run may end, and something is pending. Taken first, each of its steps starts what must come.',
    network: defineNetwork({
      name: 'owed by nobody',
      components: {
        a: startsQuiet(),
        // Who of both comes first is to be seen: neither may be taken alone.
        b: part({ s0: { after: 's1 d!ONE' }, s1: {} }),
        c: part({ s0: { after: 's1 d!TWO' }, s1: {} }),
        d: part({ none: { ONE: 'one', TWO: 'two' }, one: { TWO: 'one' }, two: { ONE: 'two' } }),
      },
      channels: CALLS,
      properties: [monitor('calms down', calmsDown)],
    }),
    states: 20,
    terminal: 2,
    violated: ['calms down'],
    wrong: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
    loses: ['violation of calms down'],
  },
  {
    name: 'a choice of which one step is owed',
    why: 'No run ends before it: it may be taken alone although the other step is owed nothing.',
    network: defineNetwork({
      name: 'one is owed',
      components: {
        a: startsQuiet(),
        b: part({ s0: { after: 's1', W: 's2' }, s1: {}, s2: {} }, 'W'),
      },
      properties: [monitor('calms down', calmsDown)],
    }),
    states: 12,
    terminal: 2,
    violated: ['calms down'],
    right: { after: [], step: 'b ⏱ 9 in s0', others: [stimulus('b', 'W')] },
  },
  {
    name: 'choices that are taken for ever',
    why: 'Each of them may be taken alone, but not always: then nobody else ever moves.',
    network: defineNetwork({
      name: 'chosen for ever',
      components: {
        a: part({ s0: { X: 's1', Z: 's2' }, s1: { X: 's0' }, s2: { X: 's0' } }, 'X', 'Z'),
        b: part({ s0: { Y: 'bad', W: 'good' }, bad: {}, good: {} }, 'Y', 'W'),
      },
      properties: [always('not bad', (view) => !view.matches('b', 'bad'))],
    }),
    states: 9,
    terminal: 0,
    violated: ['not bad'],
    right: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
  },
  {
    name: 'choices that lead round',
    why: 'Nothing but choices is taken, each of which leads back by one of its steps, and on by the other, which leads back, too.',
    network: defineNetwork({
      name: 'lead round',
      components: {
        a: part({ s0: { X: 's1', Z: 's2' }, s1: { X: 's0', Z: 's2' }, s2: { X: 's0', Z: 's1' } }, 'X', 'Z'),
        b: part({ s0: { Y: 'bad', W: 'good' }, bad: {}, good: {} }, 'Y', 'W'),
      },
      properties: [always('not bad', (view) => !view.matches('b', 'bad'))],
    }),
    states: 9,
    terminal: 0,
    violated: ['not bad'],
    right: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
  },
  {
    name: 'a choice of which one step is heard as a step',
    why: 'A monitor hears steps: the one that it waits for comes before the other or after it.',
    network: defineNetwork({
      name: 'heard as a step',
      components: { a: chooser(), b: part({ s0: { Y: 's1' }, s1: {} }, 'Y') },
      properties: [monitor('not late', notLate)],
    }),
    states: 7,
    terminal: 3,
    violated: ['not late'],
    wrong: { after: [], step: stimulus('a', 'X'), others: [stimulus('a', 'Z')] },
    loses: ['terminal states', 'violation of not late'],
  },
  {
    name: 'a choice of which the step that leads on hides something',
    why: 'One step of it leads back and shows what was to be seen, but what is taken alone goes on by the other.',
    network: defineNetwork({
      name: 'hides',
      components: {
        a: part({ back: { X: 's0', Z: 's0' }, s0: { X: 'back', Z: 's2' }, s2: {} }, 'X', 'Z'),
        b: part({ s0: { X: 's1', Z: 's2' }, s1: {}, s2: {} }, 'X', 'Z'),
      },
      properties: [always('not both', (view) => view.matches('a', 's2') || !view.matches('b', 's1'))],
    }),
    states: 9,
    terminal: 2,
    violated: ['not both'],
    wrong: {
      after: [stimulus('a', 'X')],
      step: stimulus('a', 'X'),
      others: [stimulus('a', 'Z')],
    },
    loses: [],
  },
  {
    name: 'a choice that nobody owes beside a step that waits for ever',
    why: 'The component has a timer, which is owed, but nobody takes what it sends: a run may end before the choice.',
    network: defineNetwork({
      name: 'waits for ever',
      components: {
        a: reminding,
        b: part({ s0: { X: 's1', Z: 's2' }, s1: {}, s2: {} }, 'X', 'Z'),
        c: part({ s0: { N: 's1' }, s1: { M: 's0' } }),
      },
      channels: { default: { kind: 'sync', deferring: true } },
      fairness: OWES_X,
      properties: [
        leadsTo(
          'is answered',
          (view) => view.matches('b', 's1'),
          (view) => !view.matches('a', 's0'),
        ),
      ],
    }),
    states: 9,
    terminal: 4,
    violated: [],
    met: ['hard case of is answered'],
  },
];
