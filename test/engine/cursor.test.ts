// Goal: what a cursor keeps up to date from step to step is what it finds when it starts in the state anew. Method: random runs through
// random networks, each state of which is looked at twice: on the way, and from scratch afterwards. And a run whose end is judged while the state outgrows its place.

import { stateKey } from '../../src/reference/plain-state.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine, sendTo } from 'xstate';
import type { Cursor } from '../../src/engine/cursor.js';
import { Engine } from '../../src/engine/engine.js';
import { CheckError, componentRef, defineNetwork } from '../../src/index.js';
import { mailbox, sender } from '../support/mail.js';
import { randomNetwork } from '../../bench/twins/random-network.js';

/** Everything that a cursor knows of its state; the order of candidates means nothing. */
function knowledge(engine: Engine, cursor: Cursor) {
  const actors = engine.components.map((_, actor) => {
    const count = cursor.list(actor);
    const steps = Array.from({ length: count }, (_unused, k) =>
      [cursor.candidateLabel(k), cursor.candidates.hash[k], cursor.cellsOf(k)].join(' | '),
    );
    return { count, known: cursor.candidateCount(actor), steps: steps.sort() };
  });
  return { actors, fingerprint: cursor.fingerprint };
}

/** Takes up to `length` random steps. Returns the states passed, each with what the cursor knew there. */
function run(engine: Engine, length: number, draw: (below: number) => number) {
  const cursor = engine.cursor();
  cursor.start(engine.initialStates()[0]!.vector);
  const passed = [];
  for (let left = length; left >= 0; left--) {
    const { cellCount } = engine;
    passed.push({ vector: cursor.vector.slice(0, cellCount), known: knowledge(engine, cursor) });
    const able = engine.components
      .map((_, actor) => actor)
      .filter((actor) => cursor.candidateCount(actor) > 0);
    if (able.length === 0) break;
    const count = cursor.list(able[draw(able.length)]!);
    if (cursor.attempt(draw(count)) && engine.successors.failures.size === 0) {
      const before = cursor.vector.slice();
      cursor.take();
      const changed = [...cursor.vector.keys()].filter((cell) => cursor.vector[cell] !== (before[cell] ?? 0));
      const told = [...cursor.changedCells.subarray(0, cursor.changedCount)];
      expect(told.sort((one, other) => one - other)).toEqual(changed);
    }
  }
  return passed;
}

describe('a cursor', () => {
  it('knows the same of a state on the way to it as from scratch', () => {
    let states = 0;
    fc.assert(
      fc.property(randomNetwork, fc.infiniteStream(fc.nat()), (network, numbers) => {
        try {
          const engine = new Engine(network);
          const passed = run(engine, 25, (below) => (numbers.next().value as number) % below);
          for (const { vector, known } of passed) {
            const again = engine.cursor();
            again.start(vector);
            expect(knowledge(engine, again)).toEqual(known);
            for (const { count, known: kept } of known.actors) expect(kept).toBe(count);
          }
          const keys = passed.map(({ vector }) => stateKey(engine.contents(vector)));
          const fingerprints = passed.map(({ known }) => known.fingerprint);
          expect(new Set(fingerprints).size).toBe(new Set(keys).size);
          states += passed.length;
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CheckError);
        }
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(states).toBeGreaterThan(1_000);
  });

  it('takes the steps that the engine lists, and no others', () => {
    let taken = 0;
    fc.assert(
      fc.property(randomNetwork, fc.infiniteStream(fc.nat()), (network, numbers) => {
        try {
          const engine = new Engine(network);
          const passed = run(engine, 25, (below) => (numbers.next().value as number) % below);
          for (const [at, { vector }] of passed.slice(1).entries()) {
            const before = new Int32Array(engine.cellCount);
            before.set(passed[at]!.vector);
            const expected = new Int32Array(engine.cellCount);
            expected.set(vector);
            const count = engine.expand(before);
            const listed = Array.from({ length: count }, (_, k) => {
              const after = before.slice();
              engine.follow(k, after);
              return after.join();
            });
            // A step that was not enabled leaves the run where it was.
            expect([before.join(), ...listed]).toContain(expected.join());
            taken++;
          }
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(CheckError);
        }
      }),
      { numRuns: 150, seed: 12 },
    );
    expect(taken).toBeGreaterThan(1_000);
  });

  it('says that a state is an end exactly where no step fails or makes progress', () => {
    const network = defineNetwork({
      name: 'ends',
      components: { from: sender(['to', 'A']), to: mailbox('A') },
      channels: { default: { kind: 'fifo', duplicating: true } },
    });
    const engine = new Engine(network);
    const cursor = engine.cursor();
    cursor.start(engine.initialStates()[0]!.vector);
    const ends: boolean[] = [];
    for (const actor of [0, 1]) {
      ends.push(cursor.outlook().isTerminal);
      cursor.list(actor);
      expect(cursor.attempt(0)).toBe(true);
      cursor.take();
    }
    expect([...ends, cursor.outlook().isTerminal]).toEqual([false, false, true]);
  });
});

// So many idle components that what is discovered in the middle of a step does, or does not, fit into the array that the state is in.
it.each(Array.from({ length: 12 }, (_, at) => 52 + at))(
  'judges the end of a run by the state before each step, also where that discovers a channel (%s components more)',
  (count) => {
    const telling = (to: string) => sendTo(componentRef(to), { type: 'TOLD' });
    const machine = (id: string, config: object) => createMachine({ id, ...config } as never);
    const going = machine('going', {
      initial: 'waiting',
      states: {
        waiting: { tags: 'rest', after: { 1: { target: 'gone', actions: telling('relay') } } },
        gone: { tags: 'rest', after: { 2: 'waiting' } },
      },
    });
    const idle = machine('idle', { tags: 'rest', on: { TOLD: {} } });
    const network = defineNetwork({
      name: 'relayed',
      components: {
        going: { machine: going },
        relay: { machine: machine('relay', { tags: 'rest', on: { TOLD: { actions: telling('idle.0') } } }) },
        ...Object.fromEntries(Array.from({ length: count }, (_, at) => [`idle.${at}`, { machine: idle }])),
      },
      channels: { pairs: { 'going -> relay': { kind: 'sync' } } },
      // Of what it can do after the step nothing is owed: by that state the run might end.
      fairness: { default: 'weak', units: [{ component: 'going', timer: '2 in gone', fairness: 'none' }] },
    });
    const engine = new Engine(network);
    const cursor = engine.cursor();
    cursor.start(engine.initialStates()[0]!.vector);
    expect(cursor.outlook()).toEqual({ isTerminal: false, mayEnd: false });
  },
);
