import { now } from '../interpreter/clock.js';

/** So many evaluations are done twice, and after that every sixteenth, as long as the time for it lasts. */
const TWICE_FIRST = 64;
const TWICE_EVERY = 16;
/** So many states are kept to be evaluated again at the end: any of them with the same probability. */
const KEPT_MAX = 64;
/** What reads more cells is not evaluated again: that alone would take as long as all repetitions may. */
const READS_MAX = 2 ** 14;
/** Repetitions may take so long, and beyond that this part of the time since the first evaluation: predicates may be slow. */
const FREE_MS = 250;
const TIME_SHARE = 0.1;

type Evaluate = (vector: Int32Array) => boolean | number;

/** An evaluation, with what it read of the state: a large state has tens of thousands of cells. */
interface Kept {
  readonly cells: readonly number[];
  readonly values: readonly number[];
  readonly size: number;
  readonly result: boolean | number;
  readonly evaluate: Evaluate;
}

/** Chooses the evaluations of a predicate, or of several, that are done again, and bounds the time that this takes. */
export class PredicateSample {
  private evaluations = 0;
  private readonly kept: Kept[] = [];
  private random = 1;
  private startedAt: number | undefined;
  private spentMs = 0;
  /** Of the evaluation that is about to be done: where it is to be kept, or -1; whether it is done again at once. */
  private keptAt = -1;
  private isTwice = false;

  /** Counts an evaluation that is about to be done. Returns whether it is in the sample: then `isSame` wants to know of it. */
  begin(): boolean {
    const number = this.evaluations++;
    this.keptAt = this.placeOf(number);
    this.isTwice = number < TWICE_FIRST || number % TWICE_EVERY === 0;
    return this.keptAt >= 0 || this.isTwice;
  }

  /**
   * Does the evaluation that began last again at once, if it is in that part of the sample, and may keep it for the end.
   *
   * @param reads the cells that it read
   * @returns false if it gave something else
   */
  isSame(
    vector: Int32Array,
    reads: readonly number[],
    result: boolean | number,
    evaluate: Evaluate,
  ): boolean {
    if (reads.length > READS_MAX) return true;
    if (this.keptAt >= 0) {
      const values = reads.map((cell) => vector[cell] ?? 0);
      this.kept[this.keptAt] = { cells: reads, values, size: vector.length, result, evaluate };
    }
    return !this.isTwice || this.repeats(result, () => evaluate(vector));
  }

  /** @returns false if a kept evaluation gives something else by now */
  isSameAtEnd(): boolean {
    const vector = takeZeros(Math.max(0, ...this.kept.map(({ size }) => size)));
    try {
      return this.kept.every((kept) => this.repeatsOn(vector, kept));
    } finally {
      zeros = vector;
    }
  }

  /** @param vector zeros, which it is again afterwards */
  private repeatsOn(vector: Int32Array, { cells, values, result, evaluate }: Kept): boolean {
    cells.forEach((cell, index) => (vector[cell] = values[index]!));
    try {
      return this.repeats(result, () => evaluate(vector));
    } finally {
      for (const cell of cells) vector[cell] = 0;
    }
  }

  private repeats(result: boolean | number, again: () => boolean | number): boolean {
    const before = now();
    this.startedAt ??= before;
    if (this.spentMs > FREE_MS + TIME_SHARE * (before - this.startedAt)) return true;
    const second = again();
    this.spentMs += now() - before;
    return Object.is(result, second);
  }

  /** Where an evaluation is kept; -1 if it is not. */
  private placeOf(number: number): number {
    if (number < KEPT_MAX) return number;
    this.random = (Math.imul(this.random, 1_664_525) + 1_013_904_223) >>> 0;
    const index = Math.floor((this.random / 2 ** 32) * (number + 1));
    return index < KEPT_MAX ? index : -1;
  }
}

/** For evaluations that are done again. A large network has thousands of predicates, of which none should need a vector of its own. */
let zeros = new Int32Array(0);

/** A predicate may itself explore a network, whose predicates are evaluated again meanwhile: they find no zeros here, and make some. */
function takeZeros(size: number): Int32Array<ArrayBuffer> {
  const taken = zeros.length < size ? new Int32Array(size) : zeros;
  zeros = new Int32Array(0);
  return taken;
}
