import { labelOf } from '../../network/step.js';
import type { Stepper } from './stepper.js';
import { TIMER } from './successors.js';

/** Event ids are below this. */
const EVENTS_MAX = 2 ** 26;

/** Labels of steps, each written once. */
export class StepLabels {
  /** By channel, kind and event. */
  private readonly ofMessages = new Map<number, string>();

  constructor(private readonly stepper: Stepper) {}

  /** @param kind, source, item a step out of the state that the stepper has loaded, as `Successors` has it */
  of(kind: number, source: number, item: number): string {
    if (kind >= TIMER) return this.stepper.ownStep(source, item).label;
    const key = (source * TIMER + kind) * EVENTS_MAX + item;
    let label = this.ofMessages.get(key);
    if (label === undefined) {
      label = labelOf(this.stepper.describe(kind, source, item));
      this.ofMessages.set(key, label);
    }
    return label;
  }
}
