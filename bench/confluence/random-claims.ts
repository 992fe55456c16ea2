import fc from 'fast-check';
import { type AnyEventObject, createMachine, setup } from 'xstate';
import { always, monitor, type Property, reachable } from '../../src/index.js';
import { propertiesOf } from '../twins/random-properties.js';

/** What comes first is remembered for ever: observations that do not commute. */
const firstHeard = setup({}).createMachine({
  id: 'firstHeard',
  initial: 'none',
  states: {
    none: { on: { SAID: 'said', LOUD: 'loud' } },
    said: {},
    loud: { on: { SAID: 'late' } },
    late: { tags: 'violation' },
  },
});

/** Counts to two in any order: observations that commute, but for the last. */
const twice = setup({}).createMachine({
  id: 'twice',
  initial: 'none',
  states: { none: { on: { LOUD: 'once' } }, once: { on: { LOUD: 'both' } }, both: { tags: 'violation' } },
});

/** Somebody is loud, or a message is lost, before a component has taken a step: it hears steps, which do not commute with that. */
const beforeStepOf = (component: string) => {
  const isIts = ({ event }: { readonly event: AnyEventObject }) => event.component === component;
  return createMachine({
    id: 'beforeStep',
    initial: 'none',
    states: {
      none: {
        on: {
          LOUD: 'before',
          step: [
            { guard: ({ event }) => event.kind === 'drop', target: 'before' },
            { guard: isIts, target: 'over' },
          ],
        },
      },
      before: { on: { step: { guard: isIts, target: 'late' } } },
      over: {},
      late: { tags: 'violation' },
    },
  });
};
const BEFORE_STEP = 'nothing before its step';

/**
 * Claims about a network of these components: about one, two, and what waits between them, with margins and hard cases; monitors of all and of some, of
 * what is emitted and of steps. What is claimed of runs that never end is in one network of so many.
 */
export const randomClaims = (
  ids: readonly string[],
  states: readonly string[],
  endlessIn: number,
): fc.Arbitrary<Property[]> => {
  const id = fc.constantFrom(...ids);
  const state = fc.constantFrom(...states);
  const further = fc
    .record({
      one: id,
      other: id,
      state,
      second: state,
      n: fc.constantFrom(0, 1),
      waits: fc.boolean(),
      margin: fc.nat(2),
    })
    .map(({ one, other, state: where, second, n, waits, margin }): Property[] => [
      always(`${one} is even in ${where}`, (view) => {
        return !view.matches(one, where) || view.context<{ n: number }>(one).n === n;
      }),
      always(`${one} has room`, (view) => margin - view.context<{ n: number }>(one).n),
      always('not behind', {
        hardCase: (view) => view.matches(one, where) && view.matches(other, second),
        then: (view) => !(view.isDone(one) && view.matches(other, second)),
      }),
      reachable('both there', (view) => view.matches(one, where) && view.matches(other, second)),
      reachable('something waits', (view) => view.waiting(one, other).length > (waits ? 1 : 0)),
      always(
        'nothing waits there',
        (view) => !view.matches(one, where) || view.waiting(other, one).length === 0,
      ),
      monitor('heard of one', twice, undefined, { from: [one] }),
      monitor('heard first', firstHeard),
      monitor('heard twice', twice),
      monitor(BEFORE_STEP, beforeStepOf(one)),
    ]);
  return fc
    .tuple(propertiesOf(ids, states), further, fc.nat(endlessIn - 1), fc.infiniteStream(fc.nat(2)))
    .map(([usual, others, endless, draws]) => {
      const isEndless = ({ kind, name }: Property) =>
        (kind !== 'always' && kind !== 'reachable' && kind !== 'monitor') ||
        name === 'says once' ||
        name === 'calms down';
      return [...usual, ...others].filter(
        (property) =>
          draws.next().value === 0 &&
          (endless === 0 || !isEndless(property)) &&
          // Where it is, little is taken alone.
          (property.name !== BEFORE_STEP || draws.next().value === 0),
      );
    });
};
