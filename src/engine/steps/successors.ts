import type { StepFailure } from '../../interpreter/step-failure.js';

/** Kinds of steps, as they stand in the buffer. */
export const DELIVER = 0;
export const DROP = 1;
export const DUPLICATE = 2;
/** From here on, steps of one component by itself. */
export const TIMER = 3;
export const STIMULUS = 4;
export const CRASH = 5;

/** Steps that are no faults of the environment. */
export const isHealthy = (kind: number): boolean => kind === DELIVER || kind === TIMER || kind === STIMULUS;

/**
 * The steps enabled in one state, each with what it changes: a buffer that is filled anew for every state, so that
 * expanding a state allocates nothing.
 */
export class Successors {
  /** How often the buffer has been filled anew. */
  filling = 0;
  count = 0;
  /** Steps that make progress: no faults, and nothing that changes nothing. */
  progressing = 0;
  /** Deliveries and timers that change something, were it only what monitors make of the step: they come by themselves, whatever the environment does. */
  unprompted = 0;
  kind = new Uint8Array(64);
  /** Channel index (messages) or component index (own steps). */
  source = new Int32Array(64);
  /** Event id at the receiver (messages) or index among the component's own steps. */
  item = new Int32Array(64);
  /** Where the changes of step k begin; they end where those of step k + 1 begin. */
  start = new Int32Array(65);
  /** Changes: position in the state vector and new value. */
  cell = new Int32Array(256);
  value = new Int32Array(256);
  /**
   * By step: it changes a component, a channel, or a monitor by what a component emits. What monitors make of the step as such is no change of the
   * network's.
   */
  isChange = new Uint8Array(64);
  /** Components that receive something synchronously within a step: the step, then the component. */
  readonly receivers: number[] = [];
  /** By step, only for steps that fail. */
  readonly failures = new Map<number, StepFailure>();
  private changes = 0;

  clear(): void {
    this.filling++;
    this.count = 0;
    this.progressing = 0;
    this.unprompted = 0;
    this.changes = 0;
    if (this.receivers.length > 0) this.receivers.length = 0;
    if (this.failures.size > 0) this.failures.clear();
  }

  /** Opens a step; its changes follow by `change`, and `close` ends it. */
  open(kind: number, source: number, item: number): void {
    const step = this.count;
    if (step === this.kind.length) this.growSteps();
    this.kind[step] = kind;
    this.source[step] = source;
    this.item[step] = item;
    this.start[step] = this.changes;
  }

  change(cell: number, value: number): void {
    const at = this.changes++;
    if (at === this.cell.length) this.growChanges();
    this.cell[at] = cell;
    this.value[at] = value;
  }

  close(isChange: boolean): void {
    const step = this.count;
    const kind = this.kind[step]!;
    this.isChange[step] = isChange ? 1 : 0;
    if (isHealthy(kind)) {
      if (isChange) this.progressing++;
      if (kind !== STIMULUS && this.hasChanges) this.unprompted++;
    }
    this.start[++this.count] = this.changes;
  }

  /** Takes back what was opened. */
  abandon(): void {
    this.changes = this.start[this.count]!;
  }

  /** Whether the open step changes a cell. */
  get hasChanges(): boolean {
    return this.changes > this.start[this.count]!;
  }

  private growSteps(): void {
    this.kind = grown(this.kind, new Uint8Array(this.kind.length * 2));
    this.source = grown(this.source, new Int32Array(this.source.length * 2));
    this.item = grown(this.item, new Int32Array(this.item.length * 2));
    this.isChange = grown(this.isChange, new Uint8Array(this.isChange.length * 2));
    this.start = grown(this.start, new Int32Array(this.start.length * 2));
  }

  private growChanges(): void {
    this.cell = grown(this.cell, new Int32Array(this.cell.length * 2));
    this.value = grown(this.value, new Int32Array(this.value.length * 2));
  }
}

export function grown<T extends Int32Array | Uint8Array>(old: T, bigger: T): T {
  bigger.set(old);
  return bigger;
}
