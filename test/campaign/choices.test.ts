// Goal: what ways of choosing see is counted alike, is never more than there is, and what guided walks leave out is told with its shortest way.
// Method: a lock that only one order of letters opens, beside a network of components that send each other messages.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomNetwork } from '../../bench/twins/random-network.js';
import {
  always,
  CheckError,
  compareChoices,
  compareChoicesAsync,
  defineNetwork,
  explore,
  type Network,
  replay,
} from '../../src/index.js';
import { along, digraph } from '../support/digraph.js';
import { mailbox, sender } from '../support/mail.js';

const lock = defineNetwork({
  name: 'lock',
  components: {
    graph: digraph({ a: ['b', 'c', 'd'], b: ['a'], c: ['a'], d: ['e', 'a'], e: ['f', 'a'], f: ['a'] }),
  },
  properties: [
    always('tested', { then: () => true, hardCase: (view) => view.matches('graph', 'f') }),
    always('never tested', {
      then: () => true,
      hardCase: (view) => view.matches('graph', 'f') && view.matches('graph', 'a'),
    }),
  ],
});

it('counts pairs and hard cases after equal numbers of steps, and never more than there are', () => {
  const { choices, enumerated, hardCases } = compareChoices(lock, { seed: 1, steps: 400, stepsMax: 50 });
  expect(choices.map(({ choice }) => choice)).toEqual(['uniform', 'swarm', 'guided']);
  // A component without peers has as many pairs as transitions.
  expect(enumerated).toMatchObject({ states: 6, pairs: explore(lock).steps, hardCases: 1, unseen: [] });
  expect(hardCases).toBe(2);
  for (const { points } of choices) {
    expect(points.map(({ steps }) => steps)).toEqual([50, 100, 200, 400]);
    expect(points.at(-1)).toMatchObject({ pairs: enumerated!.pairs, hardCases: 1 });
  }
});

it('tells the transitions that guided walks have not taken, with the shortest way', () => {
  const { choices, enumerated } = compareChoices(lock, { seed: 1, steps: 2, stepsMax: 1 });
  expect(choices.at(-1)!.points.at(-1)!.pairs).toBe(2);
  expect(enumerated!.unseen).toContainEqual({
    machine: 'graph',
    transition: 'e --f--> f',
    initial: 0,
    steps: along('d', 'e', 'f'),
  });
  for (const { initial, steps } of enumerated!.unseen) {
    expect(replay(lock, { property: 'tested', initial, steps })).toBeDefined();
  }
});

it('a pair is a transition with the local state of a peer', () => {
  const network = defineNetwork({
    name: 'mail',
    components: { from: sender(['to', 'A'], ['to', 'B']), to: mailbox('A', 'B') },
  });
  const { choices, enumerated } = compareChoices(network, { seed: 1, steps: 200, stepsMax: 20 });
  for (const { points } of choices) expect(points.at(-1)!.pairs).toBeLessThanOrEqual(enumerated!.pairs);
  expect(choices.at(-1)!.points.at(-1)!.pairs).toBe(enumerated!.pairs);
});

it('sees no more pairs than there are where it becomes known late who exchanges messages with whom', () => {
  fc.assert(
    fc.property(randomNetwork, fc.integer(), (network, seed) => {
      const whole = compare(network, seed);
      fc.pre(whole?.enumerated !== undefined);
      for (const { points } of whole!.choices)
        expect(points.at(-1)!.pairs).toBeLessThanOrEqual(whole!.enumerated!.pairs);
    }),
    { numRuns: 10, seed: 1 },
  );
});

/** Undefined where the network is wrong. */
function compare(network: Network, seed: number) {
  try {
    return compareChoices(network, { seed, steps: 200, stepsMax: 20, statesMax: 300 });
  } catch (thrown) {
    if (thrown instanceof CheckError) return undefined;
    throw thrown;
  }
}

it('of a state space that is not explored completely only tells what was seen', () => {
  const result = compareChoices(lock, { seed: 1, steps: 20, statesMax: 2 });
  expect(result).not.toHaveProperty('enumerated');
  expect(result.choices).toHaveLength(3);
});

it('gives the same for the same seed, in both forms; refuses wrong options', async () => {
  const options = { seed: 7, steps: 50 };
  expect(await compareChoicesAsync(lock, options)).toEqual(compareChoices(lock, options));
  expect(() => compareChoices(lock, { seed: 1, steps: 0 })).toThrow('steps');
  expect(() => compareChoices(lock, { seed: 1, walks: 3 } as never)).toThrow("has no 'walks'");
});
