// Goal: a StateSet is a set of vectors with numbers and parents, however often it is laid out anew. Method: against a Map of
// texts, on vectors whose places and values grow as they come.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix } from '../../src/engine/store/hash.js';
import { StateSet } from '../../src/explore/state-set.js';

/** Values of every width, small ones most of the time. */
const value = fc.oneof(fc.nat(1), fc.nat(3), fc.nat(40), fc.nat(2 ** 31 - 1));
const vector = fc.array(value, { minLength: 1, maxLength: 12 });

/** Trailing zeros say nothing: a vector may be shorter than another and be the same state. */
const textOf = (values: Iterable<number>) => [...values].join().replace(/(,0)+$/, '');

function readFrom(set: StateSet, state: number, length: number): string {
  const into = new Int32Array(length).fill(-1);
  set.read(state, into);
  return textOf(into);
}

describe('vectors', () => {
  it('are a set: numbered as they come, found again, read back, with the first parent', () => {
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 80 }), (vectors) => {
        const set = new StateSet();
        const numbers = new Map<string, number>();
        vectors.forEach((values, parent) => {
          const text = textOf(values);
          const state = set.addVector(Int32Array.from(values), values.length, parent);
          expect(set.added).toBe(!numbers.has(text));
          if (set.added) {
            expect(state).toBe(numbers.size);
            numbers.set(text, state);
          }
          expect(state).toBe(numbers.get(text));
        });
        expect(set.size).toBe(numbers.size);
        for (const [text, state] of numbers) {
          expect(readFrom(set, state, 12)).toBe(text);
          expect(set.parent(state)).toBe(vectors.findIndex((values) => textOf(values) === text));
        }
      }),
    );
  });

  it('may have negative parents, as initial states do', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(1), 1, -3);
    expect(set.parent(0)).toBe(-3);
  });

  it('may be longer than what counts of them', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(1, 2, 99), 2, -1);
    expect(readFrom(set, 0, 3)).toBe('1,2');
  });
});

/** Stages successors of a state, each a list of changes. */
function stage(
  set: StateSet,
  parent: number,
  successors: readonly (readonly (readonly [number, number])[])[],
): void {
  const changes = successors.flat();
  const start = [0];
  for (const successor of successors) start.push(start.at(-1)! + successor.length);
  const cells = Int32Array.from(changes, ([cell]) => cell);
  const values = Int32Array.from(changes, ([, changed]) => changed);
  set.stage(cells, values, Int32Array.from(start), successors.length, parent);
}

describe('staged successors', () => {
  const change = fc.tuple(fc.nat(15), value);
  const successor = fc.array(change, { maxLength: 4 }).map((changes) => [...new Map(changes)]);
  const expansions = fc.array(fc.tuple(fc.nat(), fc.array(successor, { maxLength: 5 }), fc.boolean()), {
    maxLength: 25,
  });

  it('are in the set, in their order, after a flush, whatever room they need and however often it is flushed', () => {
    fc.assert(
      fc.property(vector, expansions, (initial, steps) => {
        const set = new StateSet();
        set.addVector(Int32Array.from(initial), initial.length, -1);
        const known: string[] = [textOf(initial)];
        const parents: number[] = [-1];
        const current = new Int32Array(16);
        for (const [pick, successors, flushes] of steps) {
          const parent = pick % set.size;
          set.read(parent, current);
          stage(set, parent, successors);
          for (const changes of successors) {
            const next = current.slice();
            for (const [cell, changed] of changes) next[cell] = changed;
            const text = textOf(next);
            if (known.includes(text)) continue;
            known.push(text);
            parents.push(parent);
          }
          expect(set.sizeMax).toBeGreaterThanOrEqual(known.length);
          if (flushes) {
            set.flush();
            expect([set.size, set.sizeMax]).toEqual([known.length, known.length]);
          }
        }
        set.flush();
        expect(set.size).toBe(known.length);
        expect(known.map((_, state) => readFrom(set, state, 16))).toEqual(known);
        expect(known.map((_, state) => set.parent(state))).toEqual(parents);
      }),
    );
  });

  it('may be more at once than are usually staged', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(0, 7), 2, -1);
    stage(
      set,
      0,
      Array.from({ length: 1_000 }, (_, index) => [[0, index] as const]),
    );
    set.flush();
    expect(set.size).toBe(1_000);
    expect(readFrom(set, 999, 2)).toBe('999,7');
  });

  it('that change nothing are the state itself', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(5, 0, 3), 3, -1);
    stage(set, 0, [[], [[2, 3]]]);
    set.flush();
    expect(set.size).toBe(1);
  });

  it('are found again after rows have become longer and been laid out anew, many times', () => {
    const COUNT = 40_000;
    const PLACES = 24;
    const set = new StateSet();
    set.addVector(new Int32Array(PLACES), PLACES, -1);
    // Each place outgrows its field again and again, at its own time.
    const changesOf = (index: number) =>
      Array.from(
        { length: 4 },
        (_, at) => [(index * 5 + at * 7) % PLACES, (index * (at + 1)) >>> at] as const,
      );
    const texts = new Map([[textOf(new Int32Array(PLACES)), 0]]);
    for (let index = 1; index < COUNT; index++) {
      const next = new Int32Array(PLACES);
      for (const [cell, changed] of changesOf(index)) next[cell] = changed;
      const text = textOf(next);
      if (!texts.has(text)) texts.set(text, texts.size);
      stage(set, 0, [changesOf(index)]);
    }
    set.flush();
    expect(set.size).toBe(texts.size);
    for (const [text, state] of texts) {
      if (state % 97 === 0) expect(readFrom(set, state, PLACES)).toBe(text);
    }
    for (let index = 1; index < COUNT; index++) stage(set, 0, [changesOf(index)]);
    set.flush();
    expect(set.size).toBe(texts.size);
  });
});

describe('many states', () => {
  const COUNT = 100_000;

  it('are all found again after the index has grown, and places have been widened, many times', () => {
    const set = new StateSet();
    // Places that grow slowly, late and at random; each vector differs from every other in the first place.
    const vectorOf = (index: number) =>
      Int32Array.of(index, index >>> 8, index > 90_000 ? index : 0, mix(index) & 0xff, mix(index) >>> 2);
    for (let index = 0; index < COUNT; index++) {
      if (set.addVector(vectorOf(index), 5, index - 1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    expect(set.size).toBe(COUNT);
    const into = new Int32Array(5);
    for (let index = 0; index < COUNT; index++) {
      set.read(index, into);
      const expected = vectorOf(index);
      if (!into.every((read, cell) => read === expected[cell]))
        throw new Error(`state ${index} reads ${into}`);
      if (set.parent(index) !== index - 1) throw new Error(`state ${index} has parent ${set.parent(index)}`);
      if (set.addVector(expected, 5, -1) !== index || set.added)
        throw new Error(`state ${index} is not found`);
    }
    expect(set.size).toBe(COUNT);
  });

  it('are told apart by their last word, where their hashes look alike', () => {
    // So many states share an index that some meet others with an equal tag; only the whole row tells them apart.
    const set = new StateSet();
    for (let index = 0; index < COUNT; index++) {
      if (set.addVector(Int32Array.of(2 ** 31 - 1, index), 2, -1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    expect(set.size).toBe(COUNT);
  });

  it('take few bytes: packed words, a parent and a share of the index', () => {
    const set = new StateSet();
    for (let index = 0; index < COUNT; index++)
      set.addVector(Int32Array.of(index & 1023, index >>> 10), 2, -1);
    // One word and one parent are 8 bytes; the index, a power of two, holds 4 bytes for 0.8 states at most and 0.4 at least.
    expect(set.bytes / COUNT).toBeGreaterThan(8 + 4 / 0.8);
    expect(set.bytes / COUNT).toBeLessThan(8 * 1.2 + 4 / 0.4);
  });
});
