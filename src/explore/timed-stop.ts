import { now } from '../interpreter/clock.js';
import type { StopSignal } from '../interpreter/deadline.js';
import { Budget } from './budget.js';

/** A signal that is aborted when so many seconds are over, too; time counts from here on. It is looked at between two pieces of work. */
export class TimedStop implements StopSignal {
  /** Why it was aborted, once that was seen. */
  reason: 'seconds' | 'interrupted' | undefined;
  private readonly endsAt: number;

  /** @throws CheckError for seconds that are not a positive number */
  constructor(
    private readonly signal: StopSignal | undefined,
    secondsMax?: number,
  ) {
    const budget = new Budget(secondsMax === undefined ? {} : { secondsMax });
    this.endsAt = now() + budget.secondsMax * 1000;
  }

  get aborted(): boolean {
    if (this.signal?.aborted === true) this.reason ??= 'interrupted';
    else if (now() >= this.endsAt) this.reason ??= 'seconds';
    return this.reason !== undefined;
  }
}
