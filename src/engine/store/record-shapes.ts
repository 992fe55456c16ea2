import { SequenceTable } from './sequence-table.js';

/** What is known of a list of keys. Both are indices in that list. */
export interface RecordShape {
  /** The order of the keys' numbers; `undefined` where that is the order in which they stand. */
  readonly ascending: readonly number[] | undefined;
  /** The order of canonical forms: that of the keys' code units, indices before all others; `undefined` where that is the order in which they stand. */
  readonly canonical: readonly number[] | undefined;
}

/** Of indices alone: they are listed in ascending order wherever keys are listed. */
const OF_INDICES: RecordShape = { ascending: undefined, canonical: undefined };

/** Lists of keys, each sorted once: there are few of them, and many records of each. */
export class RecordShapes {
  private readonly lists = new SequenceTable();
  private readonly shapes: RecordShape[] = [];
  private scratch = new Int32Array(64);

  /** @param numbers a number for each key, the same whenever the key is the same; negative ones for indices, in ascending order */
  of(numbers: readonly number[], keyOf: (index: number) => string): RecordShape {
    const { length } = numbers;
    // Of these there may be very many lists.
    if (numbers.every((number) => number < 0)) return OF_INDICES;
    if (length > this.scratch.length) this.scratch = new Int32Array(2 * length);
    for (let at = 0; at < length; at++) this.scratch[at] = numbers[at]!;
    const list = this.lists.number(0, this.scratch, 0, length);
    return (this.shapes[list] ??= shapeOf(numbers, keyOf));
  }
}

function shapeOf(numbers: readonly number[], keyOf: (index: number) => string): RecordShape {
  const indices = numbers.map((_, index) => index);
  const keys = indices.map(keyOf);
  const isAscending = numbers.every((number, at) => at === 0 || numbers[at - 1]! < number);
  return {
    ascending: isAscending ? undefined : indices.toSorted((one, other) => numbers[one]! - numbers[other]!),
    canonical: indices.toSorted((one, other) => (keys[one]! < keys[other]! ? -1 : 1)),
  };
}
