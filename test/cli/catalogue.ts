import { produce } from 'immer';
import { assign, setup } from 'xstate';
import { always, defineNetwork, reachable } from '../../src/index.js';
import type { NetworkFamily } from '../../src/network/family.js';
import type { Catalogue } from '../../src/check/catalogue.js';
import { tell } from '../support/tell.js';

export interface CounterContext {
  readonly count: number;
  readonly countMax: number;
}

/** Counts up to its maximum and down again, whenever it is told to. */
export const counter = setup({
  types: {
    context: {} as CounterContext,
    input: {} as { readonly countMax: number },
    events: {} as { type: 'UP' } | { type: 'DOWN' },
    tags: {} as 'rest',
  },
  guards: {
    hasRoom: ({ context }) => context.count < context.countMax,
    isAboveZero: ({ context }) => context.count > 0,
  },
  actions: {
    increment: assign(({ context }) => produce(context, (draft) => void draft.count++)),
    decrement: assign(({ context }) => produce(context, (draft) => void draft.count--)),
  },
}).createMachine({
  id: 'counter',
  context: ({ input }) => ({ count: 0, countMax: input.countMax }),
  tags: 'rest',
  on: {
    UP: { guard: 'hasRoom', actions: 'increment' },
    DOWN: { guard: 'isAboveZero', actions: 'decrement' },
  },
});

/** So many counters, each counting by itself: (countMax + 1) ^ counters states. */
export const counters: NetworkFamily = {
  name: 'counters',
  title: 'counters that count by themselves',
  parameters: {
    counters: { kind: 'integer', min: 1, max: 4, default: 2, description: 'how many count' },
    countMax: { kind: 'integer', min: 1, max: 1_000_000, default: 3, description: 'where they turn' },
    start: { kind: 'choice', values: ['idle', 'down'], default: 'idle', description: 'what they begin with' },
  },
  faults: {
    C1: {
      title: 'A counter counts past its maximum',
      link: 'https://example.org/counters/1',
      property: 'room',
      configuration: { countMax: 2 },
    },
    C2: { title: 'Nothing counts', link: 'https://example.org/counters/2', property: 'full' },
    C3: { title: 'A fault without effect', link: 'https://example.org/counters/3', property: 'room' },
  },
  refuse: ({ counters: count, countMax }) =>
    Number(count) > 1 && Number(countMax) > 100_000 ? 'several counters count to 100000 at most.' : undefined,
  build: ({ counters: count, countMax }, faults) => {
    const ids = Array.from({ length: Number(count) }, (_, index) => `counter.${index}`);
    const limit = Number(countMax) + (faults.has('C1') ? 1 : 0);
    const stimuli = faults.has('C2') ? [] : [{ type: 'UP' }, { type: 'DOWN' }];
    return defineNetwork({
      name: 'counters',
      components: Object.fromEntries(
        ids.map((id) => [id, { machine: counter, input: { countMax: limit }, stimuli }]),
      ),
      properties: [
        always('room', (view) =>
          Math.min(...ids.map((id) => Number(countMax) - view.context<CounterContext>(id).count)),
        ),
        reachable('full', (view) =>
          ids.every((id) => view.context<CounterContext>(id).count === Number(countMax)),
        ),
      ],
    });
  },
  exhaustive: [{}, { counters: 1 }],
  campaign: { ranges: { countMax: { min: 1, max: 3 }, start: { values: ['idle'] } }, stepsMax: 60 },
};

/** Two people who need both of two locks, and take them in the same order, or, with the fault, in opposite ones. */
export const locks: NetworkFamily = {
  name: 'locks',
  title: 'two locks that two people need',
  parameters: {},
  faults: {
    L1: {
      title: 'One of them takes the locks in the opposite order',
      link: 'https://example.org/locks/1',
      property: 'deadlock-freedom',
    },
  },
  build: (_, faults) =>
    defineNetwork({
      name: 'locks',
      components: {
        ann: person('left', 'right'),
        bob: faults.has('L1') ? person('right', 'left') : person('left', 'right'),
        left: { machine: lock },
        right: { machine: lock },
      },
      channels: { default: { kind: 'sync', deferring: true } },
    }),
  exhaustive: [{}],
  campaign: { ranges: {}, stepsMax: 20 },
};

const lock = setup({ types: { events: {} as { type: 'TAKE' } | { type: 'FREE' } } }).createMachine({
  id: 'lock',
  initial: 'free',
  states: { free: { tags: 'rest', on: { TAKE: 'taken' } }, taken: { on: { FREE: 'free' } } },
});

function person(first: string, second: string) {
  return {
    machine: setup({
      actions: {
        takeFirst: tell(first, { type: 'TAKE' }),
        takeSecond: tell(second, { type: 'TAKE' }),
        freeFirst: tell(first, { type: 'FREE' }),
        freeSecond: tell(second, { type: 'FREE' }),
      },
    }).createMachine({
      id: 'person',
      initial: 'idle',
      states: {
        idle: { tags: 'rest', on: { NEXT: { target: 'halfway', actions: 'takeFirst' } } },
        halfway: { on: { NEXT: { target: 'working', actions: 'takeSecond' } } },
        working: { on: { NEXT: { target: 'idle', actions: ['freeFirst', 'freeSecond'] } } },
      },
    }),
    stimuli: [{ type: 'NEXT' }],
  };
}

/** Small networks for testing commands with. */
export const testCatalogue: Catalogue = { families: [counters, locks], machines: { counter, lock } };
