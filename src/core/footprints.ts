import type { StepEvent, StepTrace } from './step-code.js';
import type { TableMemory } from './table-memory.js';

/** What of a cell: of a queue's, its head, which is taken, or its tail, to which is pushed. Either can be done first where both can be done. */
export type End = 'whole' | 'head' | 'tail';

/** A cell of the state vector, or one end of it. */
export interface Place {
  readonly cell: number;
  readonly end: End;
}

const ENDS: readonly End[] = ['whole', 'head', 'tail'];
/** Bits for places, which share them where there are more. */
const BITS = 64;
const WORD_BITS = 32;
/** Integers before the cells: two for each set of bits, and how many cells there are. */
const TOUCHED = 0;
const WRITTEN = 2;
const CELLS = 4;
const HEAD_INTS = 5;

/**
 * Writes down what the steps of a program touch, be it read or written, and what they write: as far as they have been seen, and, of places that share bits,
 * too much rather than too little. A footprint: bits of touched places, bits of written ones, how many cells are written, these cells; see `assembly/sleep.ts`.
 */
export class Footprints {
  private readonly bits = new Map<number, number>();

  constructor(private readonly memory: TableMemory) {}

  /** Integers of the footprint of steps, and of a source that depends on some places. @param before address of what it is added to, 0: nothing */
  of(steps: readonly StepTrace[], places: readonly Place[], before: number): readonly number[] {
    const { ints } = this.memory;
    const at = before >> 2;
    const cells = new Set(
      before === 0 ? [] : ints.subarray(at + HEAD_INTS, at + HEAD_INTS + ints[at + CELLS]!),
    );
    const head = before === 0 ? [0, 0, 0, 0] : [...ints.subarray(at, at + CELLS)];
    for (const place of places) this.add(head, TOUCHED, place);
    for (const event of steps.flatMap(({ events }) => events)) {
      const place = placeOf(event);
      if (place === undefined) continue;
      this.add(head, TOUCHED, place);
      if (event.does === 'read') continue;
      this.add(head, WRITTEN, place);
      cells.add(place.cell);
    }
    return [...head, cells.size, ...cells];
  }

  private add(head: number[], at: number, { cell, end }: Place): void {
    const key = ENDS.length * cell + ENDS.indexOf(end);
    let bit = this.bits.get(key);
    if (bit === undefined) {
      bit = this.bits.size % BITS;
      this.bits.set(key, bit);
    }
    head[at + Math.floor(bit / WORD_BITS)]! |= 1 << (bit % WORD_BITS);
  }
}

function placeOf(event: StepEvent): Place | undefined {
  if (event.does === 'mark') return undefined;
  return { cell: event.cell, end: event.does === 'map' ? event.end : 'whole' };
}
