import { now } from '../interpreter/clock.js';
import { doWithPauses, type Pieces } from '../explore/pieces.js';
import { makeRun, positionOf } from './make-run.js';
import type { CheckOptions } from './options.js';
import { type CheckResult, type CheckRun, resultOf } from './result.js';
import { RunQueue } from './run-queue.js';
import { byValue, type NumberedRun } from './schedule.js';
import { labelOf, runFrom } from './passed-run.js';
import type { CheckWorkers, RunOrder } from './worker.js';

const WORKERS_AFTER_MS = 3_000;

/** A check under way. */
export class CheckUnderWay {
  private readonly queue: RunQueue;
  private readonly startedAt = now();
  private isTimeOver = false;

  /** @param own the runs that are to be made: all, or those of a shard */
  constructor(
    private readonly own: readonly NumberedRun[],
    private readonly options: CheckOptions,
  ) {
    this.queue = new RunQueue(options.totalSeconds === undefined ? own : byValue(own));
  }

  /** Makes all runs, one after the other. */
  *allHere(): Pieces<void> {
    for (let run = this.take(true); run !== undefined; run = this.take(true)) {
      this.finish(run, yield* this.makeHere(run));
    }
  }

  /** As `allHere`, but once it takes long others make runs, too. */
  async allWith(workers: CheckWorkers): Promise<void> {
    const timer = setTimeout(() => {
      const count = Math.min(workers.max, this.queue.waitingCount);
      for (let index = 0; index < count; index++) void this.workWith(workers);
    }, workers.afterMs ?? WORKERS_AFTER_MS);
    await this.makeAll(true, (run) => doWithPauses(this.makeHere(run)));
    clearTimeout(timer);
  }

  /** @throws what a run has thrown */
  result(seed: number): Omit<CheckResult, 'shard'> {
    const made = this.queue.results();
    const undone = this.queue.left().map(({ number, planned: { mode, subject, notable } }) => ({
      number,
      mode,
      subject,
      notable,
    }));
    return {
      ...resultOf(
        seed,
        made.map(({ run }) => run),
        undone.length,
      ),
      numbers: made.map(({ number }) => number),
      undone,
      ...(this.isTimeOver ? { isTimeOver: true } : {}),
    };
  }

  /** Has a worker make runs; one that cannot be had is done without. */
  private async workWith({ start }: CheckWorkers): Promise<void> {
    try {
      const worker = await start();
      let isGone = false;
      const make = async (run: NumberedRun) => {
        const passed = await worker.make(this.orderOf(run));
        isGone = passed.kind === 'returned' && passed.isGone === true;
        return runFrom(passed, run.planned);
      };
      // Else one that is gone would take from the others what it cannot make.
      await this.makeAll(false, make, () => isGone);
      worker.end?.();
    } catch {
      // What goes wrong with a run is told by the run.
    }
  }

  /** Makes runs as long as there are any, or may be some again. @param here whether it is for the check's own thread */
  private async makeAll(
    here: boolean,
    make: (run: NumberedRun) => Promise<CheckRun | undefined>,
    isGone: () => boolean = () => false,
  ): Promise<void> {
    while (!isGone()) {
      const run = this.take(here);
      if (run !== undefined) {
        try {
          const made = await make(run);
          if (made === undefined) this.queue.giveBack(run);
          else this.finish(run, made);
        } catch (thrown) {
          this.queue.fail(run, thrown);
        }
      } else if (this.queue.isUnderWay) await this.queue.changed();
      else return;
    }
  }

  private *makeHere(run: NumberedRun): Pieces<CheckRun> {
    const { queue, options } = this;
    const signal = {
      get aborted() {
        return options.signal?.aborted === true || !queue.isWanted(run);
      },
    };
    return yield* makeRun(run.planned, this.orderOf(run), { ...options, signal });
  }

  /** The next run that can be begun now; none when it is to stop. */
  private take(here: boolean): NumberedRun | undefined {
    if (this.queue.waitingCount === 0) return undefined;
    const { secondsLeft } = this;
    this.isTimeOver ||= secondsLeft !== undefined && secondsLeft <= 0;
    if (this.isTimeOver || this.options.signal?.aborted === true) return undefined;
    return this.queue.take(here);
  }

  private finish(run: NumberedRun, made: CheckRun): void {
    this.queue.finish(run, made);
    // It was cut short: an earlier one has thrown meanwhile.
    if (!this.queue.isWanted(run)) return;
    const position = { run: this.queue.madeCount, number: run.number, runs: this.own.length };
    this.options.onRun?.(made, positionOf(run.planned, position));
  }

  private orderOf(run: NumberedRun): RunOrder {
    const { secondsLeft } = this;
    return {
      number: run.number,
      label: labelOf(run.planned),
      run: this.queue.begunCount,
      runs: this.own.length,
      // What is left may have gone by since the run was taken, and a budget is above 0.
      ...(secondsLeft === undefined ? {} : { secondsLeft: Math.max(secondsLeft, Number.MIN_VALUE) }),
      enumerated: this.queue.enumeratedFor(run),
    };
  }

  /** Of the total, where there is one. */
  private get secondsLeft(): number | undefined {
    const { totalSeconds } = this.options;
    if (totalSeconds === undefined) return undefined;
    return totalSeconds - (now() - this.startedAt) / 1000;
  }
}
