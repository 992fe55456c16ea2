import fc from 'fast-check';
import { type AnyActorRef, type AnyEventObject, assign, cancel, emit, enqueueActions, setup } from 'xstate';
import { type ChannelSpec, type ComponentSpec, defineNetwork, type Network } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import { fairnessAmong, propertiesOf } from './random-properties.js';

const IDS = ['a', 'b', 'c', 'd'] as const;
const EVENTS = ['E0', 'E1', 'E2'] as const;
const STATES = ['s0', 's1', 's2'] as const;

/** A message that has come by so many messages within one step, or one after the other, is answered by none. */
const HOPS_MAX = 3;
/** Timers with an id of their own that a component starts in all, so that state spaces stay finite. */
const TIMERS_MAX = 3;

const eventType = fc.constantFrom(...EVENTS);
const state = fc.constantFrom(...STATES);

/** What a transition does, by the name of its action: its words are the parameters. */
const actionTo = (id: fc.Arbitrary<string>) =>
  fc
    .oneof(
      { weight: 12, arbitrary: fc.tuple(fc.constant('send'), id, eventType) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('post'), id, eventType) },
      { weight: 9, arbitrary: fc.tuple(fc.constant('remind'), eventType) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('knock'), eventType) },
      { weight: 9, arbitrary: fc.tuple(fc.constant('forget')) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('rewind'), eventType) },
      { weight: 2, arbitrary: fc.tuple(fc.constant('await')) },
      { weight: 1, arbitrary: fc.tuple(fc.constant('stop')) },
      { weight: 6, arbitrary: fc.tuple(fc.constantFrom('flip', 'say', 'shout', 'whisper')) },
      { weight: 3, arbitrary: fc.tuple(fc.constant('fail')) },
    )
    .map((words) => words.join(' '));

const transitionTo = (id: fc.Arbitrary<string>) =>
  fc.record({
    target: fc.option(state, { nil: undefined }),
    guard: fc.option(fc.constantFrom('isOdd', 'isEven'), { nil: undefined, freq: 3 }),
    actions: fc.array(actionTo(id), { maxLength: 3 }),
  });

const componentTo = (id: fc.Arbitrary<string>) => {
  const transition = transitionTo(id);
  const chartState = fc.record({
    isRest: fc.boolean(),
    on: fc.dictionary(eventType, transition, { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    after: fc.option(transition, { nil: undefined, freq: 2 }),
    /** Only the last state may be final, so that something happens before. */
    isFinal: fc.boolean(),
  });
  return fc.record({
    states: fc.tuple(chartState, chartState, chartState),
    entry: fc.array(actionTo(id), { maxLength: 1 }),
    /** Whether it comes to the last state when it has lost its patience, and whether each event gives it new patience. */
    patience: fc.constantFrom('none', 'none', 'none', 'once', 'anew'),
    /** Whether it takes what comes in any state, as a component that others call all the time. */
    isOpen: fc.boolean(),
    stimuli: fc.uniqueArray(eventType, { maxLength: 2 }),
    crashes: fc.option(fc.record({ atMost: fc.constant(1), restarts: fc.boolean() }), {
      nil: undefined,
      freq: 2,
    }),
  });
};

const queue = fc.record({
  kind: fc.constantFrom('fifo' as const, 'fifo' as const, 'bag' as const),
  capacity: fc.constantFrom(1, 2, 2, 2),
  whenFull: fc.constantFrom('block' as const, 'block' as const, 'error' as const),
  lossy: fc.boolean(),
  duplicating: fc.boolean(),
  deferring: fc.boolean(),
  lane: fc.constantFrom('', 'lane'),
});
const sync = fc.record({ kind: fc.constant('sync' as const), deferring: fc.boolean() });
const channel: fc.Arbitrary<ChannelSpec> = fc.oneof(
  { weight: 4, arbitrary: queue },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('set' as const), lossy: fc.boolean() }) },
  { weight: 4, arbitrary: sync },
);

type Chart = ReturnType<typeof componentTo> extends fc.Arbitrary<infer T> ? T : never;
type Transition = ReturnType<typeof transitionTo> extends fc.Arbitrary<infer T> ? T : never;

/** An action by its name: see `actionTo`. */
function performing(name: string) {
  const [verb, one, other] = name.split(' ') as [string, string, string];
  const whenLeft = (start: { readonly event: AnyEventObject; readonly to?: string; readonly id: string }) =>
    enqueueActions(({ context, enqueue, system }) => {
      if (context.timers >= TIMERS_MAX) return;
      enqueue.assign({ timers: context.timers + 1 });
      const options = { delay: 5, id: start.id };
      if (start.to === undefined) enqueue.raise(start.event, options);
      else enqueue.sendTo(system.get(start.to) as AnyActorRef, start.event, options);
    });
  switch (verb) {
    case 'send':
      return enqueueActions(({ event, enqueue, system }) => {
        const hops = ((event as AnyEventObject).hops ?? 0) + 1;
        if (hops <= HOPS_MAX)
          enqueue.sendTo(system.get(one) as AnyActorRef, { type: other, hops } as AnyEventObject);
      });
    case 'post':
      return whenLeft({ event: { type: other, hops: HOPS_MAX } as AnyEventObject, to: one, id: 'letter' });
    case 'remind':
      return whenLeft({ event: { type: one, hops: HOPS_MAX - 1 }, id: 'reminder' });
    case 'knock':
      return enqueueActions(({ context, enqueue }) => {
        if (context.timers >= TIMERS_MAX) return;
        enqueue.assign({ timers: context.timers + 1 });
        enqueue.raise({ type: one, hops: HOPS_MAX } as AnyEventObject, { delay: 7 });
      });
    case 'forget':
      return cancel('reminder');
    case 'rewind':
      return enqueueActions(({ enqueue }) => {
        enqueue.cancel('clock');
        enqueue.raise({ type: one, hops: HOPS_MAX } as AnyEventObject, { delay: 3, id: 'clock' });
      });
    case 'await':
      return enqueueActions(({ enqueue }) => {
        enqueue.cancel('patience');
        enqueue.raise({ type: 'OVER' }, { delay: 30, id: 'patience' });
      });
    case 'stop':
      return cancel('patience');
    case 'say':
      return emit({ type: 'SAID' });
    case 'shout':
      return emit({ type: 'LOUD' });
    case 'whisper':
      return emit({ type: 'QUIET' });
    case 'fail':
      return assign(({ context }) => {
        if (context.n === 1) throw new Error('n is 1');
        return {};
      });
    default:
      return assign({ n: ({ context }) => 1 - context.n });
  }
}

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

/** Networks of two to four components with a little of everything; most of them are small, and hardly any is sensible. */
export const randomNetwork: fc.Arbitrary<Network> = fc
  .integer({ min: 2, max: 4 })
  .chain((count) => {
    const ids = IDS.slice(0, count);
    const component = componentTo(fc.constantFrom(...ids));
    return fc.record({
      components: fc.array(component, { minLength: count, maxLength: count }),
      channels: fc.record({
        default: channel,
        events: fc.dictionary(eventType, channel, { maxKeys: 1, noNullPrototype: true }),
      }),
      properties: propertiesOf(ids, STATES),
      fairness: fairnessAmong(ids, EVENTS),
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
