import type { Engine } from '../engine/engine.js';
import { type HardCase, situationsOf } from '../network/property.js';
import { PredicateSample } from './predicate-sample.js';
import { PredicateTable } from './predicate-table.js';

/** The situations of which any puts a claim to the test, each evaluated by itself until one of them has occurred. */
export class HardCaseTable {
  isMet = false;
  /** As `PredicateTable.cellsRead`. */
  cellsRead: readonly number[] = [];
  /** As `PredicateTable.readsChannels`, of what `evaluateInRun` has given. */
  readsChannels = false;
  readonly situations: readonly PredicateTable[];

  constructor(engine: Engine, property: string, hardCase: HardCase) {
    // One sample for all: a claim of a large network may have thousands of situations.
    const sample = new PredicateSample();
    this.situations = situationsOf(hardCase).map(
      (situation) => new PredicateTable(engine, property, situation, 'hard case', undefined, sample),
    );
  }

  /** Whether a channel has appeared that an evaluation may have read, had it been there. */
  get isOutdated(): boolean {
    return !this.isMet && this.situations.some(({ isOutdated }) => isOutdated);
  }

  /** As `PredicateTable.evaluate`. */
  evaluate(vector: Int32Array): boolean {
    return this.situations.some((situation) => situation.evaluate(vector) === true);
  }

  /** As `PredicateTable.evaluateInRun`. */
  evaluateInRun(vector: Int32Array): boolean {
    const reads: number[] = [];
    this.cellsRead = reads;
    return this.situations.some((situation) => {
      const result = situation.evaluateInRun(vector) === true;
      for (const cell of situation.cellsRead) reads.push(cell);
      this.readsChannels ||= situation.readsChannels;
      return result;
    });
  }

  /** As `PredicateTable.recheck`. */
  recheck(): void {
    // The sample is that of all situations.
    this.situations[0]!.recheck();
  }

  /** What the situations name and no state has, as phrases. */
  neverSeen(): string[] {
    return [...new Set(this.situations.flatMap(({ names }) => names.neverSeen()))];
  }

  /** @throws CheckError when a situation has read a field of a context that no state has */
  refuseUnknownFields(subject: string): void {
    for (const { names } of this.situations) names.refuseUnknownFields(subject);
  }
}
