import type { Candidate } from '../engine/successors.js';
import type { Point } from './way.js';

/** A step that was not taken where it may be enabled. */
export interface Prospect {
  readonly point: Point;
  /** The state of that point. */
  readonly vector: Int32Array;
  readonly candidate: Candidate;
}

/** Integers that the states of all prospects may occupy, and how many prospects there may be however large a state is. */
const INTS_MAX = 2 ** 20;
const PROSPECTS_MIN = 64;

/** Steps that were left aside, by what they are worth: whole numbers of at least 1. What a prospect is worth never becomes more. */
export class Prospects {
  size = 0;
  private readonly byWorth: Prospect[][] = [];

  add(prospect: Prospect, worth: number): void {
    while (this.byWorth.length <= worth) this.byWorth.push([]);
    this.byWorth[worth]!.push(prospect);
    this.size++;
    if (this.size > Math.max(PROSPECTS_MIN, INTS_MAX / prospect.vector.length)) this.forgetSome();
  }

  /** Takes out one of those that are worth most by now, the one added last. */
  takeBest(worthNow: (prospect: Prospect) => number): Prospect | undefined {
    for (let worth = this.byWorth.length - 1; worth >= 1; worth--) {
      const list = this.byWorth[worth]!;
      while (list.length > 0) {
        const prospect = list.pop()!;
        this.size--;
        const now = worthNow(prospect);
        if (now >= worth) return prospect;
        if (now >= 1) this.add(prospect, now);
      }
    }
    return undefined;
  }

  /** Those that are worth least, the older half of them. */
  private forgetSome(): void {
    const least = this.byWorth.find((list) => list.length > 0)!;
    const gone = Math.ceil(least.length / 2);
    least.splice(0, gone);
    this.size -= gone;
  }
}
