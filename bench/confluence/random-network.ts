import fc from 'fast-check';
import { type AnyActorRef, type AnyEventObject, enqueueActions, setup } from 'xstate';
import { type ChannelSpec, type ComponentSpec, defineNetwork, type Network } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import { actionTo, performing, type Weights } from '../twins/random-actions.js';
import { fairnessAmong } from '../twins/random-properties.js';
import { randomClaims } from './random-claims.js';

const IDS = ['a', 'b', 'c', 'd'] as const;
const EVENTS = ['E0', 'E1', 'E2'] as const;
const STATES = ['s0', 's1', 's2'] as const;
/** One network of so many has claims about runs that never end. */
const ENDLESS_IN = 4;

/** What a network is drawn from. */
interface Leaning {
  readonly components: { readonly min: number; readonly max: number };
  readonly channel: fc.Arbitrary<ChannelSpec>;
  readonly actions: Weights;
  /** No state is come to again, so that most networks have an end. */
  readonly isForward: boolean;
  /** Whether a component takes what comes in any state. */
  readonly isOpen: fc.Arbitrary<boolean>;
}

const queue: fc.Arbitrary<ChannelSpec> = fc.record(
  {
    kind: fc.constantFrom('fifo' as const, 'fifo' as const, 'bag' as const),
    capacity: fc.constantFrom(1, 2, 2),
    whenFull: fc.constantFrom('block' as const, 'error' as const),
    lossy: fc.constantFrom(false, false, false, true),
    duplicating: fc.constantFrom(false, false, false, true),
    deferring: fc.boolean(),
    lane: fc.constantFrom('', 'lane'),
  },
  { requiredKeys: ['kind'] },
);
const sync = fc.record({ kind: fc.constant('sync' as const), deferring: fc.boolean() });
const set = fc.record({ kind: fc.constant('set' as const), lossy: fc.boolean() });

/** A little of everything. */
const USUAL: Leaning = {
  components: { min: 2, max: 4 },
  channel: fc.oneof(
    { weight: 5, arbitrary: queue },
    { weight: 1, arbitrary: set },
    { weight: 4, arbitrary: sync },
  ),
  actions: { send: 20, flip: 4, say: 3, shout: 2, whisper: 2, exclaim: 1, fail: 1, remind: 2, forget: 1 },
  isForward: true,
  isOpen: fc.boolean(),
};
const TALKING: Weights = { send: 30, flip: 8, say: 3, shout: 2, whisper: 2 };
const REMINDING: Weights = { ...USUAL.actions, remind: 20, forget: 15, post: 8, rewind: 4, knock: 4 };
const FEW = { min: 2, max: 3 } as const;

const leaning: fc.Arbitrary<Leaning> = fc.constantFrom<Leaning>(
  USUAL,
  // A sender waits for its receiver: a step frees, or blocks, another's.
  { ...USUAL, channel: fc.constant({ kind: 'sync', deferring: true }), isOpen: fc.constant(false) },
  // Calls within calls.
  { ...USUAL, channel: sync, isOpen: fc.constant(true), actions: TALKING },
  // Messages overtake each other, are lost, and come to a full channel.
  { ...USUAL, channel: queue, isOpen: fc.constant(true), actions: TALKING },
  // Runs go round for ever.
  { ...USUAL, isForward: false, components: FEW },
  // Timers of one id, pending twice and cancelled.
  { ...USUAL, actions: REMINDING, components: FEW },
);

interface Transition {
  readonly target: string | undefined;
  readonly guard: string | undefined;
  readonly actions: readonly string[];
}

const componentTo = (ids: readonly string[], { actions, isForward, isOpen }: Leaning) => {
  const event = fc.constantFrom(...EVENTS);
  const id = fc.constantFrom(...ids);
  const gathering = fc.tuple(fc.constantFrom('gather', 'gather', 'conclude'), id, event);
  const action = fc.oneof(
    { weight: 3, arbitrary: actionTo(id, event, actions) },
    { weight: 1, arbitrary: gathering.map((words) => words.join(' ')) },
  );
  const transition = (from: number, guarded: boolean): fc.Arbitrary<Transition> =>
    fc.record({
      target: fc.option(fc.constantFrom(...STATES.slice(isForward ? from : 0)), { nil: undefined }),
      guard: guarded ? fc.constantFrom('isOdd', 'isEven') : fc.constant(undefined),
      actions: fc.array(action, { maxLength: 2 }),
    });
  const taken = (from: number): fc.Arbitrary<readonly Transition[]> =>
    fc.oneof(
      { weight: 3, arbitrary: transition(from, false).map((one) => [one]) },
      { weight: 1, arbitrary: transition(from, true).map((one) => [one]) },
      { weight: 1, arbitrary: fc.tuple(transition(from, true), transition(from, false)) },
    );
  // A timer that is started again by itself would fire for ever.
  const timer = (from: number): fc.Arbitrary<Transition | undefined> =>
    isForward && from === 2
      ? fc.constant(undefined)
      : fc.option(
          transition(from, false).map((after) =>
            isForward ? { ...after, target: STATES[from + 1] } : after,
          ),
          { nil: undefined, freq: 2 },
        );
  const state = (from: number) =>
    fc.record({
      isRest: fc.boolean(),
      on: fc.dictionary(event, taken(from), { maxKeys: 3, noNullPrototype: true }),
      after: timer(from),
    });
  return fc.record({
    states: fc.tuple(state(0), state(1), state(2)),
    /** Only the last state may be final, so that something happens before. */
    isFinal: fc.boolean(),
    entry: fc.array(action, { maxLength: 1 }),
    isOpen,
    stimuli: fc.uniqueArray(event, { maxLength: 1 }),
    crashes: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
    restarts: fc.boolean(),
    /** How many ways of starting there are. */
    starts: fc.constantFrom(1, 1, 1, 2),
  });
};

type Chart = ReturnType<typeof componentTo> extends fc.Arbitrary<infer T> ? T : never;

/** What an action does, by its name: two that gather commute but for who answers, which is the second. */
function doing(name: string) {
  const [verb, to, type] = name.split(' ') as [string, string, string];
  if (verb !== 'gather' && verb !== 'conclude') return performing(name);
  return enqueueActions(({ context, enqueue, system }) => {
    enqueue.assign({ n: 1 - context.n });
    if (context.n === 0) return;
    if (verb === 'conclude') enqueue.emit({ type: 'SAID' });
    else enqueue.sendTo(system.get(to) as AnyActorRef, { type, hops: 2 } as AnyEventObject);
  });
}

function specOf({
  states,
  isFinal,
  entry,
  isOpen,
  stimuli,
  crashes,
  restarts,
  starts,
}: Chart): ComponentSpec {
  const shown = ({ target, guard, actions }: Transition) => ({
    ...(target === undefined ? {} : { target }),
    ...(guard === undefined ? {} : { guard }),
    actions,
  });
  const transitions = states.flatMap(({ on, after }) => [
    ...Object.values(on).flat(),
    ...(after ? [after] : []),
  ]);
  const names = new Set([...entry, ...transitions.flatMap(({ actions }) => actions)]);
  const chart = {
    id: 'chart',
    context: ({ input }: { input: { n: number } }) => ({ n: input.n, timers: 0 }),
    initial: 's0',
    entry,
    on: isOpen ? { '*': {} } : {},
    states: Object.fromEntries(
      states.map(({ isRest, on, after }, at) => [
        STATES[at]!,
        isFinal && at === 2
          ? { type: 'final' }
          : {
              tags: isRest ? ['rest'] : [],
              on: Object.fromEntries(Object.entries(on).map(([type, list]) => [type, list.map(shown)])),
              ...(after === undefined ? {} : { after: { 9: shown(after) } }),
            },
      ]),
    ),
  };
  const machine: ComponentSpec['machine'] = setup({
    guards: { isOdd: ({ context }) => context.n === 1, isEven: ({ context }) => context.n === 0 },
    actions: Object.fromEntries([...names].map((name) => [name, doing(name)])) as never,
  }).createMachine(chart as never) as never;
  return {
    machine,
    ...(starts === 1 ? { input: { n: 0 } } : { inputs: [{ n: 0 }, { n: 1 }] }),
    stimuli: stimuli.filter((type) => chartNames(machine).handles(type)).map((type) => ({ type })),
    ...(crashes === 0 ? {} : { crashes: { atMost: crashes, restarts } }),
  };
}

/** Small networks in which much is independent, and little of it quite. */
export const reducibleNetwork: fc.Arbitrary<Network> = leaning
  .chain((drawn) => fc.tuple(fc.constant(drawn), fc.integer(drawn.components)))
  .chain(([drawn, count]) => {
    const ids = IDS.slice(0, count);
    const component = componentTo(ids, drawn);
    return fc.record({
      charts: fc.array(component, { minLength: count, maxLength: count }),
      /** Some components have the chart of another one. */
      sameAs: fc.array(fc.option(fc.nat(count - 1), { nil: undefined, freq: 2 }), {
        minLength: count,
        maxLength: count,
      }),
      channels: fc.record({
        default: drawn.channel,
        events: fc.dictionary(fc.constantFrom(...EVENTS), drawn.channel, {
          maxKeys: 2,
          noNullPrototype: true,
        }),
      }),
      properties: randomClaims(ids, STATES, ENDLESS_IN),
      fairness: fairnessAmong(ids, EVENTS),
    });
  })
  .map(({ charts, sameAs, channels, properties, fairness }) => {
    const specs = charts.map(specOf);
    const components: Record<string, ComponentSpec> = Object.fromEntries(
      specs.map((spec, at) => [IDS[at]!, specs[sameAs[at] ?? at] ?? spec]),
    );
    // A rule about a stimulus that there is not is refused.
    const units = fairness.units.filter(
      (rule) =>
        !('stimulus' in rule) ||
        components[rule.component]!.stimuli!.some(({ type }) => type === rule.stimulus),
    );
    return defineNetwork({
      name: 'random',
      components,
      channels,
      properties,
      fairness: { ...fairness, units },
    });
  });

/** All of them by a seed, without end. */
export function reducibleNetworks(seed: number): Iterable<Network> {
  return fc.sample(fc.noShrink(fc.infiniteStream(reducibleNetwork)), { seed, numRuns: 1 })[0]!;
}
