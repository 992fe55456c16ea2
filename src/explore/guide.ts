import type { TakenSteps } from '../engine/steps/taken-steps.js';
import type { StepPairs } from '../engine/steps/step-pairs.js';
import { PairCounts } from './pair-counts.js';

/** What all pairs of a step together are worth if they were seen once: a novel one is worth 1. */
const WORTH_SEEN = 0.1;
/** What a step that has lowered the smallest margin is worth besides. */
const WORTH_OF_MARGIN = 1;
/** It is so for as many times: taken again and again, it would leave nothing else to be done. */
const LOWERING_TIMES = 8;

/** A state that a run has passed and that others may go on from, with the way to it. */
export interface Fork {
  readonly vector: Int32Array;
  readonly initial: number;
  /** The way: so many of the first of these. */
  readonly length: number;
  readonly taken: TakenSteps;
  /** See `PropertyEvaluator.owing`. */
  readonly owed: readonly string[];
}

/** Forks kept at once, and integers that they may occupy. */
const FORKS_MAX = 256;
const FORK_INTS_MAX = 2 ** 17;

/** What the runs of one network have seen so far, from which it follows what a step is worth. */
export class Guide {
  /** Pairs that were seen. */
  readonly seen = new PairCounts();
  readonly forks: Fork[] = [];
  /** Pairs of steps that were to be taken and turned out not to be enabled. */
  private readonly inVain = new PairCounts();
  /** Pairs of steps that have lowered a smallest margin. */
  private readonly lowering = new PairCounts();
  /** By property: the smallest margin seen. */
  private readonly margins = new Map<string, number>();

  /** How much a step promises: how many of its pairs are novel, a little for such as were seen seldom, and one for a margin. */
  worth({ keys }: StepPairs): number {
    let worth = 0;
    for (const key of keys) {
      const times = this.seen.of(key) + (this.inVain.size === 0 ? 0 : this.inVain.of(key));
      worth += times === 0 ? 1 : WORTH_SEEN / times / keys.length;
    }
    if (this.lowering.size > 0 && keys.some((key) => this.isLowering(key))) worth += WORTH_OF_MARGIN;
    return worth;
  }

  /** A step is taken. Returns whether it was novel. */
  take({ keys }: StepPairs): boolean {
    const before = this.seen.size;
    for (const key of keys) this.seen.add(key);
    return this.seen.size > before;
  }

  tryInVain({ keys }: StepPairs): void {
    for (const key of keys) this.inVain.add(key);
  }

  /** Whether a margin is smaller than any that was seen of its property; the first one is not. */
  isLower(property: string, margin: number): boolean {
    const before = this.margins.get(property);
    if (before !== undefined && before <= margin) return false;
    this.margins.set(property, margin);
    return before !== undefined;
  }

  /** The step with these pairs has lowered a smallest margin. */
  lower({ keys }: StepPairs): void {
    for (const key of keys) this.lowering.add(key);
  }

  private isLowering(key: number): boolean {
    return this.lowering.of(key) > 0 && this.seen.of(key) <= LOWERING_TIMES;
  }

  /** Where a further fork of so many cells is kept, if it is: when there are enough, one in four takes another's place. */
  place(cells: number, random: number): number {
    const { length } = this.forks;
    if (length < Math.max(1, Math.min(FORKS_MAX, Math.floor(FORK_INTS_MAX / cells)))) return length;
    return random % 4 === 0 ? (random >>> 2) % length : -1;
  }

  /** Takes a fork out. */
  fork(random: number): Fork | undefined {
    if (this.forks.length === 0) return undefined;
    const at = random % this.forks.length;
    const fork = this.forks[at]!;
    const last = this.forks.pop()!;
    if (at < this.forks.length) this.forks[at] = last;
    return fork;
  }
}
