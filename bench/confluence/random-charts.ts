import fc from 'fast-check';
import { type AnyActorRef, type AnyEventObject, assign, enqueueActions, setup } from 'xstate';
import type { ComponentSpec } from '../../src/index.js';
import { chartNames } from '../../src/network/chart-names.js';
import { actionTo, HOPS_MAX, performing } from '../twins/random-actions.js';
import type { Leaning } from './random-leanings.js';

export const EVENTS = ['E0', 'E1', 'E2'] as const;
export const STATES = ['s0', 's1', 's2'] as const;

/** Where a transition leads to, if anywhere, when it is taken, and the names of what it does. */
interface Transition {
  readonly target: string | undefined;
  readonly guard: string | undefined;
  readonly actions: readonly string[];
}

/** A chart of three states, in a network of these components. */
export const chartAmong = (ids: readonly string[], { actions, isForward, isOpen, isTelling }: Leaning) => {
  const event = fc.constantFrom(...EVENTS);
  const id = fc.constantFrom(...ids);
  const gathering = fc.tuple(fc.constantFrom('gather', 'gather', 'conclude'), id, event);
  const telling = fc.oneof(
    fc.tuple(fc.constant('tell'), id, event),
    fc.tuple(fc.constant('pick'), id, event, id),
    fc.constant(['keep']),
  );
  const action = fc.oneof(
    { weight: 3, arbitrary: actionTo(id, event, actions) },
    { weight: 1, arbitrary: gathering.map((words) => words.join(' ')) },
    { weight: isTelling ? 4 : 0, arbitrary: telling.map((words) => words.join(' ')) },
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
      on: fc.dictionary(event, taken(from), {
        minKeys: from === 0 ? 1 : 0,
        maxKeys: 3,
        noNullPrototype: true,
      }),
      after: timer(from),
    });
  return fc.record({
    states: fc.tuple(state(0), state(1), state(2)),
    /** Only the last state may be final, so that something happens before. */
    isFinal: fc.boolean(),
    entry: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: fc.tuple(action) }),
    isOpen,
    stimuli: fc.uniqueArray(event, { maxLength: 2 }),
    crashes: fc.constantFrom(0, 0, 0, 0, 0, 0, 1),
    restarts: fc.boolean(),
    /** How many ways of starting there are. */
    starts: fc.constantFrom(1, 1, 1, 2),
  });
};

export type DrawnChart = ReturnType<typeof chartAmong> extends fc.Arbitrary<infer T> ? T : never;

/** What an action does, by its name: two that gather commute but for who answers, which is the second; what is told says `n`, which is kept, and picks who is told next. */
function doing(name: string) {
  const [verb, to, type, other] = name.split(' ') as [string, string, string, string];
  switch (verb) {
    case 'gather':
    case 'conclude':
      return enqueueActions(({ context, enqueue, system }) => {
        enqueue.assign({ n: 1 - context.n });
        if (context.n === 0) return;
        if (verb === 'conclude') enqueue.emit({ type: 'SAID' });
        else enqueue.sendTo(system.get(to) as AnyActorRef, { type, hops: 2 } as AnyEventObject);
      });
    case 'tell':
    case 'pick':
      return enqueueActions(({ context, event, enqueue, system }) => {
        const { hops = 0, n = 0 } = event as { readonly hops?: number; readonly n?: number };
        const receiver = verb === 'pick' && n === 1 ? other : to;
        if (hops < HOPS_MAX)
          enqueue.sendTo(
            system.get(receiver) as AnyActorRef,
            { type, hops: hops + 1, n: context.n } as AnyEventObject,
          );
      });
    case 'keep':
      return assign({ n: ({ event }) => (event as { readonly n?: number }).n ?? 0 });
    default:
      return performing(name);
  }
}

/** The component that it is drawn of. */
export function specOf({
  states,
  isFinal,
  entry,
  isOpen,
  stimuli,
  crashes,
  restarts,
  starts,
}: DrawnChart): ComponentSpec {
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
