import type { End, Place, StepEvent, StepTrace } from './step-trace.js';
import type { TableMemory } from './table-memory.js';

const NUMBER_OF_END: Readonly<Record<End, number>> = { whole: 0, head: 1, tail: 2 };
const ENDS = 3;
/** Bits for places, which share them where there are more. */
const BITS = 64;
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
  /** By place: its bit. */
  private readonly bits = new Map<number, number>();

  constructor(private readonly memory: TableMemory) {}

  /** Integers of the footprint of steps, and of a source that depends on some places. @param before address of what it is added to, 0: nothing */
  of(steps: readonly StepTrace[], places: readonly Place[], before: number): readonly number[] {
    const { ints } = this.memory;
    const at = before >> 2;
    const footprint =
      before === 0
        ? new Array<number>(HEAD_INTS).fill(0)
        : Array.from(ints.subarray(at, at + HEAD_INTS + ints[at + CELLS]!));
    for (const { cell, end } of places) this.add(footprint, TOUCHED, cell, end);
    for (const { events } of steps) for (const event of events) this.addEvent(footprint, event);
    return footprint;
  }

  private addEvent(footprint: number[], event: StepEvent): void {
    if (event.does === 'mark') return;
    const { cell } = event;
    const end = event.does === 'map' ? event.end : 'whole';
    this.add(footprint, TOUCHED, cell, end);
    if (event.does === 'read') return;
    this.add(footprint, WRITTEN, cell, end);
    if (footprint.includes(cell, HEAD_INTS)) return;
    footprint.push(cell);
    footprint[CELLS]!++;
  }

  private add(footprint: number[], at: number, cell: number, end: End): void {
    const place = ENDS * cell + NUMBER_OF_END[end];
    let bit = this.bits.get(place);
    if (bit === undefined) {
      bit = this.bits.size % BITS;
      this.bits.set(place, bit);
    }
    footprint[at + (bit >> 5)]! |= 1 << (bit & 31);
  }
}
