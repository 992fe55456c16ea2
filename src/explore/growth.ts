import type { Engine } from '../engine/engine.js';
import { type Measure, type MeasuredCell, measuredCells } from './measured-cells.js';

/** Notes that are kept: when there are more, every second one is dropped, and half as many are taken from then on. */
const NOTES_MAX = 16;
/** The search or run is looked at in so many parts of equal length. */
const PARTS = 4;
/** Values of one cell that are measured in one part. */
const VALUES_MAX = 48;
/** What is smaller than this at the end is not said to grow. */
const SIZE_MIN = 8;
/** The last part's mean must be so many times the first part's: numbers that go up and down have the same, more or less. */
const RATIO_MIN = 1.5;
/** The last part must add at least this share of what a part adds on average: what has come to its bound adds nothing. */
const LAST_SHARE = 0.5;
/** More sentences would only repeat each other. */
const SENTENCES_MAX = 8;

/** The sizes of one thing in one part. */
interface Part {
  max: number;
  sum: number;
  count: number;
}

/** Things by what is said of them, each with its sizes in every part. */
type Sizes = Map<string, { readonly measure: Measure; readonly parts: Part[] }>;

/**
 * Tells what grows for as long as a breadth-first search goes on. Each cell's values are numbered in the order of discovery, so that those
 * first seen in one quarter of the levels follow those of the quarter before: a thing grows if in each quarter new values of its cell were
 * found, larger than those before. What is merely large has come to its size before, or finds no new values.
 */
export class Growth {
  private stride = 1;
  /** By `stride` levels: how many values each cell had. */
  private records: Map<string, number>[] = [];

  constructor(private readonly engine: Engine) {}

  /** Called as each level begins, with how many there were before. */
  record(levels: number): void {
    if (levels % this.stride !== 0) return;
    this.records.push(new Map(measuredCells(this.engine).map((cell) => [keyOf(cell), cell.count()])));
    if (this.records.length <= NOTES_MAX) return;
    this.records = this.records.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }

  /** What grows by now, most telling first. */
  sentences(levels: number): string[] {
    const last = levels / this.stride;
    if (last < PARTS || this.records.length < PARTS) return [];
    const found: Sizes = new Map();
    for (const cell of measuredCells(this.engine)) {
      const counts = Array.from({ length: PARTS }, (_, part) => {
        const record = this.records[Math.min(this.records.length - 1, Math.floor((part * last) / PARTS))]!;
        return record.get(keyOf(cell)) ?? 0;
      });
      counts.push(cell.count());
      for (let part = 0; part < PARTS; part++) {
        for (const value of someOf(counts[part]!, counts[part + 1]!)) {
          measureInto(found, cell, value, part);
        }
      }
    }
    return sentencesOn(found);
  }
}

/** Tells what grows for as long as a random run goes on, by the states that the longest of the last two passed. */
export class GrowthOfRuns {
  private stride = 1;
  private states: Int32Array[] = [];
  private before: Int32Array[] = [];

  constructor(private readonly engine: Engine) {}

  /** Called in each state of a run, with how many the run passed before. */
  record(passed: number, vector: Int32Array): void {
    if (passed === 0) {
      if (this.states.length > 0) this.before = this.states;
      this.states = [];
      this.stride = 1;
    }
    if (passed % this.stride !== 0) return;
    this.states.push(vector.slice());
    if (this.states.length <= 2 * NOTES_MAX) return;
    this.states = this.states.filter((_, index) => index % 2 === 0);
    this.stride *= 2;
  }

  sentences(): string[] {
    const states = this.states.length >= NOTES_MAX ? this.states : this.before;
    if (states.length < NOTES_MAX) return [];
    const found: Sizes = new Map();
    const each = Math.floor(states.length / PARTS);
    for (const cell of measuredCells(this.engine)) {
      for (let part = 0; part < PARTS; part++) {
        for (const state of states.slice(part * each, (part + 1) * each)) {
          measureInto(found, cell, state[cell.cell] ?? 0, part);
        }
      }
    }
    return sentencesOn(found);
  }
}

const keyOf = ({ cell }: MeasuredCell) => String(cell);

/** Some of the numbers from one to before another, the last included. */
function someOf(from: number, to: number): number[] {
  const step = Math.max(1, Math.ceil((to - from) / VALUES_MAX));
  const found: number[] = [];
  for (let value = to - 1; value >= from; value -= step) found.push(value);
  return found;
}

function measureInto(found: Sizes, cell: MeasuredCell, value: number, part: number): void {
  cell.measure(value, (measure, size) => {
    const key = `${measure.kind} ${measure.what}`;
    const entry = found.get(key) ?? { measure, parts: [] };
    found.set(key, entry);
    const sizes = (entry.parts[part] ??= { max: 0, sum: 0, count: 0 });
    sizes.max = Math.max(sizes.max, size);
    sizes.sum += size;
    sizes.count++;
  });
}

function sentencesOn(found: Sizes): string[] {
  const grown = [...found.values()].filter(({ parts }) => hasGrown(parts));
  const order: readonly Measure['kind'][] = ['messages', 'timers', 'data'];
  return grown
    .sort((one, other) => order.indexOf(one.measure.kind) - order.indexOf(other.measure.kind))
    .filter(
      // Timers of all names together are told of only where no name alone grows.
      ({ measure }, _, all) =>
        measure.kind !== 'timers' ||
        measure.what.startsWith("'") ||
        !all.some((each) => each.measure.kind === 'timers' && each.measure.what.endsWith(` ${measure.what}`)),
    )
    .slice(0, SENTENCES_MAX)
    .map(({ measure, parts }) => sentence(measure, parts[PARTS - 1]!.max));
}

function hasGrown(parts: readonly Part[]): boolean {
  for (let part = 0; part < PARTS; part++) if (parts[part] === undefined) return false;
  const means = parts.map(({ sum, count }) => sum / count);
  const maxima = parts.map(({ max }) => max);
  return (
    maxima[PARTS - 1]! >= SIZE_MIN &&
    means[PARTS - 1]! >= RATIO_MIN * means[0]! &&
    [means, maxima].every(growsToTheEnd)
  );
}

function growsToTheEnd(sizes: readonly number[]): boolean {
  if (sizes.some((size, part) => part > 0 && size <= sizes[part - 1]!)) return false;
  const average = (sizes[PARTS - 1]! - sizes[0]!) / (PARTS - 1);
  return sizes[PARTS - 1]! - sizes[PARTS - 2]! >= LAST_SHARE * average;
}

function sentence({ kind, what }: Measure, size: number): string {
  const amount = Math.round(size).toLocaleString('en-US');
  switch (kind) {
    case 'messages':
      return `${what} holds ${amount} messages and grows: give it a capacity`;
    case 'timers':
      return `${amount} timers ${what} pending, and more are started than fire`;
    case 'data':
      return `${what} grows: ${amount} by now`;
  }
}
