// Goal: a StateSet is a set of vectors with numbers and parents, however often it is laid out anew. Method: against a Map of
// texts, on vectors whose places and values grow as they come.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mix } from '../../src/engine/hash.js';
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

describe('changes to a base state', () => {
  const change = fc.tuple(fc.nat(15), value);
  const steps = fc.array(fc.tuple(fc.nat(), fc.array(fc.array(change, { maxLength: 4 }), { maxLength: 5 })), {
    maxLength: 25,
  });

  it('are the vectors that they describe, with the base as parent, also when they need more room', () => {
    fc.assert(
      fc.property(vector, steps, (initial, expansions) => {
        const set = new StateSet();
        set.addVector(Int32Array.from(initial), initial.length, -1);
        const known: string[] = [textOf(initial)];
        const parents: number[] = [-1];
        const current = new Int32Array(16);
        for (const [pick, successors] of expansions) {
          const base = pick % set.size;
          set.setBase(base);
          set.read(base, current);
          for (const changes of successors) {
            const distinct = [...new Map(changes)];
            const slots = Int32Array.from(distinct, ([slot]) => slot);
            const values = Int32Array.from(distinct, ([, changed]) => changed);
            const next = current.slice();
            for (const [slot, changed] of distinct) next[slot] = changed;
            const state = set.addChanged(slots, values, 0, slots.length);
            const text = textOf(next);
            expect(set.added).toBe(!known.includes(text));
            if (set.added) {
              known.push(text);
              parents.push(base);
            }
            expect(state).toBe(known.indexOf(text));
          }
        }
        expect(known.map((_, state) => readFrom(set, state, 16))).toEqual(known);
        expect(known.map((_, state) => set.parent(state))).toEqual(parents);
      }),
    );
  });

  it('are taken from a part of longer lists', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(1, 1, 1), 3, -1);
    set.setBase(0);
    const state = set.addChanged(Int32Array.of(0, 1, 2), Int32Array.of(7, 8, 9), 1, 2);
    expect(readFrom(set, state, 3)).toBe('1,8,1');
  });

  it('that change nothing are the base state itself', () => {
    const set = new StateSet();
    set.addVector(Int32Array.of(5, 0, 3), 3, -1);
    set.setBase(0);
    expect(set.addChanged(new Int32Array(0), new Int32Array(0), 0, 0)).toBe(0);
    expect(set.addChanged(Int32Array.of(2), Int32Array.of(3), 0, 1)).toBe(0);
    expect(set.added).toBe(false);
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
      if (!into.every((read, slot) => read === expected[slot]))
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
