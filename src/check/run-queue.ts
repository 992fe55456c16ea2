import { enumeratedBy } from './plan.js';
import type { CheckRun } from './result.js';
import { inOrder, type NumberedRun } from './schedule.js';
import type { EnumeratedSpace } from '../campaign/state-space.js';

/** A run that has been made, and its place in the whole check. */
export interface NumberedResult {
  readonly number: number;
  readonly run: CheckRun;
}

/**
 * The runs of a check in the order in which they are begun, some of them beside each other: what each is told, what it comes to, and which error is told, are
 * the same as if each had been made before the next was begun.
 */
export class RunQueue {
  private readonly waiting: NumberedRun[];
  private readonly underWay = new Set<NumberedRun>();
  private readonly made = new Map<NumberedRun, CheckRun>();
  /** Runs of which others cannot take the work. */
  private readonly staying = new Set<NumberedRun>();
  private failure: { readonly at: number; readonly thrown: unknown } | undefined;
  private begun = 0;
  private wake: (() => void)[] = [];

  /** @param runs in the order in which they are to be begun */
  constructor(private readonly runs: readonly NumberedRun[]) {
    this.waiting = [...runs];
    for (const run of runs) if (run.planned.mustStay) this.staying.add(run);
  }

  get waitingCount(): number {
    return this.waiting.length;
  }

  /** Whether runs are under way whose results are wanted: what comes behind a run that has thrown is not. */
  get isUnderWay(): boolean {
    return [...this.underWay].some((run) => this.isWanted(run));
  }

  /** Whether what comes of a run will be told: nothing that would have been begun later than a run that has thrown. */
  isWanted(run: NumberedRun): boolean {
    return this.failure === undefined || this.runs.indexOf(run) <= this.failure.at;
  }

  /** How many have been begun; one that has been given back counts once. */
  get begunCount(): number {
    return this.begun;
  }

  get madeCount(): number {
    return this.made.size;
  }

  /** The next run that can be begun now, if there is one. @param here whether it is for the thread of the check itself */
  take(here: boolean): NumberedRun | undefined {
    const index = this.waiting.findIndex((run) => this.canBegin(run, here));
    if (index < 0) return undefined;
    const [run] = this.waiting.splice(index, 1);
    this.underWay.add(run!);
    this.begun++;
    return run;
  }

  /** Fulfilled when a run that is under way now is no more. */
  changed(): Promise<void> {
    return new Promise((resolve) => this.wake.push(resolve));
  }

  /** The state spaces that a run is told of. */
  enumeratedFor(run: NumberedRun): readonly EnumeratedSpace[] {
    return this.neededBy(run).flatMap((each) => {
      const result = this.made.get(each);
      return (result === undefined ? undefined : enumeratedBy(result)) ?? [];
    });
  }

  finish(run: NumberedRun, result: CheckRun): void {
    this.made.set(run, result);
    this.leave(run);
  }

  /** What a run threw: of several errors that of the run that would have been begun first is told, so that no later one is begun. */
  fail(run: NumberedRun, thrown: unknown): void {
    const at = this.runs.indexOf(run);
    if (this.failure === undefined || at < this.failure.at) this.failure = { at, thrown };
    this.leave(run);
  }

  /** The work on a run came to nothing: the check's own thread has to make it. */
  giveBack(run: NumberedRun): void {
    this.staying.add(run);
    this.begun--;
    const at = this.runs.indexOf(run);
    const behind = this.waiting.findIndex((each) => this.runs.indexOf(each) > at);
    this.waiting.splice(behind < 0 ? this.waiting.length : behind, 0, run);
    this.leave(run);
  }

  /** The runs that were made, in the order of the whole check. @throws what a run has thrown */
  results(): NumberedResult[] {
    if (this.failure !== undefined) throw this.failure.thrown;
    return inOrder([...this.made].map(([{ number }, run]) => ({ number, run })));
  }

  /** The runs that were not made, for whatever reason, in the order of the whole check. */
  left(): NumberedRun[] {
    return inOrder(this.runs.filter((run) => !this.made.has(run)));
  }

  private canBegin(run: NumberedRun, here: boolean): boolean {
    if (!here && this.staying.has(run)) return false;
    if (!this.isWanted(run)) return false;
    return this.neededBy(run).every((each) => this.made.has(each));
  }

  /** Those of its group that come before it, where it asks what they have found. */
  private neededBy(run: NumberedRun): readonly NumberedRun[] {
    const { asksGroup, group } = run.planned;
    if (!asksGroup) return [];
    return this.runs.slice(0, this.runs.indexOf(run)).filter(({ planned }) => planned.group === group);
  }

  private leave(run: NumberedRun): void {
    this.underWay.delete(run);
    const { wake } = this;
    this.wake = [];
    for (const each of wake) each();
  }
}
