import type { PlainSuccessor } from '../reference/plain-successor.js';

/** Labels of steps that stand for units of fairness, by the names of the units. */
type Units = ReadonlyMap<string, string>;

/** Whether a fair run may go round a cycle for ever, found from its steps one by one. */
export class FairCycle {
  /** Weakly fair units that were enabled before each step so far. */
  private throughout: Units | undefined;
  /** Strongly fair units that were enabled before some step. */
  private readonly again = new Map<string, string>();
  private readonly taken = new Set<string>();
  /** Timers that were cancelled or started anew: they have not been enabled throughout. */
  private readonly interrupted = new Set<string>();

  /** @param enabled all steps that are enabled before the one taken */
  add(enabled: readonly PlainSuccessor[], { units: taken, interrupts }: PlainSuccessor): void {
    const weak = new Map<string, string>();
    for (const { units, label } of enabled) {
      for (const { name, fairness } of units) {
        if (fairness === 'weak') weak.set(name, label);
        if (fairness === 'strong') this.again.set(name, label);
      }
    }
    this.throughout =
      this.throughout === undefined ? weak : new Map([...this.throughout].filter(([name]) => weak.has(name)));
    for (const { name } of taken) this.taken.add(name);
    for (const name of interrupts) this.interrupted.add(name);
  }

  /** What a fair run would do that the cycle never does, as a sentence; `undefined` if there is nothing. */
  unfairness(): string | undefined {
    for (const [name, label] of this.throughout ?? []) {
      if (this.taken.has(name) || this.interrupted.has(name)) continue;
      return `the run is not fair: ${label} is possible throughout the cycle, and is never taken`;
    }
    for (const [name, label] of this.again) {
      if (this.taken.has(name)) continue;
      return `the run is not fair: ${label} is possible again and again, and is never taken, though it is strongly fair`;
    }
    return undefined;
  }
}
