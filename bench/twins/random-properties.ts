import fc from 'fast-check';
import { setup } from 'xstate';
import {
  always,
  alwaysPossible,
  eventually,
  everyComponentCanRest,
  type Fairness,
  type FairnessRule,
  leadsTo,
  monitor,
  type Property,
  reachable,
  type View,
} from '../../src/index.js';

/** Violated when something is said twice, pending after it was said once. */
const saysOnce = setup({}).createMachine({
  id: 'saysOnce',
  initial: 'none',
  states: {
    none: { on: { SAID: 'once' } },
    once: { tags: 'pending', on: { SAID: 'twice' } },
    twice: { tags: 'violation' },
  },
});

/** Violated while it is loud, which may be for a part of a step only. */
const neverLoud = setup({}).createMachine({
  id: 'neverLoud',
  initial: 'quiet',
  states: { quiet: { on: { LOUD: 'loud' } }, loud: { tags: 'violation', on: { QUIET: 'quiet' } } },
});

/** Whether the number of timers that fired is odd: a monitor that watches steps. */
const timers = setup({ guards: { isTimer: ({ event }) => event.kind === 'timer' } }).createMachine({
  id: 'timers',
  initial: 'even',
  states: {
    even: { on: { step: { guard: 'isTimer', target: 'odd' } } },
    odd: { on: { step: { guard: 'isTimer', target: 'even' } } },
    never: { tags: 'violation' },
  },
});

/** Pending from when it is loud until it is quiet again. */
const calmsDown = setup({}).createMachine({
  id: 'calmsDown',
  initial: 'quiet',
  states: {
    quiet: { on: { LOUD: 'loud' } },
    loud: { tags: 'pending', on: { QUIET: 'quiet', SAID: 'quiet' } },
  },
});

/** A component in a state: what properties are made of. */
const situation = (ids: readonly string[], states: readonly string[]) =>
  fc.record({
    id: fc.constantFrom(...ids),
    state: fc.oneof(fc.constantFrom(...states), fc.constant(states.at(-1)!)),
  });

type Situation = ReturnType<typeof situation> extends fc.Arbitrary<infer T> ? T : never;

const isIn =
  ({ id, state }: Situation) =>
  (view: View) =>
    view.matches(id, state);

/** What is claimed of a network of these components, whose charts have these states; the first two components are there always. */
export const propertiesOf = (ids: readonly string[], states: readonly string[]): fc.Arbitrary<Property[]> => {
  const where = situation(ids, states);
  return fc
    .record({
      watchesSteps: fc.boolean(),
      asked: where,
      answered: where,
      possible: where,
      canRest: fc.boolean(),
    })
    .map(({ watchesSteps, asked, answered, possible, canRest }) => [
      always('never both in s2', (view) => !(view.matches('a', 's2') && view.matches('b', 's2'))),
      always('room', (view) => 2 - view.waiting('a', 'b').length - view.context<{ n: number }>('b').n),
      always('E1 is never before another', (view) => {
        const [first, second] = view.waiting('a', 'b');
        return second === undefined || first!.type !== 'E1';
      }),
      reachable('b in s1', (view) => view.matches('b', 's1')),
      monitor('says once', saysOnce),
      monitor('never loud', neverLoud),
      leadsTo('answered', isIn(asked), isIn(answered)),
      ...ids.map((id) => eventually(`${id} comes`, isIn({ id, state: 's2' }))),
      alwaysPossible('possible', isIn(possible)),
      ...(canRest ? [everyComponentCanRest] : []),
      watchesSteps ? monitor('timers', timers) : monitor('calms down', calmsDown),
    ]);
};

const fairness: fc.Arbitrary<Fairness> = fc.constantFrom('none', 'weak', 'strong');

/**
 * What fair runs owe: in most networks something else than weak fairness to all.
 *
 * @param stimulusRules how many of the kinds of rules are about stimuli, of which there are not many
 */
export const fairnessAmong = (
  ids: readonly string[],
  types: readonly string[],
  stimulusRules = 1,
): fc.Arbitrary<{ readonly default: Fairness; readonly units: readonly FairnessRule[] }> => {
  const id = fc.constantFrom(...ids);
  const stimulus = fc.record({ component: id, stimulus: fc.constantFrom(...types), fairness });
  const rule: fc.Arbitrary<FairnessRule> = fc.oneof(
    fc.record({ component: id, fairness }),
    fc.record({
      component: id,
      timer: fc.constantFrom('9 in s0', '9 in s1', 'patience: OVER'),
      fairness,
    }),
    fc.record({ from: id, to: id, fairness }, { requiredKeys: ['fairness'] }),
    ...Array.from({ length: stimulusRules }, () => stimulus),
    fc.record({ to: id, event: fc.constantFrom(...types), fairness }),
    fc.record({ to: id, lane: fc.constantFrom('', 'lane'), fairness }, { requiredKeys: ['fairness', 'to'] }),
  );
  const usual: Fairness[] = ['weak', 'weak', 'weak', 'strong', 'none'];
  return fc.record({
    default: fc.constantFrom(...usual),
    units: fc.array(rule, { maxLength: 3 }),
  });
};
