import type { AnyStateMachine } from 'xstate';
import { now } from './clock.js';
import type { GuardCalls } from './guard-calls.js';

/** A question that was put to a machine, so that it can be put again. */
export interface Repeatable {
  /**
   * Asks again.
   *
   * @param isAtOnce nothing else has been asked meanwhile
   * @throws CheckError when the answer is another one
   */
  repeat(isAtOnce: boolean): void;
}

/** So many questions of each machine are asked twice in this process, and after that every sixteenth. */
const TWICE_FIRST = 64;
const TWICE_EVERY = 16;
/**
 * The first question of each kind (event and state value) is asked twice, in the first search that asks it, and again at the end of each search, up
 * to so many kinds of a machine.
 */
const KINDS_MAX = 512;
/** So many others are asked again at the end: any of them with the same probability. */
const KEPT_MAX = 256;
/** A machine is asked so often in all, in this process: what is asked again at the end is asked again and again until then. */
const CALLS_MIN = 200;
/**
 * At the ends of so many searches all that is kept of a machine is asked again; of a machine that many searches have, as in a
 * campaign or a sweep, a part of it after that, another one each time.
 */
const WHOLE_ENDS = 4;
const END_SHARE = 4;
/** A clock with milliseconds has moved on after so long. */
const CLOCK_MS = 2;
/** Repetitions at once may take so long, and beyond that this part of the time since the beginning: a question may take its time. */
const FREE_MS = 250;
const TIME_SHARE = 0.1;
/** The last repetitions may take so long, and beyond that the same part of the time. */
const LAST_FREE_MS = 250;

/** The time that repetitions have taken, in one search, or in several that share what they may take. */
export class RepetitionTime {
  readonly startedAt = now();
  spentMs = 0;
  /** At the ends of searches. */
  lastMs = 0;
}

let shared: RepetitionTime | undefined;

/** Does work whose searches, which may be many and short, share the time that one search has for repetitions. */
export function sharingRepetitions<T>(work: () => T, time = new RepetitionTime()): T {
  const before = shared;
  shared = before ?? time;
  try {
    return work();
  } finally {
    shared = before;
  }
}

/** What is known of a machine from all searches of this process: a check and a campaign make hundreds of the same machines. */
class Acquaintance {
  /** How often it was asked, repetitions included. */
  calls = 0;
  /** How many questions were put to it. */
  asked = 0;
  /** At the ends of how many searches it was asked again. */
  ends = 0;
  /** Of the questions that were put twice. */
  readonly kinds = new Set<string>();

  /** Whether a question that is the next to be put is to be put twice. */
  isTwice(kind: string): boolean {
    const number = this.asked++;
    if (number < TWICE_FIRST || number % TWICE_EVERY === 0) return true;
    return this.kinds.size < KINDS_MAX && !this.kinds.has(kind);
  }
}

const acquaintances = new WeakMap<AnyStateMachine, Acquaintance>();

function acquaintanceOf(machine: AnyStateMachine): Acquaintance {
  let known = acquaintances.get(machine);
  if (known === undefined) acquaintances.set(machine, (known = new Acquaintance()));
  return known;
}

/**
 * Chooses the questions that are asked again, to see whether a machine always answers the same: some at once, and a sample at the
 * end, in another order, after the clock has moved on.
 *
 * What is found, and how surely: an answer that differs from one call to the next (a counter, chance) whenever it is asked twice in
 * a row; one that depends on what was asked before (a counter that another event changes, a cache) if it is in the sample of the end
 * and differs then; one that changes with time only if it has changed by then. An answer that is wrong in the same way each time
 * cannot be told from a right one.
 */
export class Repetitions {
  private readonly samples = new Map<AnyStateMachine, QuestionSample>();

  constructor(private readonly time: RepetitionTime = shared ?? new RepetitionTime()) {}

  /** The questions of one machine, over all the components that it is the machine of. */
  sampleOf(machine: AnyStateMachine): QuestionSample {
    let sample = this.samples.get(machine);
    if (sample === undefined) {
      sample = new QuestionSample(this, machine);
      this.samples.set(machine, sample);
    }
    return sample;
  }

  /** Repeats a question now, if there is time for it. Returns whether there was. */
  now(repeat: () => void): boolean {
    const before = now();
    const { time } = this;
    if (time.spentMs > FREE_MS + TIME_SHARE * (before - time.startedAt)) return false;
    try {
      repeat();
    } finally {
      time.spentMs += now() - before;
    }
    return true;
  }

  /**
   * Asks the sample again, and calls the guards again.
   *
   * @throws CheckError when a machine has changed its mind
   */
  atEnd(guards: readonly GuardCalls[]): void {
    const { time } = this;
    waitUntil(time.startedAt + CLOCK_MS);
    const begunAt = now();
    const until = begunAt + Math.max(0, LAST_FREE_MS + TIME_SHARE * (begunAt - time.startedAt) - time.lastMs);
    const isLate = () => now() > until;
    try {
      for (const each of guards) each.repeat(isLate);
      for (const sample of this.samples.values()) sample.repeatAtEnd(isLate);
      for (const sample of this.samples.values()) {
        while (sample.needsMore && !isLate()) sample.repeatAll(isLate);
      }
    } finally {
      time.lastMs += now() - begunAt;
    }
  }
}

/** Which questions of one machine are asked again. */
export class QuestionSample {
  private readonly kinds = new Set<string>();
  private readonly ofKinds: Repeatable[] = [];
  private readonly kept: Repeatable[] = [];
  private asked = 0;
  private random = 1;

  private readonly acquaintance: Acquaintance;

  constructor(
    private readonly repetitions: Repetitions,
    private readonly machine: AnyStateMachine,
  ) {
    this.acquaintance = acquaintanceOf(machine);
  }

  /** Notes that the machine was asked. */
  count(): void {
    this.acquaintance.calls++;
  }

  /**
   * Takes a question that has just been answered: repeats it at once, if it is in the sample, and may keep it for the end.
   *
   * @param kind equal for questions that are about the same part of the chart
   */
  take(kind: string, question: Repeatable): void {
    this.asked++;
    const isNew = this.kinds.size < KINDS_MAX && !this.kinds.has(kind);
    if (isNew) {
      this.kinds.add(kind);
      this.ofKinds.push(question);
    } else this.keep(question);
    const { kinds: putTwice } = this.acquaintance;
    if (!this.acquaintance.isTwice(kind) || !this.repetitions.now(() => this.repeat(question, true))) return;
    if (putTwice.size < KINDS_MAX) putTwice.add(kind);
  }

  get needsMore(): boolean {
    return this.acquaintance.calls < CALLS_MIN && this.ofKinds.length > 0;
  }

  /** Repeats once what is kept, or a part of it if that was done in many searches; see `WHOLE_ENDS`. */
  repeatAtEnd(isLate: () => boolean): void {
    const all = [...this.ofKinds, ...this.kept];
    const number = this.acquaintance.ends++;
    this.repeatInAnyOrder(
      number < WHOLE_ENDS ? all : all.filter((_, at) => at % END_SHARE === number % END_SHARE),
      isLate,
    );
  }

  /** Repeats everything that is kept once, until it is late. */
  repeatAll(isLate: () => boolean): void {
    this.repeatInAnyOrder([...this.ofKinds, ...this.kept], isLate);
  }

  private repeatInAnyOrder(order: Repeatable[], isLate: () => boolean): void {
    for (let left = order.length; left > 0 && !isLate(); left--) {
      const at = this.below(left);
      const question = order[at]!;
      order[at] = order[left - 1]!;
      this.repeat(question, false);
    }
  }

  private repeat(question: Repeatable, isAtOnce: boolean): void {
    try {
      question.repeat(isAtOnce);
    } catch (thrown) {
      // It may have changed its mind: the next search is to look at it as if it were the first.
      acquaintances.delete(this.machine);
      throw thrown;
    }
  }

  /** Every question but the first of each kind is kept with the same probability, however many come. */
  private keep(question: Repeatable): void {
    if (this.kept.length < KEPT_MAX) this.kept.push(question);
    else {
      const place = this.below(this.asked);
      if (place < KEPT_MAX) this.kept[place] = question;
    }
  }

  /** A whole number below a bound, the same in every run. */
  private below(bound: number): number {
    this.random = (Math.imul(this.random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.random / 2 ** 32) * bound);
  }
}

/** Sleeps, as everything here is synchronous. */
function waitUntil(time: number): void {
  for (let left = time - now(); left > 0; left = time - now()) Atomics.wait(NEVER_WOKEN, 0, 0, left);
}

const NEVER_WOKEN = new Int32Array(new SharedArrayBuffer(4));
