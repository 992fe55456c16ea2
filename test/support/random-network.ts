import fc from 'fast-check';
import { type AnyEventObject, assign, cancel, emit, raise, setup } from 'xstate';
import { always, defineNetwork, monitor, type Network, reachable } from '../../src/index.js';
import type { ChannelSpec } from '../../src/network/channel.js';
import { chartNames } from '../../src/network/chart-names.js';
import type { ComponentSpec } from '../../src/network/network.js';
import { tell } from './tell.js';

const IDS = ['a', 'b', 'c'] as const;
const EVENTS = ['E0', 'E1', 'E2'] as const;
const STATES = ['s0', 's1', 's2'] as const;

const id = fc.constantFrom(...IDS.slice(0, 2));
const eventType = fc.constantFrom(...EVENTS);
const state = fc.constantFrom(...STATES);

/** What a transition does, by the name of its action: its words are the parameters. */
const action = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant('send'), id, eventType) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('post'), id, eventType) },
  { weight: 1, arbitrary: fc.tuple(fc.constant('remind'), eventType) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('forget', 'flip', 'say')) },
);

const transition = fc.record({
  target: fc.option(state, { nil: undefined }),
  guard: fc.option(fc.constantFrom('isOdd', 'isEven'), { nil: undefined, freq: 3 }),
  actions: fc.array(
    action.map((words) => words.join(' ')),
    { maxLength: 2 },
  ),
});

const chartState = fc.record({
  isRest: fc.boolean(),
  on: fc.dictionary(eventType, transition, { minKeys: 1, maxKeys: 3 }),
  after: fc.option(transition, { nil: undefined, freq: 2 }),
  /** Only the last state may be final, so that something happens before. */
  isFinal: fc.boolean(),
});

const component = fc.record({
  states: fc.tuple(chartState, chartState, chartState),
  entry: fc.array(
    action.map((words) => words.join(' ')),
    { maxLength: 1 },
  ),
  stimuli: fc.uniqueArray(eventType, { maxLength: 2 }),
  crashes: fc.option(fc.record({ atMost: fc.constant(1), restarts: fc.boolean() }), {
    nil: undefined,
    freq: 2,
  }),
});

const queue = fc.record({
  kind: fc.constantFrom('fifo' as const, 'bag' as const),
  capacity: fc.integer({ min: 1, max: 2 }),
  whenFull: fc.constantFrom('block' as const, 'block' as const, 'error' as const),
  lossy: fc.boolean(),
  duplicating: fc.boolean(),
  deferring: fc.boolean(),
  lane: fc.constantFrom('', 'lane'),
});
const channel: fc.Arbitrary<ChannelSpec> = fc.oneof(
  queue,
  fc.record({ kind: fc.constant('set' as const), lossy: fc.boolean() }),
  fc.record({ kind: fc.constant('sync' as const), deferring: fc.boolean() }),
);

type Chart = typeof component extends fc.Arbitrary<infer T> ? T : never;
type Transition = typeof transition extends fc.Arbitrary<infer T> ? T : never;

/** An action by its name: see `action`. */
function performing(name: string) {
  const [verb, one, other] = name.split(' ') as [string, string, string];
  const event: AnyEventObject = { type: verb === 'remind' ? one : other };
  switch (verb) {
    case 'send':
      return tell(one, event);
    case 'post':
      return tell(one, event, { delay: 5, id: 'letter' });
    case 'remind':
      return raise(event, { delay: 7, id: 'reminder' });
    case 'forget':
      return cancel('reminder');
    case 'say':
      return emit({ type: 'SAID' });
    default:
      return assign({ n: ({ context }) => 1 - context.n });
  }
}

function specOf({ states, entry, stimuli, crashes }: Chart): ComponentSpec {
  const shown = ({ target, guard, actions }: Transition) => ({
    ...(target === undefined ? {} : { target }),
    ...(guard === undefined ? {} : { guard }),
    actions,
  });
  const names = new Set([
    ...entry,
    ...states
      .flatMap(({ on, after }) => [...Object.values(on), ...(after === undefined ? [] : [after])])
      .flatMap(({ actions }) => actions),
  ]);
  const chart = {
    id: 'chart',
    context: { n: 0 },
    initial: 's0',
    entry,
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

/** Networks of two components with a little of everything; most of them are small, and hardly any is sensible. */
export const randomNetwork: fc.Arbitrary<Network> = fc
  .record({
    components: fc.tuple(component, component),
    channels: fc.record({ default: channel, events: fc.dictionary(eventType, channel, { maxKeys: 1 }) }),
    watchesSteps: fc.boolean(),
  })
  .map(({ components, channels, watchesSteps }) =>
    defineNetwork({
      name: 'random',
      components: Object.fromEntries(components.map((chart, index) => [IDS[index]!, specOf(chart)])),
      channels,
      properties: [
        always('never both in s2', (view) => !(view.matches('a', 's2') && view.matches('b', 's2'))),
        always('room', (view) => 2 - view.waiting('a', 'b').length - view.context<{ n: number }>('b').n),
        reachable('b in s1', (view) => view.matches('b', 's1')),
        monitor('says once', saysOnce),
        ...(watchesSteps ? [monitor('timers', timers)] : []),
      ],
    }),
  );
