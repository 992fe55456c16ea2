import type { SearchProgress } from '../index.js';

/** Where the numbers stand; the first of all is 1 when there are any. */
const FIELDS = ['states', 'steps', 'depth', 'frontier'] as const;

/**
 * How far a search has come, in memory that two threads see: a message for each question to XState would be too many, and what a thread
 * did just before it went into an endless loop is what one wants to know.
 */
export class SharedProgress {
  private readonly numbers: Float64Array;

  constructor(readonly buffer = new SharedArrayBuffer(8 * (1 + FIELDS.length))) {
    this.numbers = new Float64Array(buffer);
  }

  write(progress: SearchProgress | undefined): void {
    this.numbers[0] = progress === undefined ? 0 : 1;
    if (progress === undefined) return;
    for (let at = 0; at < FIELDS.length; at++) this.numbers[at + 1] = progress[FIELDS[at]!];
  }

  read(): SearchProgress | undefined {
    if (this.numbers[0] === 0) return undefined;
    const [states, steps, depth, frontier] = this.numbers.subarray(1) as unknown as [
      number,
      number,
      number,
      number,
    ];
    return { states, steps, depth, frontier };
  }
}
