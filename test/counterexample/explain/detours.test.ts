import { describe, expect, it } from 'vitest';
import { assign, createMachine, setup } from 'xstate';
import {
  always,
  type ComponentSpec,
  defineNetwork,
  explain,
  type Explanation,
  explore,
} from '../../../src/index.js';
import { explainedFault } from './explained.js';

// Goal: what should have come first is found by itself, in the words of the bugs' own reports.
// Method: the counterexamples of faults, each with its pivot and the detour before it. Of a label only who acts and what stands here.

/** The steps of a label without payloads: `a ⇒ b: EVENT`, `a ⏱ timer`. */
const short = (label: string): string =>
  label
    .replace(/ \{.*$/, '')
    .replace(/ \(data\)/, '')
    .replace(/ in \S+$/, '');

interface Expected {
  readonly pivot: number;
  /** Where it is not the pivot: the message that made that possible, from who comes too late. */
  readonly before?: number;
  readonly of: number;
  readonly labels: readonly string[];
}

const DETOURS: Readonly<Record<string, Expected>> = {
  'dispatch-combine A1': {
    pivot: 6,
    before: 5,
    of: 6,
    labels: ['dispatch.1.core ⇒ ub.1: POST', 'dispatch.1.core ⇒ window.0.dispatch.0: WRITE'],
  },
  'dispatch-combine A2': {
    pivot: 7,
    before: 6,
    of: 7,
    labels: ['dispatch.1.core ⇒ window.0.dispatch.0: WRITE'],
  },
  'dispatch-combine A3': {
    pivot: 9,
    before: 8,
    of: 9,
    labels: ['dispatch.1.core1 ⇒ ub.1: POST', 'dispatch.1.core1 ⇒ window.0.dispatch.0: WRITE'],
  },
  'dispatch-combine A4': {
    pivot: 1,
    of: 8,
    labels: [
      'environment ⇒ stream.1: ROUTE',
      'dispatch.1.core ⏱ sendChunk',
      'dispatch.1.core ⇒ ub.1: POST',
      'dispatch.1.core ⇒ window.0.dispatch.0: WRITE',
      'environment ⇒ stream.0: ROUTE',
      'dispatch.1 ⇒ status.0.0: FLAG',
      'dispatch.0 ⇒ status.0.0: FLAG',
    ],
  },
  'dispatch-combine B1': {
    pivot: 15,
    of: 15,
    labels: ['dispatch.0 ⇒ status.1.0: FLAG', 'dispatch.1 ⇒ status.1.0: FLAG', 'dispatch.1 ⏱ gather'],
  },
  'dispatch-combine B2': {
    pivot: 15,
    of: 15,
    labels: ['dispatch.0 ⇒ status.1.0: FLAG', 'dispatch.1 ⇒ status.1.0: FLAG', 'dispatch.1 ⏱ gather'],
  },
  'dispatch-combine B3': {
    pivot: 47,
    of: 47,
    labels: [
      'combine.0.0.core ⇒ window.1.combine.0: ADD',
      'expert.1.0 ⏱ compute',
      'combine.1.0.core ⏱ sendChunk',
      'combine.1.0.core ⇒ ub.1: POST',
      'combine.1.0.core ⇒ window.0.combine.0: WRITE',
      'combine.1.0 ⏱ gather',
    ],
  },
  // The memory is zeroed as the operation begins: that should have been before the token came.
  'dispatch-combine B11': {
    pivot: 4,
    of: 8,
    labels: [
      'environment ⇒ stream.1: ROUTE',
      'dispatch.0.core ⇒ window.1.dispatch.0: WRITE',
      'dispatch.1 ⇒ status.1.0: FLAG',
      'dispatch.0 ⇒ status.1.0: FLAG',
    ],
  },
  'dispatch-combine C2': {
    pivot: 34,
    of: 34,
    labels: [
      'expert.1.0 ⏱ compute',
      'combine.1.0.core ⏱ sendChunk',
      'combine.1.0.core ⇒ ub.1: POST',
      'combine.1.0.core ⇒ window.0.combine.0: WRITE',
    ],
  },
  'ub-path D9': { pivot: 12, of: 12, labels: ['receiver ⏱ copy'] },
};

const known = new Map<string, Explanation>();

function told(name: string): Explanation {
  const [network, id] = name.split(' ') as [string, string];
  const explanation = known.get(name) ?? explainedFault(network, id);
  known.set(name, explanation);
  return explanation;
}

describe('what should have come first', () => {
  it.each(Object.entries(DETOURS))('is found for %s', (name, expected) => {
    const { why, steps } = told(name);
    const { before, labels } = why.detour!;
    expect({ pivot: why.pivot, before, of: steps.length, labels: labels.map(short) }).toEqual({
      before: expected.pivot,
      ...expected,
    });
    expect(why.searched).toMatchObject({ isComplete: true });
  });

  it('is the reading in B3, of which the first own step could be taken since 24', () => {
    const { why, key, components } = told('dispatch-combine B3');
    expect(why.detour!.missed).toMatchObject({ label: 'expert.1.0 ⏱ compute in computing', since: 24 });
    expect(components[why.detour!.missed!.actor]!.id).toBe('expert.1.0');
    expect(key).toEqual([17, 24, 47]);
  });

  // Without the trace's own stimuli the detour of C10 would be to route no tokens. In B5 the last step comes twice: to leave out the first would put the
  // violation off, and no more.
  it.each(['B9', 'C10', 'B5'])('is nothing in %s, which is no race', (id) => {
    const { why } = told(`dispatch-combine ${id}`);
    expect(why).toMatchObject({ pivot: null, detour: null, searched: { isComplete: true } });
    expect(why.remarks).toEqual(['No order of these steps helps: not a race.']);
  });

  it('may be a run in which the last step never comes', () => {
    const { why } = told('dispatch-combine racing-store');
    expect(why).toMatchObject({ pivot: 4, detour: { isWithoutLast: true }, searched: { isComplete: true } });
    expect(told('dispatch-combine A1').why.detour).toMatchObject({ isWithoutLast: false });
    // A trace of one step that nothing made necessary.
    expect(told('dispatch-combine D7').why).toMatchObject({ pivot: null, detour: null });
  });

  it('is looked for in so many states, and it is said where that was the end', () => {
    const { why } = explainedFault('dispatch-combine', 'B3', { detourStatesMax: 20 });
    expect(why).toMatchObject({ pivot: null, detour: null, searched: { states: 20, isComplete: false } });
    expect(why.remarks).toEqual([
      'Among the first 20 states no other order of these steps was found that helps; there are more.',
    ]);
  });

  it('is not looked for where something does not come, rather than comes too early', () => {
    expect(told('dispatch-combine A7').why).toMatchObject({
      kind: 'waits',
      searched: null,
      remarks: ['Nothing is on its way.'],
    });
  });

  // Where the worker hears the word earlier, to no purpose, it is not said again within the trace; but the environment can say it once more.
  it('is no run that only ends since the environment has stopped', () => {
    const machine = setup({
      types: { context: {} as { n: number } },
      actions: { count: assign({ n: ({ context }) => context.n + 1 }) },
      delays: { soon: 1 },
    }).createMachine({
      id: 'worker',
      type: 'parallel',
      context: { n: 0 },
      states: {
        work: {
          initial: 'busy',
          states: {
            busy: { after: { soon: { target: 'idle', actions: 'count' } } },
            idle: { tags: 'rest', on: { GO: 'busy' } },
          },
        },
        lamp: {
          tags: 'rest',
          initial: 'dark',
          states: { dark: { on: { GO: 'bright' } }, bright: {} },
        },
      },
    });
    const network = defineNetwork({
      name: 'worker',
      components: { worker: { machine, stimuli: [{ type: 'GO' }] } },
      properties: [always('once', (view) => (view.context('worker') as { n: number }).n < 2)],
    });
    const { why } = explain(network, explore(network).violations[0]!);
    expect(why).toMatchObject({ pivot: null, detour: null });
    expect(why.remarks).toEqual(['No order of these steps helps: not a race.']);
  });

  // In every order somebody else goes on for ever, and whether the last step then comes depends on what is fair.
  it('is not said to be nothing where runs do not end', () => {
    const lamp = createMachine({
      id: 'lamp',
      initial: 'off',
      states: { off: { tags: 'rest', on: { PRESS: 'on' } }, on: { tags: 'rest' } },
    });
    const clock = setup({ delays: { tick: 1 } }).createMachine({
      id: 'clock',
      initial: 'tick',
      states: { tick: { after: { tick: 'tock' } }, tock: { after: { tick: 'tick' } } },
    });
    const remarksOf = (components: Record<string, ComponentSpec>) => {
      const network = defineNetwork({
        name: 'light',
        components: { lamp: { machine: lamp, stimuli: [{ type: 'PRESS' }] }, ...components },
        properties: [always('never on', (view) => !view.matches('lamp', 'on'))],
      });
      return explain(network, explore(network).violations[0]!).why.remarks;
    };
    expect(remarksOf({})).toEqual(['No order of these steps helps: not a race.']);
    expect(remarksOf({ clock: { machine: clock } })).toEqual([
      'No order of these steps that comes to an end helps; some go round for ever, and may never come to it.',
    ]);
  });
});

describe('a detour that is told in part', () => {
  const machine = setup({}).createMachine({
    id: 'door',
    initial: 'shut',
    states: {
      shut: { tags: 'rest', on: { KNOCK: 'heard', ENTER: 'broken' } },
      heard: { tags: 'rest', on: { OPEN: 'open', ENTER: 'broken' } },
      open: { tags: 'rest', on: { ENTER: 'passed' } },
      passed: { tags: 'rest', on: { BELL: 'rung' } },
      broken: { tags: 'rest', on: { KNOCK: 'broken', OPEN: 'broken', BELL: 'wrong' } },
      rung: { tags: 'rest' },
      wrong: { tags: 'rest' },
    },
  });
  const network = defineNetwork({
    name: 'door',
    components: {
      door: {
        machine,
        stimuli: ['KNOCK', 'OPEN', 'ENTER', 'BELL'].map((type) => ({ type })),
      },
      house: { machine: setup({}).createMachine({ id: 'house', tags: 'rest' }) },
    },
    properties: [
      always('never wrong', (view) => !view.matches('door', 'wrong'), {
        // What does not change in the detour tells nothing of it.
        about: () => ({ component: 'house', path: [] }),
      }),
    ],
    describe: {
      step: (step) => ('event' in step ? `they ${step.event.type.toLowerCase()}` : undefined),
    },
  });
  const steps = ['ENTER', 'KNOCK', 'OPEN', 'BELL'].map((type) => `environment ⇒ door: ${type}`);

  it('leaves out the step that came too early, which it ends with', () => {
    const { why } = explain(network, { property: 'never wrong', initial: 0, steps });
    expect(why).toMatchObject({
      pivot: 1,
      detour: { words: ['they knock', 'they open', 'they enter'], isWithoutLast: false },
    });
    expect(why.lines).toEqual([
      { n: 1, kind: 'too early', words: 'they enter' },
      {
        n: null,
        kind: 'too late',
        words:
          'they knock, then they open: had these come before 1, nothing would go wrong; environment ⇒ door: KNOCK could be taken from the start',
      },
      { n: 4, kind: 'the end', words: 'they bell' },
    ]);
  });
});
