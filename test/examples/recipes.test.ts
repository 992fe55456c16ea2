// Goal: the recipes of `docs/modelling.md` do what it says of them. Method: complete exploration of each, with exact counts; the one that shows
// a mistake has its literal counterexample.

import { expect, it, vi } from 'vitest';
import { assign, fromPromise, initialTransition, setup, transition } from 'xstate';
import { always, defineNetwork, explore, type Network, type NetworkSpec } from '../../src/index.js';
import { exportsOf } from './example.js';

vi.mock('cloudmatrix-check', () => import('../../src/index.js'));

it.each([
  { recipe: 'invoked-actors', states: 7, steps: 18, depth: 3 },
  { recipe: 'invoked-promise', states: 7, steps: 18, depth: 3 },
  { recipe: 'mailbox', states: 11, steps: 12, depth: 5 },
  { recipe: 'veto', states: 3, steps: 4, depth: 2 },
  { recipe: 'broadcast', states: 9, steps: 13, depth: 5 },
  { recipe: 'correlated-starts', states: 2, steps: 0, depth: 1 },
])('$recipe holds', async ({ recipe, ...counts }) => {
  const [network] = Object.values(await exportsOf(`recipes/${recipe}.js`));
  expect(explore(network!)).toMatchObject({ verdict: 'holds', ...counts });
});

it('shared memory loses an update between a read and a write', async () => {
  const { sharedMemory } = await exportsOf('recipes/shared-memory.js');
  const { verdict, violations } = explore(sharedMemory!);
  expect(verdict).toBe('violated');
  expect(violations).toMatchObject([
    {
      property: 'no update is lost',
      steps: [
        'process.0 ⏱ soon in idle',
        'process.1 ⏱ soon in idle',
        'process.0 ⏱ soon in adding',
        'process.1 ⏱ soon in adding',
      ],
      minimality: 'proven shortest',
    },
  ]);
});

/** What the recipe is a network of: the machine as it is in a program. */
const searching = setup({
  types: {} as { context: { word: string | null; shown: string | null } },
  actors: { lookup: fromPromise(async ({ input }: { input: string | null }) => `a ${input}`) },
}).createMachine({
  context: { word: null, shown: null },
  initial: 'idle',
  on: {
    TYPE: {
      target: '.looking',
      actions: assign({ word: ({ event }) => (event as unknown as { word: string }).word, shown: null }),
    },
  },
  states: {
    idle: {},
    looking: {
      invoke: {
        src: 'lookup',
        id: 'lookup',
        input: ({ context }) => context.word,
        onDone: { target: 'shown', actions: assign({ shown: ({ event }) => event.output }) },
        onError: 'failed',
      },
    },
    shown: {},
    failed: {},
  },
});

/** The value and context of each state that XState comes to, whichever way the promise settles. */
function statesOfProgram(): Set<string> {
  const [start] = initialTransition(searching);
  const found = new Map([[textOf(start.value, start.context), start]]);
  for (const snapshot of found.values()) {
    const settled = [
      { type: 'xstate.done.actor.lookup', output: `a ${snapshot.context.word}` },
      { type: 'xstate.error.actor.lookup', error: 'none' },
    ];
    const events = [
      { type: 'TYPE', word: 'cat' },
      { type: 'TYPE', word: 'dog' },
    ];
    for (const event of [...events, ...(snapshot.children['lookup'] === undefined ? [] : settled)]) {
      const [next] = transition(searching, snapshot, event as never);
      const text = textOf(next.value, next.context);
      if (!found.has(text)) found.set(text, next);
    }
  }
  return new Set(found.keys());
}

const textOf = (value: unknown, { word, shown }: { word: unknown; shown: unknown }) =>
  JSON.stringify([value, word, shown]);

/** The recipe with other channels and properties. */
async function promiseWith(spec: Pick<NetworkSpec, 'channels' | 'properties'>): Promise<Network> {
  const { invokedPromise } = await exportsOf('recipes/invoked-promise.js');
  const { name, componentIds, components, channels, properties } = invokedPromise!;
  const specs = Object.fromEntries(componentIds.map((id, at) => [id, components[at]!]));
  return defineNetwork({ name, components: specs, channels, properties, ...spec });
}

it('an invoked promise as a component leads to the states that XState leads to with it', async () => {
  const seen = new Set<string>();
  const noted = always('is noted', (view) => {
    const value = ['idle', 'looking', 'shown', 'failed'].find((state) => view.matches('search', state));
    seen.add(textOf(value, view.context('search') as { word: unknown; shown: unknown }));
    return true;
  });
  explore(await promiseWith({ properties: [noted] }));
  expect(seen).toEqual(statesOfProgram());
});

it('an answer of an invoked promise that waits in a queue comes too late', async () => {
  const { verdict, violations } = explore(
    await promiseWith({ channels: { default: { kind: 'fifo', capacity: 3 } } }),
  );
  expect(verdict).toBe('violated');
  expect(violations).toMatchObject([{ property: 'what is shown is what was typed last' }]);
});
