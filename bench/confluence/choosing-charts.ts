import fc from 'fast-check';
import type { DrawnChart } from './random-charts.js';

type State = DrawnChart['states'][number];
type Transition = NonNullable<State['after']>;

/** What the environment may do to a component that chooses, and what others send. */
const STIMULI = ['E0', 'E1'] as const;
const SENT = 'E2';
const SHOWS = ['say', 'shout', 'whisper', 'flip'] as const;

const USUAL = { isFinal: false, entry: [], isOpen: false, crashes: 0, restarts: false } as const;

/** What a transition does: it shows or remembers something, and tells others. */
const actionsTo = (others: readonly string[]): fc.Arbitrary<string[]> => {
  const tells = fc
    .tuple(fc.constantFrom('send', 'send', 'gather'), fc.constantFrom(...others))
    .map(([verb, to]) => `${verb} ${to} ${SENT}`);
  return fc.array(fc.oneof(fc.constantFrom(...SHOWS), tells), { maxLength: 2 });
};

const transitionTo = (targets: readonly string[], others: readonly string[]): fc.Arbitrary<Transition> =>
  fc.record({
    target: fc.constantFrom(...targets),
    guard: fc.constant(undefined),
    actions: actionsTo(others),
  });

/** Chooses in its first state, and perhaps in its second: by stimuli, or between one and a timer. */
const chooserAmong = (others: readonly string[]): fc.Arbitrary<DrawnChart> => {
  const rarely = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
  const state = (targets: readonly string[], least: number): fc.Arbitrary<State> =>
    fc
      .record({
        isRest: fc.boolean(),
        chosen: fc.dictionary(fc.constantFrom(...STIMULI), transitionTo(targets, others), {
          minKeys: least,
          noNullPrototype: true,
        }),
        sent: rarely(transitionTo(targets, others)),
        after: rarely(transitionTo(targets, others)),
      })
      .map(({ isRest, chosen, sent, after }) => ({
        isRest,
        on: Object.fromEntries(
          [...Object.entries(chosen), ...(sent === undefined ? [] : [[SENT, sent] as const])].map(
            ([type, each]) => [type, [each]],
          ),
        ),
        after,
      }));
  const last: State = { isRest: true, on: {}, after: undefined };
  return fc.record({
    ...constants(USUAL),
    states: fc.oneof(
      { weight: 6, arbitrary: fc.tuple(state(['s1', 's2'], 1), state(['s2'], 0), fc.constant(last)) },
      // Comes back to where it chooses.
      {
        weight: 1,
        arbitrary: fc.tuple(state(['s0', 's1', 's2'], 1), state(['s0', 's2'], 0), fc.constant(last)),
      },
    ),
    isOpen: fc.boolean(),
    stimuli: fc.constant([...STIMULI]),
    crashes: fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1),
    starts: fc.constantFrom(1, 1, 1, 2),
  });
};

/** Takes what is sent, in whichever state. */
const listenerAmong = (others: readonly string[]): fc.Arbitrary<DrawnChart> => {
  const state: fc.Arbitrary<State> = transitionTo(['s0', 's1', 's2'], others).map((taken) => ({
    isRest: true,
    on: { [SENT]: [taken] },
    after: undefined,
  }));
  return fc.tuple(state, state, state).map((states) => ({ ...USUAL, states, starts: 1, stimuli: [] }));
};

const constants = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [key, fc.constant(value)])) as {
    readonly [K in keyof T]: fc.Arbitrary<T[K]>;
  };

/** Two or three components that choose, and perhaps one that they tell. */
export const choosingCharts = (ids: readonly string[]): fc.Arbitrary<DrawnChart[]> =>
  fc.tuple(fc.integer({ min: 2, max: 3 }), fc.nat(1)).chain(([choosers, listeners]) => {
    const among = ids.slice(0, choosers + listeners);
    const others = (id: string) => among.filter((each) => each !== id);
    return fc.tuple(
      ...among.map((id, at) => (at < choosers ? chooserAmong(others(id)) : listenerAmong(others(id)))),
    );
  });
