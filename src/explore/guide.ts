import type { StepPairs } from '../engine/step-pairs.js';
import { FingerprintSet } from './fingerprint-set.js';
import { PairCounts } from './pair-counts.js';
import { type Prospect, Prospects } from './prospects.js';

/** What a step of a state in which a margin was smaller than ever is worth besides. */
const WORTH_OF_MARGIN = 2;

/** What the runs of one network have seen so far, from which it follows what a step is worth. */
export class Guide {
  /** Pairs that were seen. */
  readonly seen = new PairCounts();
  /** States whose steps were looked at. */
  private readonly known = new FingerprintSet();
  private readonly prospects = new Prospects();
  /** Pairs of steps that were to be taken and turned out not to be enabled. */
  private readonly inVain = new PairCounts();
  /** By property: the smallest margin seen. */
  private readonly margins = new Map<string, number>();
  /** States in which a margin was smaller than in all before them. */
  private readonly lowered = new WeakSet<Int32Array>();

  /** There are steps that were left aside. */
  get hasProspects(): boolean {
    return this.prospects.size > 0;
  }

  /** Whether a state was not looked at before. */
  isNew(fingerprint: number): boolean {
    const before = this.known.size;
    this.known.add(fingerprint);
    return this.known.size > before;
  }

  /** Remembers a step that promises something novel. @param isLower a margin is smaller in its state than in any before */
  leave(prospect: Prospect, pairs: StepPairs, isLower: boolean): void {
    if (isLower) this.lowered.add(prospect.vector);
    const worth = this.worth(prospect, pairs);
    if (worth >= 1) this.prospects.add(prospect, worth);
  }

  /** Of the steps that were left aside, one that promises most. */
  best(pairs: StepPairs): Prospect | undefined {
    return this.prospects.takeBest((prospect) => {
      const { kind, source, item } = prospect.candidate;
      pairs.of(prospect.vector, kind, source, item);
      return this.worth(prospect, pairs);
    });
  }

  /** A step is taken. */
  take({ keys }: StepPairs): void {
    for (const key of keys) this.seen.add(key);
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

  /** How much a step promises: how many of its pairs are novel, and something for a margin. */
  private worth({ vector }: Prospect, { keys }: StepPairs): number {
    let worth = this.lowered.has(vector) ? WORTH_OF_MARGIN : 0;
    for (const key of keys) {
      if (this.seen.of(key) === 0 && (this.inVain.size === 0 || this.inVain.of(key) === 0)) worth++;
    }
    return worth;
  }
}
