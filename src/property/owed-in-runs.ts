import type { Property } from '../network/property.js';
import { MEETS, OWES } from './predicate-tables.js';

/** What a property that leads to something owes from the first state of a run on, whatever that is. */
export const owedAtStart = (properties: readonly Property[]): readonly string[] =>
  properties
    .filter((property) => property.kind === 'leads to' && property.from === undefined)
    .map(({ name }) => name);

/** By property: what the run that is inspected owes, that is, still has to come to; and whether any run came to what it owed. */
export class OwedInRuns {
  /** Of the present run: the properties that lead to something, and to which it has not come yet. `undefined` where states are of no run. */
  private owed: Set<string> | undefined;
  /** Of the present run: the monitors that are pending. */
  private readonly pending = new Set<string>();
  /** Of all runs: the properties of which any run owed something, and those of which one came to what it owed. */
  private readonly ever = new Set<string>();
  private readonly met = new Set<string>();

  /** A run begins. */
  begin(owed: readonly string[]): void {
    this.owed = new Set(owed);
    for (const name of owed) this.ever.add(name);
    this.pending.clear();
  }

  /** The properties that lead to something to which the run has not come yet. */
  get names(): readonly string[] {
    return [...(this.owed ?? [])];
  }

  /** Whether there are any of these. */
  get isAny(): boolean {
    return this.owed !== undefined && this.owed.size > 0;
  }

  /** Notes which sides of a property that leads to something are true in a state. */
  noteSides(property: string, sides: number): void {
    if (this.owed === undefined) return;
    if ((sides & MEETS) !== 0) {
      if (this.owed.delete(property)) this.met.add(property);
    } else if ((sides & OWES) !== 0) {
      this.owed.add(property);
      this.ever.add(property);
    }
  }

  /** Notes whether a monitor is pending in a state. */
  notePending(property: string, isPending: boolean): void {
    if (this.owed === undefined) return;
    if (isPending) {
      this.pending.add(property);
      this.ever.add(property);
    } else if (this.pending.delete(property)) this.met.add(property);
  }

  /** Whether no run owed anything of a property, or one came to what it owed. A run that ends while it owes something violates it. */
  isDecided(property: string): boolean {
    return this.met.has(property) || !this.ever.has(property);
  }
}
