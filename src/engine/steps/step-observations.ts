import type { Step } from '../../network/step.js';
import { stepEvent } from '../../network/step-event.js';
import type { LocalStep } from '../tables/local-step.js';
import { PairTable } from '../store/pair-table.js';
import { TIMER } from './successors.js';
import type { Tables } from '../tables/tables.js';

/** What monitors hear of steps, by the number that they know it by: each is written out once. */
export class StepObservations {
  /** Of messages: by channel and kind, and by item. */
  private readonly ofMessages = new PairTable();
  private readonly ofOwnSteps = new Map<LocalStep, number>();

  constructor(private readonly tables: Tables) {}

  ofOwn(step: LocalStep): number {
    let id = this.ofOwnSteps.get(step);
    if (id === undefined) {
      id = this.tables.observationId(stepEvent(step.step));
      this.ofOwnSteps.set(step, id);
    }
    return id;
  }

  /** Parameters as those of `Successors`. */
  ofMessage(kind: number, source: number, item: number, describe: () => Step): number {
    const row = source * TIMER + kind;
    const known = this.ofMessages.get(row, item);
    if (known >= 0) return known;
    const id = this.tables.observationId(stepEvent(describe()));
    this.ofMessages.set(row, item, id);
    return id;
  }
}
