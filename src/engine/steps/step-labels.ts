import { labelOf } from '../../network/step.js';
import { PairTable } from '../store/pair-table.js';
import type { Stepper } from './stepper.js';
import { DELIVER, TIMER } from './successors.js';

/** Labels of steps, each written once. */
export class StepLabels {
  /** By channel and kind, and by event: the number of the label. */
  private readonly ofMessages = new PairTable();
  private readonly labels: string[] = [];

  constructor(private readonly stepper: Stepper) {}

  /** @param kind, source, item a step out of the state that the stepper has loaded, as `Successors` has it */
  of(kind: number, source: number, item: number): string {
    if (kind >= TIMER) return this.stepper.ownStep(source, item).label;
    const row = source * TIMER + kind;
    const known = this.ofMessages.get(row, item);
    if (known >= 0) return this.labels[known]!;
    const label = labelOf(this.stepper.describe(kind, source, item));
    this.ofMessages.set(row, item, this.labels.length);
    this.labels.push(label);
    return label;
  }

  /** Of the messages received synchronously within the last step that was performed, in order. */
  ofReceived(): readonly string[] {
    const { received } = this.stepper;
    if (received.length === 0) return NONE;
    const labels: string[] = [];
    for (let at = 0; at < received.length; at += 2) {
      labels.push(this.of(DELIVER, received[at]!, received[at + 1]!));
    }
    return labels;
  }
}

const NONE: readonly string[] = [];
