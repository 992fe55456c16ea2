import { now } from '../interpreter/clock.js';
import {
  Expired,
  type Deadline,
  type Expiry,
  presentDeadline,
  type StopSignal,
  within,
} from '../interpreter/deadline.js';
import type { Budget } from './budget.js';
import { MemoryUse } from './memory.js';

/** Milliseconds between two looks at memory and the outside world. */
const LOOK_EVERY_MS = 50;
/** Units between two looks at the clock, so many that they take about so long. */
const UNITS_PER_LOOK_MAX = 256;
const LOOK_MS_MIN = 1;
const LOOK_MS_MAX = 5;

/**
 * The time of a search, and whatever else may end it from outside of its own logic: seconds, memory, a signal, and the deadline of what the
 * search is a part of. Time counts from the first piece on, and between pieces too: much garbage is collected there, and whoever waits sees
 * that time pass.
 */
export class SearchClock implements Deadline {
  /** Why the search must end. Once it must, it always must. */
  expired: Expiry | undefined;
  private begunAt: number | undefined;
  private endedAt = 0;
  private endsAt = Number.POSITIVE_INFINITY;
  private sliceEndsAt = Number.POSITIVE_INFINITY;
  private lookAt = 0;
  private unitsPerLook = 1;
  private unitsLeft = 1;
  private dueAt = 0;
  private outer: Deadline | undefined;
  private readonly memory: MemoryUse;

  /**
   * @param bytes what the search holds for states
   * @param outside what of it V8 does not know of
   */
  constructor(
    private readonly budget: Budget,
    bytes: () => number,
    private readonly signal: StopSignal | undefined,
    outside?: () => number,
  ) {
    this.memory = new MemoryUse(bytes, outside);
  }

  /** Seconds from the beginning of the first piece to the end of the last. */
  get seconds(): number {
    return this.begunAt === undefined ? 0 : (this.endedAt - this.begunAt) / 1000;
  }

  /** As `seconds`, in the middle of a piece. */
  get elapsed(): number {
    return this.begunAt === undefined ? 0 : (now() - this.begunAt) / 1000;
  }

  /**
   * Does a piece of the search. `undefined` if it was ended in its middle: then `expired` says why.
   *
   * @param msMax milliseconds after which `due` asks for the end of the piece
   */
  run<T>(work: () => T, msMax = Number.POSITIVE_INFINITY): T | undefined {
    const startedAt = now();
    this.begunAt ??= startedAt;
    this.dueAt = startedAt;
    this.unitsLeft = 1;
    this.endsAt = this.begunAt + this.budget.secondsMax * 1000;
    this.sliceEndsAt = startedAt + msMax;
    this.outer = presentDeadline();
    try {
      return within(this, work);
    } catch (thrown) {
      if (!(thrown instanceof Expired)) throw thrown;
      this.expired ??= thrown.reason;
      return undefined;
    } finally {
      this.endedAt = now();
    }
  }

  /** Asked before each unit: whether the piece should end here. Most calls only count down. */
  due(): boolean {
    return --this.unitsLeft <= 0 && this.isDue();
  }

  /** As `due`, and looks now: for units that take long. */
  dueNow(): boolean {
    return this.isDue();
  }

  expiry(): Expiry | undefined {
    return this.expired ?? this.look(now());
  }

  private isDue(): boolean {
    const at = now();
    const took = at - this.dueAt;
    if (took < LOOK_MS_MIN) this.unitsPerLook = Math.min(UNITS_PER_LOOK_MAX, 2 * this.unitsPerLook);
    else if (took > LOOK_MS_MAX) this.unitsPerLook = Math.max(1, this.unitsPerLook >> 2);
    this.dueAt = at;
    this.unitsLeft = this.unitsPerLook;
    return (this.expired ?? this.look(at)) !== undefined || at >= this.sliceEndsAt;
  }

  private look(at: number): Expiry | undefined {
    if (at >= this.endsAt) this.expired = 'seconds';
    else if (at >= this.lookAt) {
      this.lookAt = at + LOOK_EVERY_MS;
      if (this.signal?.aborted) this.expired = 'interrupted';
      else if (this.memory.exceeds(this.budget.bytesMax)) this.expired = 'memory';
      else this.expired = this.outer?.expiry();
    }
    return this.expired;
  }
}
