import type { Answer } from '../engine/answer.js';
import type { ComponentTable } from '../engine/component-table.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { DONE, type InitialState, Stepper } from '../engine/stepper.js';

/** Takes steps for good, and tells what each of them was made of. */
export class TimedStepper extends Stepper {
  /** The components that acted in the last step and what each of them did, in order, up to `acts`. */
  readonly actors: ComponentTable[] = [];
  readonly answers: Answer[] = [];
  acts = 0;

  override start(answers: readonly Answer[]): InitialState {
    this.acts = 0;
    return super.start(answers);
  }

  /** Makes the loaded state the one after a step, or leaves it as it is if the step is blocked or fails. Parameters as of `take`. */
  advance(
    kind: number,
    subject: number,
    item: number,
    answer: Answer,
    slot: number,
    content: number,
  ): number {
    this.acts = 0;
    const ended = this.run(kind, subject, item, answer, slot, content);
    if (ended !== DONE) this.undo();
    return ended;
  }

  /** How many places the last step has touched. */
  get changes(): number {
    return this.touchedCount / 2;
  }

  changedSlot(change: number): number {
    return this.touched[2 * change];
  }

  /** How the last step failed. */
  get failed(): StepFailure {
    return this.failure!;
  }

  protected override act(component: ComponentTable, answer: Answer): void {
    this.actors[this.acts] = component;
    this.answers[this.acts++] = answer;
  }
}
