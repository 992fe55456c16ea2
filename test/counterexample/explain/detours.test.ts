import { describe, expect, it } from 'vitest';
import { assign, createMachine, sendTo, setup } from 'xstate';
import {
  always,
  type ComponentSpec,
  componentRef,
  defineNetwork,
  explain,
  type Explanation,
  explore,
  choose,
  type Network,
  replay,
} from '../../../src/index.js';
import { catalogue } from '../../../properties/catalogue.js';
import type { PlainState } from '../../../src/reference/plain-state.js';
import type { PlainSuccessor } from '../../../src/reference/plain-successor.js';
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

describe('a detour whose first steps change the variable', () => {
  const counter = setup({
    types: { context: {} as { n: number } },
    actions: {
      add: assign({ n: ({ context }) => context.n + 1 }),
      judge: assign({ n: ({ context }) => (context.n === 2 ? 0 : 5) }),
    },
  }).createMachine({
    id: 'counter',
    context: { n: 0 },
    tags: 'rest',
    on: { ADD: { actions: 'add' }, JUDGE: { actions: 'judge' } },
  });
  const sender = (type: string) =>
    setup({
      actions: { tell: sendTo(componentRef('counter'), { type }) },
      delays: { soon: 1 },
    }).createMachine({
      id: `sender of ${type}`,
      initial: 'waiting',
      states: { waiting: { after: { soon: { target: 'over', actions: 'tell' } } }, over: { type: 'final' } },
    });
  const linesOf = (adders: readonly string[]) => {
    const network = defineNetwork({
      name: 'counter',
      components: {
        counter: { machine: counter },
        ...Object.fromEntries(adders.map((id) => [id, { machine: sender('ADD') }])),
        judge: { machine: sender('JUDGE') },
      },
      properties: [always('never five', (view) => (view.context('counter') as { n: number }).n < 5)],
    });
    return explain(network, explore(network).violations[0]!).why;
  };

  // One of two additions does not help.
  it('is told with all that must come', () => {
    const { lines, remarks } = linesOf(['one', 'two']);
    expect(lines[0]!.words).toBe(
      'one ⇒ counter: ADD, then two ⏱ soon in waiting, then two ⇒ counter: ADD: had these come before 2, nothing would go wrong; one step leads to them, one ⏱ soon, which could be taken from the start',
    );
    expect(remarks).toEqual(['Nothing makes these steps come before 2.']);
  });
});

describe('what is said to have averted a violation', () => {
  /** The steps that should have come before another one, by what is said of them. */
  const averting = ({ why, steps }: Explanation): readonly string[] => {
    const { labels, words, before } = why.detour!;
    const { words: told } = why.lines.find(({ words: each }) => /: had (?:it|these) come before/.test(each))!;
    const last = told.includes(' itself: ') ? [steps.at(-1)!.label] : [];
    if (told.startsWith('step ')) return last;
    const one = / had it come /.test(told) ? words.findIndex((each) => told.startsWith(each)) + 1 : 0;
    const pivot = labels.indexOf(steps[before - 1]!.label);
    return [...labels.slice(0, one || (pivot > 0 ? pivot : labels.length)), ...last];
  };

  /** The steps of a trace with some that come before one of them, and behind these whatever is still possible. */
  const stepsWith = (network: Network, { property, why, steps }: Explanation, early: readonly string[]) => {
    const labels = steps.map(({ label }) => label);
    const { before } = why.detour!;
    const start = replay(network, { property, initial: 0, steps: labels.slice(0, before - 1) });
    let state: PlainState | undefined = start.states.at(-1);
    const taken = labels.slice(0, before - 1);
    const rest = labels.slice(before - 1);
    for (const label of early) if (rest.includes(label)) rest.splice(rest.indexOf(label), 1);
    for (const label of [...early, ...rest]) {
      const after: PlainSuccessor | undefined = state && start.plain!.successor(state, label);
      if (after === undefined) {
        expect(early).not.toContain(label);
        continue;
      }
      taken.push(label);
      state = 'property' in after.outcome ? undefined : after.outcome;
    }
    return taken;
  };

  // Two of them need the last step itself to come first, one a message that is sent within the detour.
  it.each([
    'dispatch-combine A1',
    'dispatch-combine unfinished-dispatch',
    'drain-barrier stale-election',
    'kv-transfer first-failure',
    'kv-transfer expiry-and-completion',
    'model-cache evicted-while-loaded',
    'request-life starvation',
  ])('does avert that of %s', (name) => {
    const [network, id] = name.split(' ') as [string, string];
    const explanation = told(name);
    const family = catalogue.families.find((each) => each.name === network)!;
    const { configuration = {} } = family.faults[id]!;
    const { network: faulty } = choose(family, configuration, [id]);
    const steps = stepsWith(faulty, explanation, averting(explanation));
    const { property } = explanation;
    const violated = steps.filter(
      (_, n) => replay(faulty, { property, initial: 0, steps: steps.slice(0, n + 1) }).isViolated,
    );
    expect(violated).toEqual([]);
  });
});
