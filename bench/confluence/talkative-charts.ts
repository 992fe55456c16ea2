import fc from 'fast-check';
import type { DrawnChart } from './random-charts.js';

type State = DrawnChart['states'][number];
type Transition = NonNullable<State['after']>;

const STIMULUS = 'E0';
const CALLS = ['E1', 'E2'] as const;
const SHOWS = ['say', 'shout', 'whisper'] as const;
/** One action of so many is a call. */
const CALLS_IN = 4;

/** What a transition does: it shows several things, and calls one of these now and then. */
const actionsTo = (callees: readonly string[], maxLength: number): fc.Arbitrary<string[]> => {
  const shows = fc.constantFrom(...SHOWS);
  if (callees.length === 0) return fc.array(shows, { maxLength });
  const calls = fc
    .tuple(fc.constantFrom(...callees), fc.constantFrom(...CALLS))
    .map(([to, type]) => `send ${to} ${type}`);
  const action = fc.oneof({ weight: CALLS_IN - 1, arbitrary: shows }, { weight: 1, arbitrary: calls });
  return fc.array(action, { maxLength });
};

const USUAL = { isFinal: false, entry: [], isOpen: false, crashes: 0, restarts: false, starts: 1 } as const;

/** Takes a step or two by itself, by stimuli or by timers. */
const callerOf = (callees: readonly string[]): fc.Arbitrary<DrawnChart> => {
  const actions = actionsTo(callees, 4);
  return fc
    .tuple(fc.boolean(), actions, fc.option(actions, { nil: undefined, freq: 2 }))
    .map(([isTimed, first, second]) => {
      const state = (target: string, done: readonly string[] | undefined): State => {
        const step: Transition | undefined = done && { target, guard: undefined, actions: done };
        return {
          isRest: true,
          on: isTimed || step === undefined ? {} : { [STIMULUS]: [step] },
          after: isTimed ? step : undefined,
        };
      };
      return {
        ...USUAL,
        states: [state('s1', first), state('s2', second), state('s2', undefined)],
        stimuli: isTimed ? [] : [STIMULUS],
      };
    });
};

/** Takes no step but when it is called, in whichever state, and calls these. */
const calleeOf = (callees: readonly string[]): fc.Arbitrary<DrawnChart> => {
  const taken: fc.Arbitrary<Transition[]> = fc.tuple(
    fc.record({
      target: fc.option(fc.constantFrom('s0', 's1', 's2'), { nil: undefined, freq: 2 }),
      guard: fc.constant(undefined),
      actions: actionsTo(callees, 2),
    }),
  );
  const state: fc.Arbitrary<State> = fc.record({
    isRest: fc.constant(true),
    on: fc.record(Object.fromEntries(CALLS.map((type) => [type, taken]))),
    after: fc.constant(undefined),
  });
  return fc.tuple(state, state, state).map((states) => ({ ...USUAL, states, stimuli: [] }));
};

/** Two components that others call, the first of which may call the second; and two or three that call them. */
export const talkativeCharts = ([first, second]: readonly [string, string]): fc.Arbitrary<DrawnChart[]> =>
  fc
    .tuple(
      fc.oneof(calleeOf([]), calleeOf([second])),
      calleeOf([]),
      fc.array(callerOf([first, second]), { minLength: 2, maxLength: 3 }),
    )
    .map(([one, other, callers]) => [one, other, ...callers]);
