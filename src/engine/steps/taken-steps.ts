import type { StepLabels } from './step-labels.js';
import type { Tables } from '../tables/tables.js';
import { DELIVER, TIMER } from './successors.js';

/** Integers of a step: the local state is that of the component that acts by itself, and received messages end before the last one. */
const KIND = 0;
const SOURCE = 1;
const ITEM = 2;
const LOCAL = 3;
const RECEIVED_END = 4;
const SIZE = 5;

/** The steps that a run has taken, as integers: of most runs nobody asks what their steps are called. */
export class TakenSteps {
  private ints: number[] = [];
  /** What was received synchronously within each step, one step after the other: channel and event, alternating. */
  private received: number[] = [];

  constructor(
    private readonly tables: Tables,
    private readonly labels: StepLabels,
  ) {}

  get length(): number {
    return this.ints.length / SIZE;
  }

  /** @param local the local state of the component that acts by itself, before it does */
  add(kind: number, source: number, item: number, local: number, received: readonly number[]): void {
    for (let at = 0; at < received.length; at++) this.received.push(received[at]!);
    this.ints.push(kind, source, item, local, this.received.length);
  }

  /** A copy of the first steps. */
  first(count: number): TakenSteps {
    const copy = new TakenSteps(this.tables, this.labels);
    copy.ints = this.ints.slice(0, SIZE * count);
    copy.received = this.received.slice(0, this.receivedEnd(count));
    return copy;
  }

  /** Their labels. */
  schedule(): string[] {
    const { ints, tables, labels } = this;
    const schedule: string[] = [];
    for (let at = 0; at < ints.length; at += SIZE) {
      const [kind, source, item] = [ints[at + KIND]!, ints[at + SOURCE]!, ints[at + ITEM]!];
      if (kind < TIMER) schedule.push(labels.of(kind, source, item));
      else schedule.push(tables.components[source]!.ownSteps(ints[at + LOCAL]!)[item]!.label);
    }
    return schedule;
  }

  /** For each of them, the labels of the messages that were received synchronously within it, in order. */
  deliveries(): string[][] {
    const { received, labels } = this;
    const deliveries: string[][] = [];
    for (let step = 0; step < this.length; step++) {
      const ofStep: string[] = [];
      for (let at = this.receivedEnd(step); at < this.receivedEnd(step + 1); at += 2)
        ofStep.push(labels.of(DELIVER, received[at]!, received[at + 1]!));
      deliveries.push(ofStep);
    }
    return deliveries;
  }

  /** Where the messages that so many steps received end. */
  private receivedEnd(count: number): number {
    return count === 0 ? 0 : this.ints[SIZE * (count - 1) + RECEIVED_END]!;
  }
}
