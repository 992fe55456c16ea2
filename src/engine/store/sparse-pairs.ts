import { mix } from './hash.js';

/** What is known of a pair: its row, its column, and the value; a negative value stands where there is none. */
const ROW = 0;
const COLUMN = 1;
const VALUE = 2;
const SIZE = 3;

const PLACES_AT_START = 16;
const LOAD_MAX = 0.5;

/** Remembers one non-negative integer for each of some pairs of non-negative integers: open addressing, in one typed array. */
export class SparsePairs {
  private places = emptyPlaces(PLACES_AT_START);
  private count = 0;

  /** Integers allocated so far. */
  get size(): number {
    return this.places.length;
  }

  /** The remembered value, or -1. */
  get(row: number, column: number): number {
    return this.places[this.find(row, column) + VALUE]!;
  }

  set(row: number, column: number, value: number): void {
    const at = this.find(row, column);
    const isNew = this.places[at + VALUE]! < 0;
    this.places[at + ROW] = row;
    this.places[at + COLUMN] = column;
    this.places[at + VALUE] = value;
    if (isNew && ++this.count * SIZE > LOAD_MAX * this.places.length) this.grow();
  }

  /** Where a pair stands, or would. */
  private find(row: number, column: number): number {
    const { places } = this;
    const mask = places.length / SIZE - 1;
    let place = mix(Math.imul(row, 0x9e3779b1) ^ column) & mask;
    for (;;) {
      const at = SIZE * place;
      if (places[at + VALUE]! < 0 || (places[at + ROW] === row && places[at + COLUMN] === column)) return at;
      place = (place + 1) & mask;
    }
  }

  private grow(): void {
    const { places: old } = this;
    this.places = emptyPlaces((2 * old.length) / SIZE);
    for (let from = 0; from < old.length; from += SIZE) {
      if (old[from + VALUE]! < 0) continue;
      const to = this.find(old[from + ROW]!, old[from + COLUMN]!);
      for (let part = 0; part < SIZE; part++) this.places[to + part] = old[from + part]!;
    }
  }
}

/** @param count a power of two */
function emptyPlaces(count: number): Int32Array<ArrayBuffer> {
  return new Int32Array(SIZE * count).fill(-1);
}
