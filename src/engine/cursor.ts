import type { FairUnits } from './steps/fair-units.js';
import { mayEndBefore, type Outlook } from './steps/outlook.js';
import { Fingerprint } from './store/fingerprint.js';
import { mix } from './store/hash.js';
import type { StepPairs } from './steps/step-pairs.js';
import type { StepLabels } from './steps/step-labels.js';
import type { Stepper } from './steps/stepper.js';
import { Candidates, DELIVER, DROP, DUPLICATE, TIMER } from './steps/successors.js';
import type { Tables } from './tables/tables.js';

/**
 * One run through the state space: a state that is changed in place, step by step. The steps that may be enabled (*candidates*) are known by
 * component (the component that receives the message, or acts by itself), and after a step only what the step changed is looked
 * at again: a step costs what it does, however large the network is.
 *
 * An engine has one loaded state: a cursor is good from its `start` until the engine is used for something else.
 */
export class Cursor {
  /** Filled by `list`. */
  readonly candidates = new Candidates();
  /** Places that the last step has changed, and components whose candidates it may have changed. */
  readonly changedCells: number[] = [];
  readonly changedComponents: number[] = [];
  private readonly fingerprintOfState = new Fingerprint();
  /** Candidates by component. */
  private readonly counts: Int32Array;
  /** By component: indices of the channels to it that hold messages, in no particular order. */
  private readonly incoming: number[][];
  /** By channel: where it stands in its receiver's list. */
  private readonly positions: number[] = [];
  private readonly others = new Candidates();

  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
    private readonly labels: StepLabels,
    private readonly units: FairUnits,
  ) {
    this.counts = new Int32Array(tables.components.length);
    this.incoming = tables.components.map(() => []);
  }

  /** The state; valid until the next step. It may be longer than the state vector. */
  get vector(): Int32Array {
    return this.stepper.work;
  }

  /** A 53-bit hash of the state: equal for equal states of one engine, and nearly certainly different for different ones. */
  get fingerprint(): number {
    return this.fingerprintOfState.value;
  }

  /** Begins a run in a state. */
  start(vector: Int32Array): void {
    this.stepper.load(vector);
    this.fingerprintOfState.reset();
    this.counts.fill(0);
    for (const channels of this.incoming) channels.length = 0;
    const { work } = this.stepper;
    for (let cell = 0; cell < vector.length; cell++) this.enter(cell, work[cell]!);
  }

  /** How many steps a component may be able to take. */
  candidateCount(component: number): number {
    return this.counts[component]!;
  }

  /** Fills `candidates` with the steps that a component may be able to take. Returns their number. */
  list(component: number): number {
    return this.listInto(this.candidates, component);
  }

  /** Makes the engine's `successors` hold candidate k only, or nothing if it is not enabled. Returns whether it is. */
  attempt(k: number): boolean {
    return this.attemptFrom(this.candidates, k);
  }

  /** Takes the step in `successors`, one that does not fail. */
  take(): void {
    const { cell, value, start } = this.stepper.successors;
    const { work } = this.stepper;
    this.changedCells.length = 0;
    this.changedComponents.length = 0;
    for (let at = start[0]!; at < start[1]!; at++) {
      this.leave(cell[at]!, work[cell[at]!]!);
      this.changedCells.push(cell[at]!);
    }
    this.stepper.commit();
    for (let at = start[0]!; at < start[1]!; at++) this.enter(cell[at]!, value[at]!);
  }

  /** Whether the run may, or must, end in this state. Changes `successors`. */
  outlook(): Outlook {
    const { successors, work } = this.stepper;
    let [isTerminal, mayEnd] = [true, true];
    for (let component = 0; component < this.counts.length; component++) {
      if (this.counts[component] === 0) continue;
      const count = this.listInto(this.others, component);
      for (let k = 0; k < count; k++) {
        if (!this.attemptFrom(this.others, k)) continue;
        isTerminal &&= successors.progressing === 0 && successors.failures.size === 0;
        mayEnd &&= mayEndBefore(successors, this.units, work);
        if (!isTerminal && !mayEnd) return { isTerminal, mayEnd };
      }
    }
    return { isTerminal, mayEnd };
  }

  /** Fills `pairs` with those of candidate k. */
  pairsOf(k: number, pairs: StepPairs): void {
    const { kind, source, item } = this.candidates;
    pairs.of(this.stepper.work, kind[k]!, source[k]!, item[k]!);
  }

  /** A hash of candidate k's identity, the same in every engine for this network, whatever it has explored before. */
  candidateHash(k: number): number {
    const { kind, source, item } = this.candidates;
    if (kind[k]! >= TIMER) return this.stepper.ownStep(source[k]!, item[k]!).hash;
    const { hash, receiver, losses } = this.tables.channels[source[k]!]!;
    if (kind[k] !== DROP) return mix(hash ^ mix(receiver.eventHash(item[k]!) + kind[k]!));
    const { event, nth } = losses[item[k]!]!;
    return mix(hash ^ mix(receiver.eventHash(event) + DROP + (nth - 1) * NTH_STRIDE));
  }

  /** Labels of the messages that were received synchronously within the step attempted last, in order. */
  deliveries(): readonly string[] {
    return this.stepper.deliveries();
  }

  candidateLabel(k: number): string {
    const { kind, source, item } = this.candidates;
    return this.labels.of(kind[k]!, source[k]!, item[k]!);
  }

  /** The cells of candidate k's component and, if it is about a message, of its channel. */
  cellsOf(k: number): number[] {
    const { kind, source } = this.candidates;
    if (kind[k]! >= TIMER) return [source[k]!];
    const { receiver, cell } = this.tables.channels[source[k]!]!;
    return [receiver.cell, cell];
  }

  private listInto(out: Candidates, component: number): number {
    out.clear();
    const { work } = this.stepper;
    for (const index of this.incoming[component]!) {
      const channel = this.tables.channels[index]!;
      const { cell, spec } = channel;
      const offers = channel.offers(work[cell]!);
      for (let at = 0; at < offers.length; at += 2) {
        out.add(DELIVER, index, offers[at]!, offers[at + 1]!);
        if (spec.duplicating) out.add(DUPLICATE, index, offers[at]!, offers[at + 1]!);
      }
      if (!spec.lossy) continue;
      const losses = channel.lossesOf(work[cell]!);
      for (let at = 0; at < losses.length; at += 2) out.add(DROP, index, losses[at]!, losses[at + 1]!);
    }
    const steps = this.tables.components[component]!.ownSteps(work[component]!);
    for (let item = 0; item < steps.length; item++) {
      out.add(steps[item]!.number, component, item, 0);
    }
    return out.count;
  }

  private attemptFrom({ kind, source, item, rest }: Candidates, k: number): boolean {
    this.stepper.successors.clear();
    this.stepper.attempt(kind[k]!, source[k]!, item[k]!, rest[k]!);
    return this.stepper.successors.count > 0;
  }

  /** A cell has its value from now on. */
  private enter(cell: number, value: number): void {
    this.fingerprintOfState.toggle(cell, value);
    const index = this.tables.channelAt(cell);
    if (index < 0) {
      this.countOwn(cell, value, 1);
      return;
    }
    if (value === 0) return;
    const channel = this.tables.channels[index]!;
    const component = channel.receiver.cell;
    this.positions[index] = this.incoming[component]!.push(index) - 1;
    this.count(component, channel.candidateCount(value));
  }

  /** A cell has its value no longer. */
  private leave(cell: number, value: number): void {
    this.fingerprintOfState.toggle(cell, value);
    const index = this.tables.channelAt(cell);
    if (index < 0) {
      this.countOwn(cell, value, -1);
      return;
    }
    if (value === 0) return;
    const channel = this.tables.channels[index]!;
    const component = channel.receiver.cell;
    const channels = this.incoming[component]!;
    const last = channels.pop()!;
    const position = this.positions[index]!;
    if (last !== index) {
      channels[position] = last;
      this.positions[last] = position;
    }
    this.count(component, -channel.candidateCount(value));
  }

  private countOwn(cell: number, local: number, sign: number): void {
    const { components } = this.tables;
    // What lies between components and channels are monitors, which take no steps.
    if (cell < components.length) this.count(cell, sign * components[cell]!.ownSteps(local).length);
  }

  private count(component: number, difference: number): void {
    if (difference === 0) return;
    this.counts[component]! += difference;
    this.changedComponents.push(component);
  }
}

/** Keeps the hashes of equal messages in one queue apart. */
const NTH_STRIDE = 0x9e3779b1;
