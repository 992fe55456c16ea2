// Goal: a core's states are a set of vectors with numbers and parents, however often it is laid out anew. Method: against a Map of texts, on vectors whose
// cells and values grow as they come.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantiateCore } from '../../src/core/core-module.js';
import { CoreStates } from '../../src/core/core-states.js';
import { ROOM, ROWS_AT } from '../../src/core/memory-map.js';
import { TableMemory } from '../../src/core/table-memory.js';
import { mix } from '../../src/engine/store/hash.js';

function coreStates(): CoreStates {
  const instance = instantiateCore()!;
  return new CoreStates(instance, new TableMemory(instance.memory), 2 ** 31);
}

/** Values of every width, small ones most of the time. */
const value = fc.oneof(fc.nat(1), fc.nat(3), fc.nat(40), fc.nat(2 ** 31 - 1));
const vector = fc.array(value, { minLength: 1, maxLength: 12 });

/** Trailing zeros say nothing: a vector may be shorter than another and be the same state. */
const textOf = (values: Iterable<number>) => [...values].join().replace(/(,0)+$/, '');

function readFrom(set: CoreStates, state: number, length: number): string {
  const into = new Int32Array(length).fill(-1);
  set.read(state, into);
  return textOf(into);
}

describe('vectors', () => {
  it('are a set: numbered as they come, found again, read back, with their origins', () => {
    fc.assert(
      fc.property(fc.array(vector, { maxLength: 80 }), (vectors) => {
        const set = coreStates();
        const numbers = new Map<string, number>();
        vectors.forEach((values, index) => {
          const text = textOf(values);
          if (!numbers.has(text)) numbers.set(text, numbers.size);
          expect(set.addVector(Int32Array.from(values), values.length, -1 - index)).toBe(numbers.get(text));
        });
        expect(set.size).toBe(numbers.size);
        for (const [text, state] of numbers) {
          expect(readFrom(set, state, 12)).toBe(text);
          expect(set.parent(state)).toBe(-1 - vectors.findIndex((values) => textOf(values) === text));
        }
      }),
    );
  });

  it('may be longer than what counts of them', () => {
    const set = coreStates();
    set.addVector(Int32Array.of(1, 2, 99), 2, -1);
    expect(readFrom(set, 0, 3)).toBe('1,2');
  });
});

/** Stages successors of a state, each a list of changes. */
function stage(
  set: CoreStates,
  parent: number,
  successors: readonly (readonly (readonly [number, number])[])[],
): readonly [Int32Array, Int32Array, Int32Array, number, number] {
  const changes = successors.flat();
  const start = [0];
  for (const successor of successors) start.push(start.at(-1)! + successor.length);
  const cells = Int32Array.from(changes, ([cell]) => cell);
  const values = Int32Array.from(changes, ([, changed]) => changed);
  const staged = [cells, values, Int32Array.from(start), successors.length, parent] as const;
  set.stage(...staged);
  return staged;
}

describe('staged successors', () => {
  const change = fc.tuple(fc.nat(15), value);
  const successor = fc.array(change, { maxLength: 4 }).map((changes) => [...new Map(changes)]);
  const expansions = fc.array(fc.tuple(fc.nat(3), fc.array(successor, { maxLength: 5 }), fc.boolean()), {
    maxLength: 25,
  });

  it('are in the set, in their order, after a flush, and found again, whatever room they need and however often it is flushed', () => {
    fc.assert(
      fc.property(vector, expansions, (initial, steps) => {
        const set = coreStates();
        set.addVector(Int32Array.from(initial), initial.length, -1);
        const known: string[] = [textOf(initial)];
        const parents: number[] = [-1];
        const current = new Int32Array(16);
        const heard: number[] = [];
        const expected: number[] = [];
        const all: (readonly [readonly [Int32Array, Int32Array, Int32Array, number, number], number[]])[] =
          [];
        set.listen({
          isWhole: true,
          addAll: (states, from, to) => heard.push(...states.subarray(from, to)),
          close: () => {},
          noteFault: () => {},
        });
        let parent = 0;
        for (const [further, successors, flushes] of steps) {
          // As in a search, parents come in order.
          parent = Math.min(parent + further, set.size - 1);
          set.read(parent, current);
          const staged = stage(set, parent, successors);
          const numbers = successors.map((changes) => {
            const next = current.slice();
            for (const [cell, changed] of changes) next[cell] = changed;
            const text = textOf(next);
            if (!known.includes(text)) {
              known.push(text);
              parents.push(parent);
            }
            return known.indexOf(text);
          });
          expected.push(...numbers);
          all.push([staged, numbers]);
          expect(set.sizeMax).toBeGreaterThanOrEqual(known.length);
          if (flushes) {
            set.tidyIfDue();
            expect([set.size, set.sizeMax]).toEqual([known.length, known.length]);
          }
        }
        set.flush();
        expect(set.size).toBe(known.length);
        expect(known.map((_, state) => readFrom(set, state, 16))).toEqual(known);
        expect(known.map((_, state) => set.parent(state))).toEqual(parents);
        expect(heard).toEqual(expected);
        for (const [[cells, values, start, count, from], numbers] of all) {
          const into = new Int32Array(count);
          set.locate(cells, values, start, count, from, into);
          expect([...into]).toEqual(numbers);
        }
      }),
    );
  });

  it('may be more at once than are usually staged', () => {
    const set = coreStates();
    set.addVector(Int32Array.of(0, 7), 2, -1);
    const [cells, values, start, count] = stage(
      set,
      0,
      Array.from({ length: 10_000 }, (_, index) => [[0, index] as const]),
    );
    set.flush();
    expect(set.size).toBe(10_000);
    expect(readFrom(set, 9_999, 2)).toBe('9999,7');
    expect([0, 1, 5_000, 9_999].map((state) => set.parent(state))).toEqual([-1, 0, 0, 0]);
    const into = new Int32Array(count);
    set.locate(cells, values, start, count, 0, into);
    expect(into.every((state, index) => state === index)).toBe(true);
  });

  it('that change nothing are the state itself', () => {
    const set = coreStates();
    set.addVector(Int32Array.of(5, 0, 3), 3, -1);
    stage(set, 0, [[], [[2, 3]]]);
    set.flush();
    expect(set.size).toBe(1);
  });

  it('are found again after rows have become longer and been laid out anew, many times', () => {
    const COUNT = 100_000;
    const CELLS = 24;
    const set = coreStates();
    set.addVector(new Int32Array(CELLS), CELLS, -1);
    // Each cell outgrows its field again and again, at its own time.
    const changesOf = (index: number) =>
      Array.from(
        { length: 4 },
        (_, at) => [(index * 5 + at * 7) % CELLS, (index * (at + 1)) >>> at] as const,
      );
    const texts = new Map([[textOf(new Int32Array(CELLS)), 0]]);
    for (let index = 1; index < COUNT; index++) {
      const next = new Int32Array(CELLS);
      for (const [cell, changed] of changesOf(index)) next[cell] = changed;
      const text = textOf(next);
      if (!texts.has(text)) texts.set(text, texts.size);
      stage(set, 0, [changesOf(index)]);
      if (index % 1_000 === 0) set.tidyIfDue();
    }
    set.flush();
    expect(set.size).toBe(texts.size);
    for (const [text, state] of texts) {
      if (state % 97 === 0) expect(readFrom(set, state, CELLS)).toBe(text);
    }
    for (let index = 1; index < COUNT; index++) stage(set, 0, [changesOf(index)]);
    set.flush();
    expect(set.size).toBe(texts.size);
  });
});

describe('many states', () => {
  const COUNT = 300_000;

  it('are all found again after shards have grown, one at a time, and cells have been widened, many times', () => {
    const set = coreStates();
    set.addVector(new Int32Array(5), 5, -1);
    // Cells that grow slowly, late and at random; each vector differs from every other in the first cell.
    const vectorOf = (index: number) =>
      Int32Array.of(index, index >>> 8, index > 90_000 ? index : 0, mix(index) & 0xff, mix(index) >>> 2);
    for (let index = 1; index < COUNT; index++) {
      if (set.addVector(vectorOf(index), 5, index - 1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    expect(set.size).toBe(COUNT);
    const into = new Int32Array(5);
    for (let index = 1; index < COUNT; index++) {
      set.read(index, into);
      const expected = vectorOf(index);
      if (!into.every((read, cell) => read === expected[cell]))
        throw new Error(`state ${index} reads ${into}`);
      if (set.parent(index) !== index - 1) throw new Error(`state ${index} has parent ${set.parent(index)}`);
      if (set.addVector(expected, 5, COUNT) !== index) throw new Error(`state ${index} is not found`);
    }
    expect(set.size).toBe(COUNT);
  });

  it('are told apart by their last word, where their hashes look alike', () => {
    // So many states share an index that some meet others with an equal tag; only the whole row tells them apart.
    const set = coreStates();
    for (let index = 0; index < COUNT; index++) {
      if (set.addVector(Int32Array.of(2 ** 31 - 1, index), 2, index - 1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    expect(set.size).toBe(COUNT);
  });

  it('are said to have no room before they are written beyond it', () => {
    const { rowsEnd } = ROOM;
    ROOM.rowsEnd = ROWS_AT + 8 * 4_900;
    try {
      const set = coreStates();
      set.addVector(Int32Array.of(1), 1, -1);
      const stageFrom = (first: number) =>
        stage(
          set,
          0,
          Array.from({ length: 1_000 }, (_, index) => [[0, first + index]] as const),
        );
      for (let first = 0; first < 4_000; first += 1_000) {
        stageFrom(first);
        set.flush();
      }
      expect(() => stageFrom(4_000)).toThrow('Array buffer allocation failed');
      expect(set.size).toBe(4_000);
    } finally {
      ROOM.rowsEnd = rowsEnd;
    }
  });
});
