import { CheckError } from '../../index.js';

/**
 * What an operator, or a part of one, takes where nothing else uses the die's memory.
 *
 * @testonly streams are made by hand
 */
export interface Operator {
  readonly ns: number;
  /** Bytes that it reads meanwhile, evenly. */
  readonly hbmBytes: number;
}

/** A stream that runs its operators one after the other, and how many of the die's AIC read for it. */
export interface OperatorStream {
  readonly operators: readonly Operator[];
  readonly readers: number;
}

/** Work is counted in so many units for each nanosecond that an operator takes by itself: a whole number, so that none of it is lost. */
const UNITS_PER_NS = 1_024;

/** Beyond it units are no longer told apart. */
const STREAM_NS_MAX = Math.floor(Number.MAX_SAFE_INTEGER / UNITS_PER_NS);

const tooLong = (ns: number): CheckError =>
  new CheckError(
    `A stream of decode would work for ${ns} ns or more between two swaps, and two that share a die's memory can be followed for ${STREAM_NS_MAX} ns, which are 2.4 hours. Lower batch or prompt, or describe a faster device or higher efficiencies.`,
  );

/** A stream on its way: which operator it is at, and what is left of it. */
class Progress {
  readonly endsNs: number[] = [];
  private at = -1;
  private left = 0;
  /** Units that were done, of all that there were: the two must be equal in the end. */
  private done = 0;
  private total = 0;

  constructor(private readonly stream: OperatorStream) {
    this.begin(0);
  }

  get isEnded(): boolean {
    return this.at === this.stream.operators.length;
  }

  /** Bytes in a nanosecond that the operator reads where it has the memory for itself. */
  get demand(): number {
    const operator = this.stream.operators[this.at];
    return operator === undefined || operator.ns === 0 ? 0 : operator.hbmBytes / operator.ns;
  }

  /** Nanoseconds to the end of the operator. @param speed units in a nanosecond */
  nsLeft(speed: number): number {
    return this.isEnded ? Number.POSITIVE_INFINITY : Math.ceil(this.left / speed);
  }

  advance(ns: number, speed: number, nowNs: number): void {
    if (this.isEnded) return;
    const units = Math.min(this.left, ns * speed);
    this.left -= units;
    this.done += units;
    if (this.left === 0) this.begin(nowNs);
  }

  assertConserved(): void {
    if (this.done !== this.total) {
      throw new Error(`${this.done} units of ${this.total} were done`);
    }
  }

  /** Ends the operator that has nothing left, and those behind it that take no time. */
  private begin(nowNs: number): void {
    if (this.at >= 0) this.endsNs.push(nowNs);
    this.at++;
    for (; !this.isEnded; this.at++) {
      this.left = Math.ceil(this.stream.operators[this.at]!.ns) * UNITS_PER_NS;
      this.total += this.left;
      if (!Number.isSafeInteger(this.total)) throw tooLong(this.total / UNITS_PER_NS);
      if (this.left > 0) return;
      this.endsNs.push(nowNs);
    }
  }
}

/**
 * Two streams of a die that begin together and share its memory, as those of the decode pipeline do after each swap. As long as both have what they
 * read, none slows the other. Where they want more than there is, each has the part of the cores that read for it, and what it does not want goes to
 * the other; an operator that gets less than it reads becomes slower by as much. Rates change only where an operator of either begins or ends.
 *
 * @param bytesPerNs what both can read together
 * @throws CheckError where either works for longer than can be counted
 * @returns by stream, when each of its operators ends, in whole nanoseconds
 */
export function sideBySide(
  first: OperatorStream,
  second: OperatorStream,
  bytesPerNs: number,
): readonly [first: readonly number[], second: readonly number[]] {
  const one = new Progress(first);
  const other = new Progress(second);
  const share = first.readers / (first.readers + second.readers);
  let nowNs = 0;
  while (!one.isEnded || !other.isEnded) {
    const speeds = speedsOf(one.demand, other.demand, share, bytesPerNs);
    const ns = Math.min(one.nsLeft(speeds[0]), other.nsLeft(speeds[1]));
    nowNs += ns;
    one.advance(ns, speeds[0], nowNs);
    other.advance(ns, speeds[1], nowNs);
  }
  one.assertConserved();
  other.assertConserved();
  return [one.endsNs, other.endsNs];
}

/** Units in a nanosecond for each of two that want so many bytes in it: rounded down, so that both together never read more than there is. */
function speedsOf(one: number, other: number, share: number, most: number): readonly [number, number] {
  if (one + other <= most) return [UNITS_PER_NS, UNITS_PER_NS];
  const given = Math.min(one, Math.max(most * share, most - other));
  return [speedAt(given, one), speedAt(Math.min(other, most - given), other)];
}

const speedAt = (given: number, wanted: number): number =>
  wanted === 0 ? UNITS_PER_NS : Math.max(1, Math.floor((UNITS_PER_NS * given) / wanted));
