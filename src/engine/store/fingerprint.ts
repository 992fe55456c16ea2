import { mix } from './hash.js';

/**
 * A hash of a state vector in 53 bits, kept up to date from change to change: the exclusive or of one random-looking pattern for each
 * cell with its value (Zobrist hashing). A cell that is 0 adds nothing, so that channels that are discovered later change nothing.
 */
export class Fingerprint {
  private high = 0;
  private low = 0;

  reset(): void {
    this.high = 0;
    this.low = 0;
  }

  /** Puts in a value at a cell, or takes it out again. */
  toggle(cell: number, value: number): void {
    if (value === 0) return;
    // Different pairs of cell and value have different patterns: each line can be undone.
    const mixed = mix(cell + CELL);
    const high = mix(mixed ^ value);
    this.high ^= high;
    this.low ^= mix((high + mixed) | 0);
  }

  /** A whole number from 0 to 2^53 - 1. */
  get value(): number {
    return (this.high >>> 11) * 2 ** 32 + (this.low >>> 0);
  }
}

/** Any constant, so that cell 0 has a pattern as good as others. */
const CELL = 0x9e3779b1;
