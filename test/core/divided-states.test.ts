// Goal: states whose rows are kept in parts are the set that they are in whole rows, and rows for whose parts there is no room stay whole. Method: beside a set
// that is not divided, on vectors that grow before and after; with little memory.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { instantiateCore } from '../../src/core/core-module.js';
import { CoreStates } from '../../src/core/core-states.js';
import { ROOM, ROWS_AT } from '../../src/core/memory-map.js';
import { DIVISION } from '../../src/core/row-division.js';
import { TableMemory } from '../../src/core/table-memory.js';

const usual = { ...DIVISION };
const room = { ...ROOM };
afterEach(() => {
  Object.assign(DIVISION, usual);
  Object.assign(ROOM, room);
});

function coreStates(): CoreStates {
  const instance = instantiateCore()!;
  return new CoreStates(instance, new TableMemory(instance.memory), 2 ** 31);
}

/** Has rows divided from so many states on, whether it pays or not: cells are dealt out. Returns how often that was done. */
function divideFrom(from: number, parts: number): () => number {
  let divisions = 0;
  const divisionFor = (widths: readonly number[]) => {
    // No part is without bits.
    const cells = [...widths.keys()].filter((cell) => widths[cell]! > 0);
    if (cells.length < parts) return undefined;
    divisions++;
    return { partOfCell: widths.map((_, cell) => Math.max(0, cells.indexOf(cell)) % parts), parts };
  };
  Object.assign(DIVISION, { from, divisionFor });
  return () => divisions;
}

/** So many states whose cells differ everywhere, in rows of `CELLS` words. */
const CELLS = 8;
const wide = (index: number) => Int32Array.from({ length: CELLS }, (_, cell) => 2 ** 30 + index * (cell + 1));

function addWide(set: CoreStates, from: number, to: number): void {
  for (let index = from; index < to; index++) set.addVector(wide(index), CELLS, index - 1);
}

function expectWide(set: CoreStates, count: number): void {
  expect(set.size).toBe(count);
  const into = new Int32Array(CELLS);
  for (let index = 0; index < count; index++) {
    set.read(index, into);
    if (!wide(index).every((value, cell) => value === into[cell]))
      throw new Error(`state ${index} is ${into}`);
    if (set.addVector(wide(index), CELLS, 0) !== index) throw new Error(`state ${index} is not found`);
  }
  expect(set.size).toBe(count);
}

describe('a set that is to be divided', () => {
  const COUNT = 2_000;

  it.each([
    ['its rows reach to where the parts would be', 1.2],
    // Room for the states, but not for two tables with as many rows as there are states.
    ['its parts have too many different rows for their tables', 2],
  ])('stays whole where %s', (_, room) => {
    ROOM.rowsEnd = ROWS_AT + room * COUNT * CELLS * 4;
    const divisions = divideFrom(1, 2);
    const set = coreStates();
    addWide(set, 0, COUNT);
    set.tidyIfDue();
    expect(divisions()).toBe(1);
    expectWide(set, COUNT);
  });
});

/** What a search does with its states: some vectors to begin with, then successors of each state in turn, as changes. */
const value = fc.oneof(fc.nat(1), fc.nat(3), fc.nat(40), fc.nat(2 ** 31 - 1));
const change = fc.tuple(fc.nat(15), value);
const successor = fc.array(change, { maxLength: 4 }).map((changes) => [...new Map(changes)]);
const expansions = fc.array(fc.array(successor, { maxLength: 5 }), { minLength: 3, maxLength: 25 });
const vectors = fc.array(fc.array(value, { minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 });
type Expansions = readonly (readonly (readonly (readonly [number, number])[])[])[];

function staging(successors: Expansions[number], parent: number) {
  const start = [0];
  for (const changes of successors) start.push(start.at(-1)! + changes.length);
  const cells = Int32Array.from(successors.flat(), ([cell]) => cell);
  const values = Int32Array.from(successors.flat(), ([, changed]) => changed);
  return [cells, values, Int32Array.from(start), successors.length, parent] as const;
}

/** All that can be asked of a set that was filled so. */
function filled(initial: readonly (readonly number[])[], steps: Expansions) {
  const set = coreStates();
  const heard: number[] = [];
  const staged: number[] = [];
  set.listen({
    isWhole: true,
    addAll: (states, from, to) => heard.push(...states.subarray(from, to)),
    close: () => {},
    noteFault: () => {},
  });
  const added = initial.map((values, index) =>
    set.addVector(Int32Array.from(values), values.length, -1 - index),
  );
  steps.forEach((successors, state) => {
    // As in a search: the first level ends with the initial states, and later ones somewhere.
    if (state % 3 === 0) set.tidyIfDue();
    if (state >= set.size) set.flush();
    if (state >= set.size) return;
    set.stage(...staging(successors, state));
    staged.push(state);
  });
  set.flush();
  const into = new Int32Array(16);
  const states = Array.from({ length: set.size }, (_, state) => {
    set.read(state, into);
    return [set.parent(state), ...into];
  });
  const again = states.map(([, ...vector]) => set.addVector(Int32Array.from(vector), 16, 0));
  const located = staged.map((state) => {
    const successors = steps[state]!;
    const numbers = new Int32Array(successors.length);
    set.locate(...staging(successors, state), numbers);
    return [...numbers];
  });
  return { heard, added, states, again, located };
}

describe('a set that is divided', () => {
  it.each([2, 3])('has the numbers, contents and parents that it has whole: %i parts', (parts) => {
    let divided = 0;
    fc.assert(
      fc.property(vectors, expansions, (initial, steps) => {
        DIVISION.from = Infinity;
        const whole = filled(initial, steps);
        const divisions = divideFrom(initial.length, parts);
        expect(filled(initial, steps)).toEqual(whole);
        divided += divisions();
      }),
    );
    expect(divided).toBeGreaterThan(50);
  });

  it('has them after its rows have become longer many times and its tables have grown', () => {
    const COUNT = 20_000;
    divideFrom(100, 3);
    const set = coreStates();
    // Cells that outgrow their fields at their own times, one of them late; each vector differs in the first.
    const vectorOf = (index: number) =>
      Int32Array.of(
        index,
        index % 7,
        index >>> 5,
        index > COUNT / 2 ? index * 1_000 : 0,
        (index * index) >>> 3,
      );
    for (let index = 0; index < COUNT; index++) {
      if (index === 100) set.tidyIfDue();
      if (set.addVector(vectorOf(index), 5, index - 1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    const into = new Int32Array(5);
    for (let index = 0; index < COUNT; index++) {
      set.read(index, into);
      if (!vectorOf(index).every((read, cell) => read === into[cell]))
        throw new Error(`state ${index} reads ${into}`);
      if (set.parent(index) !== index - 1) throw new Error(`state ${index} has parent ${set.parent(index)}`);
      if (set.addVector(into, 5, COUNT) !== index) throw new Error(`state ${index} is not found`);
    }
    expect(set.size).toBe(COUNT);
  });

  it('tells many states apart whose hashes look alike', () => {
    const COUNT = 150_000;
    divideFrom(100, 2);
    const set = coreStates();
    const into = new Int32Array(2);
    for (let index = 0; index < COUNT; index++) {
      if (index === 100) set.tidyIfDue();
      if (set.addVector(Int32Array.of(2 ** 30 + index, 2 ** 30 + 7 * index), 2, -1) !== index)
        throw new Error(`state ${index} is not new`);
    }
    for (let index = 0; index < COUNT; index++) {
      set.read(index, into);
      if (into[0] !== 2 ** 30 + index || into[1] !== 2 ** 30 + 7 * index)
        throw new Error(`state ${index} reads ${into}`);
    }
  });

  it('takes less where its parts repeat', () => {
    const vectorOf = (index: number) =>
      Int32Array.from({ length: CELLS }, (_, cell) => 2 ** 30 + (cell % 2 === 0 ? index % 64 : index >>> 6));
    const bytesOf = (from: number) => {
      divideFrom(from, 2);
      const set = coreStates();
      for (let index = 0; index < 64 * 64; index++) set.addVector(vectorOf(index), CELLS, index - 1);
      set.tidyIfDue();
      expect(set.size).toBe(64 * 64);
      return set.bytes;
    };
    expect(bytesOf(1)).toBeLessThan(0.6 * bytesOf(Infinity));
  });

  it('says that it has no room before a table of a part is full', () => {
    ROOM.rowsEnd = ROWS_AT + 400_000;
    divideFrom(1, 2);
    const set = coreStates();
    addWide(set, 0, 100);
    set.tidyIfDue();
    const successors = (from: number) =>
      Array.from({ length: 100 }, (_, at) => [...wide(from + at)].map((read, cell) => [cell, read] as const));
    let added = 100;
    expect(() => {
      // There is room for the states themselves: 8 bytes each.
      for (; added < 30_000; added += 100) {
        set.stage(...staging(successors(added), 0));
        set.flush();
      }
    }).toThrow('Array buffer allocation failed');
    expect(added).toBeGreaterThan(1_000);
    expectWide(set, added);
  });
});
