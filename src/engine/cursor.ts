import type { CandidateLists } from './steps/candidate-lists.js';
import { Candidates } from './steps/candidates.js';
import type { FairUnits } from './steps/fair-units.js';
import { mayEndBefore, type Outlook } from './steps/outlook.js';
import { Fingerprint } from './store/fingerprint.js';
import { PlainSteps } from './steps/plain-steps.js';
import type { StepPairs } from './steps/step-pairs.js';
import type { StepLabels } from './steps/step-labels.js';
import type { Stepper } from './steps/stepper.js';
import { TIMER } from './steps/successors.js';
import { TakenSteps } from './steps/taken-steps.js';
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
  /** Places that the last step has changed, so many. */
  changedCells = new Int32Array(16);
  changedCount = 0;
  /** Components whose candidates it may have changed, so many: of each changed cell one before and one after. */
  changedComponents = new Int32Array(32);
  changedComponentCount = 0;
  private readonly fingerprintOfState = new Fingerprint();
  /** Candidates by component. */
  private readonly counts: Int32Array;
  /** By component: indices of the channels to it that hold messages, in no particular order. */
  private readonly incoming: number[][];
  /** By channel: where it stands in its receiver's list. */
  private readonly positions: number[] = [];
  private readonly others = new Candidates();
  private readonly plainSteps: PlainSteps;
  /** The step attempted last was a plain one. */
  private isPlain = false;

  constructor(
    private readonly tables: Tables,
    private readonly stepper: Stepper,
    private readonly labels: StepLabels,
    private readonly units: FairUnits,
    private readonly lists: CandidateLists,
  ) {
    this.counts = new Int32Array(tables.components.length);
    this.incoming = tables.components.map(() => []);
    this.plainSteps = new PlainSteps(tables, stepper);
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
    for (let cell = 0; cell < vector.length; cell++) {
      this.enter(cell, work[cell]!);
      this.changedComponentCount = 0;
    }
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
    const from = start[0]!;
    const to = start[1]!;
    this.changedCount = 0;
    this.changedComponentCount = 0;
    while (this.changedCells.length < to - from) this.growChanged();
    for (let at = from; at < to; at++) {
      this.leave(cell[at]!, work[cell[at]!]!);
      this.changedCells[this.changedCount++] = cell[at]!;
    }
    this.stepper.state.commit(this.stepper.successors);
    for (let at = from; at < to; at++) this.enter(cell[at]!, value[at]!);
  }

  /** Whether the run may, or must, end in this state. Changes `successors`. */
  outlook(): Outlook {
    const { stepper } = this;
    const { successors } = stepper;
    let [isTerminal, mayEnd] = [true, true];
    for (let component = 0; component < this.counts.length; component++) {
      if (this.counts[component] === 0) continue;
      const count = this.listInto(this.others, component);
      for (let k = 0; k < count; k++) {
        if (!this.attemptFrom(this.others, k)) continue;
        isTerminal &&= successors.progressing === 0 && successors.failures.size === 0;
        // An attempt may have discovered a channel: the state is in a longer array then, and what it has left behind holds a half of its step.
        mayEnd &&= mayEndBefore(successors, this.units, stepper.work);
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

  /** Labels of the messages that were received synchronously within the step attempted last, in order. */
  deliveries(): readonly string[] {
    return this.isPlain ? [] : this.labels.ofReceived();
  }

  /** No steps yet. */
  noSteps(): TakenSteps {
    return new TakenSteps(this.tables, this.labels);
  }

  /** Adds candidate k, which was attempted last, to the steps that a run has taken. */
  record(k: number, taken: TakenSteps): void {
    const { kind, source, item } = this.candidates;
    const local = kind[k]! >= TIMER ? this.stepper.state.before(source[k]!) : 0;
    taken.add(kind[k]!, source[k]!, item[k]!, local, this.isPlain ? NONE : this.stepper.received);
  }

  /** The label of candidate k, in the state that `list` was called in. */
  candidateLabel(k: number): string {
    return this.lists.labelOf(this.candidates, k);
  }

  /** The cells of candidate k's component and, if it is about a message, of its channel. */
  cellsOf(k: number): number[] {
    const { kind, source } = this.candidates;
    if (kind[k]! >= TIMER) return [source[k]!];
    const { receiver, cell } = this.tables.channels[source[k]!]!;
    return [receiver.cell, cell];
  }

  private listInto(out: Candidates, component: number): number {
    const { lists } = this;
    const { work } = this.stepper;
    const incoming = this.incoming[component]!;
    out.clear();
    for (let at = 0; at < incoming.length; at++) {
      const index = incoming[at]!;
      lists.addTo(out, lists.ofContent(index, work[this.tables.channels[index]!.cell]!), index);
    }
    lists.addTo(out, lists.ofLocal(component, work[component]!), component);
    return out.count;
  }

  private attemptFrom({ kind, source, item, rest }: Candidates, k: number): boolean {
    const { stepper } = this;
    stepper.successors.clear();
    this.isPlain = this.plainSteps.attempt(kind[k]!, source[k]!, item[k]!, rest[k]!);
    if (!this.isPlain) stepper.attempt(kind[k]!, source[k]!, item[k]!, rest[k]!);
    return stepper.successors.count > 0;
  }

  /** A cell has its value from now on. */
  private enter(cell: number, value: number): void {
    this.fingerprintOfState.toggle(cell, value);
    const index = this.tables.channelAt(cell);
    if (index < 0) this.countOwn(cell, value, 1);
    else if (value !== 0) {
      const component = this.tables.channels[index]!.receiver.cell;
      this.positions[index] = this.incoming[component]!.push(index) - 1;
      this.count(component, this.lists.countOf(this.lists.ofContent(index, value)));
    }
  }

  /** A cell has its value no longer. */
  private leave(cell: number, value: number): void {
    this.fingerprintOfState.toggle(cell, value);
    const index = this.tables.channelAt(cell);
    if (index < 0) this.countOwn(cell, value, -1);
    else if (value !== 0) {
      const component = this.tables.channels[index]!.receiver.cell;
      const channels = this.incoming[component]!;
      const last = channels.pop()!;
      const position = this.positions[index]!;
      if (last !== index) {
        channels[position] = last;
        this.positions[last] = position;
      }
      this.count(component, -this.lists.countOf(this.lists.ofContent(index, value)));
    }
  }

  private countOwn(cell: number, local: number, sign: number): void {
    // What lies between components and channels are monitors, which take no steps.
    if (cell < this.counts.length)
      this.count(cell, sign * this.lists.countOf(this.lists.ofLocal(cell, local)));
  }

  private count(component: number, difference: number): void {
    if (difference === 0) return;
    this.counts[component]! += difference;
    this.changedComponents[this.changedComponentCount++] = component;
  }

  private growChanged(): void {
    this.changedCells = new Int32Array(2 * this.changedCells.length);
    this.changedComponents = new Int32Array(2 * this.changedComponents.length);
  }
}

const NONE: readonly number[] = [];
