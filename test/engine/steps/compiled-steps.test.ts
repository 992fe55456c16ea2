// Goal: recipes add the steps that the stepper takes, with the same changes. Method: in every state of networks of several
// kinds, what `expand` finds is compared with what attempting each candidate alone gives; attempts use no recipes.

import { stateKey } from '../../../src/reference/plain-state.js';
import { expect, it } from 'vitest';
import { creditChain } from '../../../bench/networks/credit-chain.js';
import { Engine } from '../../../src/engine/engine.js';
import { defineNetwork, type Network } from '../../../src/index.js';
import { pingPong } from '../../../bench/networks/ping-pong.js';
import { twoPhaseCommit } from '../../../bench/networks/two-phase-commit.js';

/** Label, and state after it or the property that it violates, of each step. */
function steps(engine: Engine, vector: Int32Array, count: number): string[] {
  return Array.from({ length: count }, (_, k) => {
    const after = new Int32Array(engine.cellCount);
    after.set(vector.subarray(0, engine.cellCount));
    engine.follow(k, after);
    return `${engine.label(k)} -> ${engine.successors.failures.get(k)?.property ?? stateKey(engine.contents(after))}`;
  });
}

function compareEverywhere(network: Network): number {
  const engine = new Engine(network);
  const cursor = engine.cursor();
  const seen = new Map<string, Int32Array>();
  const reach = (vector: Int32Array) => {
    const key = stateKey(engine.contents(vector));
    if (!seen.has(key)) seen.set(key, vector);
  };
  for (const { vector } of engine.initialStates()) reach(vector);
  for (const vector of seen.values()) {
    // Twice: a recipe is written the first time and played the second.
    engine.expand(vector);
    const expanded = steps(engine, vector, engine.expand(vector));
    const { progressing } = engine.successors;
    const nexts = Array.from({ length: expanded.length }, (_, k) => {
      const after = new Int32Array(engine.cellCount);
      after.set(vector);
      engine.follow(k, after);
      return after;
    });
    let attemptedProgress = 0;
    const attempted: string[] = [];
    cursor.start(vector);
    for (let actor = 0; actor < engine.components.length; actor++) {
      const candidates = cursor.list(actor);
      expect(candidates).toBe(cursor.candidateCount(actor));
      for (let k = 0; k < candidates; k++) {
        if (!cursor.attempt(k)) continue;
        attempted.push(...steps(engine, vector, 1));
        attemptedProgress += engine.successors.progressing;
      }
    }
    expect(expanded.sort()).toEqual(attempted.sort());
    expect(progressing).toBe(attemptedProgress);
    nexts.forEach(reach);
  }
  return seen.size;
}

it('on queues', () => {
  expect(compareEverywhere(creditChain({ links: 2, credits: 2, values: 2 }))).toBe(529);
});

it('on sets, whose messages stay', () => {
  expect(compareEverywhere(twoPhaseCommit(3))).toBe(288);
});

it('where a full channel blocks the sender, and where it is a violation', () => {
  const chain = creditChain({ links: 2, credits: 2, values: 1 });
  const bounded = (whenFull: 'block' | 'error') =>
    defineNetwork({
      name: 'bounded',
      components: Object.fromEntries(chain.componentIds.map((id, at) => [id, chain.components[at]!])),
      channels: { default: { kind: 'fifo', capacity: 1, whenFull } },
    });
  expect(compareEverywhere(bounded('block'))).toBeGreaterThan(20);
  expect(compareEverywhere(bounded('error'))).toBeGreaterThan(5);
});

it('on faulty channels', () => {
  expect(
    compareEverywhere(pingPong(3, { kind: 'bag', lossy: true, duplicating: true, capacity: 2 })),
  ).toBeGreaterThan(5);
});
