import fc from 'fast-check';
import { setup } from 'xstate';
import { type ComponentSpec, defineNetwork, type Network } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import { actionTo, performing } from './random-actions.js';
import { type Leaning, leanings, leaningsOfAll } from './random-leanings.js';
import { fairnessAmong, propertiesOf } from './random-properties.js';

const IDS = ['a', 'b', 'c', 'd'] as const;
const EVENTS = ['E0', 'E1', 'E2'] as const;
const STATES = ['s0', 's1', 's2'] as const;

const eventType = fc.constantFrom(...EVENTS);
const state = fc.constantFrom(...STATES);

const transitionTo = (action: fc.Arbitrary<string>, { guarded, actionsMin }: Leaning) =>
  fc.record({
    target: fc.option(state, { nil: undefined }),
    guard: fc.option(fc.constantFrom('isOdd', 'isEven'), { nil: undefined, freq: guarded }),
    actions: fc.array(action, { minLength: actionsMin, maxLength: 3 }),
  });

const componentTo = (id: fc.Arbitrary<string>, leaning: Leaning) => {
  const action = actionTo(id, eventType, leaning.actions);
  const transition = transitionTo(action, leaning);
  const chartState = fc.record({
    isRest: fc.boolean(),
    on: fc.dictionary(eventType, transition, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    after: fc.option(transition, { nil: undefined, freq: leaning.timed }),
    /** Only the last state may be final, so that something happens before. */
    isFinal: fc.boolean(),
  });
  return fc.record({
    states: fc.tuple(chartState, chartState, chartState),
    entry: fc.array(action, { maxLength: 1 }),
    patience: leaning.patience,
    isOpen: leaning.isOpen,
    stimuli: fc.uniqueArray(eventType, { maxLength: 2 }),
    crashes: fc.option(fc.record({ atMost: fc.constant(1), restarts: fc.boolean() }), {
      nil: undefined,
      freq: leaning.crashes ? 2 : 1,
    }),
  });
};

type Chart = ReturnType<typeof componentTo> extends fc.Arbitrary<infer T> ? T : never;
type Transition = ReturnType<typeof transitionTo> extends fc.Arbitrary<infer T> ? T : never;

function specOf({ states, entry: actions, patience, isOpen, stimuli, crashes }: Chart): ComponentSpec {
  const shown = ({ target, guard, actions }: Transition) => ({
    ...(target === undefined ? {} : { target }),
    ...(guard === undefined ? {} : { guard }),
    actions: patience === 'anew' ? [...actions, 'await'] : actions,
  });
  const entry = patience === 'none' ? actions : [...actions, 'await'];
  const names = new Set([
    ...entry,
    ...states
      .flatMap(({ on, after }) => [...Object.values(on), ...(after === undefined ? [] : [after])])
      .flatMap(({ actions }) => actions),
  ]);
  const chart = {
    id: 'chart',
    context: { n: 0, timers: 0 },
    initial: 's0',
    entry,
    on: { ...(patience === 'none' ? {} : { OVER: '.s2' }), ...(isOpen ? { '*': {} } : {}) },
    states: Object.fromEntries(
      states.map(({ isRest, isFinal, on, after }, index) => [
        STATES[index]!,
        isFinal && index === 2
          ? { type: 'final' }
          : {
              tags: isRest ? ['rest'] : [],
              on: Object.fromEntries(Object.entries(on).map(([type, taken]) => [type, shown(taken)])),
              ...(after === undefined ? {} : { after: { 9: shown(after) } }),
            },
      ]),
    ),
  };
  const machine: ComponentSpec['machine'] = setup({
    guards: { isOdd: ({ context }) => context.n === 1, isEven: ({ context }) => context.n === 0 },
    actions: Object.fromEntries([...names].map((name) => [name, performing(name)])) as never,
  }).createMachine(chart as never) as never;
  return {
    machine,
    stimuli: stimuli.filter((type) => chartNames(machine).handles(type)).map((type) => ({ type })),
    ...(crashes === undefined ? {} : { crashes }),
  };
}

/** Networks of two to four components; most of them are small, and hardly any is sensible. */
const networkLeaningTo = (among: fc.Arbitrary<Leaning>, stimulusRules: number): fc.Arbitrary<Network> =>
  among
    .chain((leaning) => fc.tuple(fc.constant(leaning), fc.integer(leaning.components)))
    .chain(([leaning, count]) => {
      const ids = IDS.slice(0, count);
      const component = componentTo(fc.constantFrom(...ids), leaning);
      return fc.record({
        components: fc.array(component, { minLength: count, maxLength: count }),
        channels: fc.record({
          default: leaning.channel,
          events: fc.dictionary(eventType, leaning.channel, { maxKeys: 1, noNullPrototype: true }),
        }),
        properties: propertiesOf(ids, STATES),
        fairness: fairnessAmong(ids, EVENTS, stimulusRules),
      });
    })
    .map(({ components: charts, channels, properties, fairness }) => {
      const components = Object.fromEntries(
        charts.map((chart, index) => [IDS[index]!, specOf(chart)] as const),
      );
      // A rule about a stimulus that there is not is refused.
      const units = fairness.units.filter((rule) => {
        if (!('stimulus' in rule)) return true;
        return components[rule.component]!.stimuli!.some(({ type }) => type === rule.stimulus);
      });
      return defineNetwork({
        name: 'random',
        components: components as Record<string, ComponentSpec>,
        channels,
        properties,
        fairness: { ...fairness, units },
      });
    });

/**
 * Tests know some of these by their seeds.
 *
 * @testonly tests draw theirs in ways of their own
 */
export const randomNetwork: fc.Arbitrary<Network> = networkLeaningTo(leanings, 1);

/** By a seed, without end. */
export function randomNetworks(seed: number): Iterable<Network> {
  const all = networkLeaningTo(leaningsOfAll, 3);
  return fc.sample(fc.noShrink(fc.infiniteStream(all, { noHistory: true })), {
    seed,
    numRuns: 1,
  })[0]!;
}
