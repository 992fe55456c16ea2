import type { AnyEventObject } from 'xstate';
import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { Interpreter } from '../interpreter/interpreter.js';
import type { LocalState } from '../interpreter/local-state.js';
import type { TimerAction } from '../interpreter/reaction.js';
import type { Cast } from './casts.js';

/** The number of what is no id: nothing cancels the timer. */
export const NO_ID = -1;

/** A timer is started. Keys and ids are numbers: see `TimerNumbers`. */
export interface TimerStart {
  readonly kind: 'start';
  readonly id: number;
  readonly key: number;
  /** What the chart says. */
  readonly delayNs: number;
  /** The name of its delay and the state that waits. */
  readonly name: string;
  /** One that is cancelled again within the step never runs. */
  readonly runs: boolean;
  /** See `StartedTimer`. */
  readonly number: number;
}

interface TimerCancel {
  readonly kind: 'cancel';
  readonly id: number;
}

/** There is no such event, or key. */
const NONE = -1;

/** A local state, with what was asked about it last: hardly any is asked about much. */
export class KnownState {
  /** The last two events, and the reactions to them. */
  event = NONE;
  answer: TimedReaction | undefined;
  otherEvent = NONE;
  otherAnswer: TimedReaction | undefined;
  /** Key of a timer, and the reaction to its firing. */
  key = NONE;
  fired: TimedReaction | undefined;

  constructor(readonly local: number) {}

  keep(event: number, answer: TimedReaction): void {
    this.otherEvent = this.event;
    this.otherAnswer = this.answer;
    this.event = event;
    this.answer = answer;
  }
}

/** The state of a component that nobody has asked about. */
export const NOWHERE = new KnownState(NONE);

/** What a component does in virtual time as it reacts, in integers: of components that are alike the same. */
export class TimedReaction {
  /** Id of the next local state. */
  readonly next: number;
  readonly isRelay: boolean;
  readonly emitted: readonly AnyEventObject[];
  readonly context: unknown;
  /** Whether the component is done in the next local state. */
  readonly isDone: boolean;
  /** Whether it does something to timers, or emits. */
  readonly isFollowed: boolean;
  /** By how many messages it has sent, what it does to timers, and emits, only then; left out where that is nothing. */
  later: readonly (TimedReaction | undefined)[] | undefined;
  /** What steps that begin with it have done: see `Courses`. The number of courses is negative where they are too many. */
  uses = 0;
  course: Course | undefined;
  courseCount = 0;

  constructor(
    { next, isRelay }: EncodedReaction,
    { snapshot }: LocalState,
    emitted: readonly AnyEventObject[],
    /** Whether nothing of it is left for later. */
    isWhole: boolean,
    /** The next local state. */
    readonly state: KnownState,
    /** What it does to its timers, in order. */
    readonly timing: readonly (TimerStart | TimerCancel)[],
    /** Keys of the timers that can fire in the next local state. */
    readonly pending: readonly number[],
    /** What it sends, in order; see `Sendings`. */
    readonly sendings: readonly number[],
  ) {
    this.next = next;
    this.isRelay = isRelay;
    this.emitted = emitted;
    this.context = snapshot.context;
    this.isDone = isWhole && snapshot.status === 'done';
    this.isFollowed = timing.length > 0 || emitted.length > 0 || this.isDone;
  }

  /** Whether a timer runs that it has started, or started anew: one that is cancelled again within the step does not. */
  get startsTimer(): boolean {
    return this.timing.some((action) => action.kind === 'start' && action.runs);
  }
}

/** All that a step does, from its first reaction on, where those that take part are in the same states: components put no message into a channel in it. */
export interface Course {
  readonly cast: Cast;
  /** By role, in the order in which they first react: id of the local state before the step. */
  readonly before: readonly number[];
  /** By role: the state after it. */
  readonly after: readonly KnownState[];
  /** Of the reactions, in order: those that do something to timers, or emit; and the roles whose they are. */
  readonly reactions: readonly TimedReaction[];
  readonly roles: readonly number[];
  readonly next: Course | undefined;
}

const NO_TIMING: TimedReaction['timing'] = [];

/** Numbers for the keys and ids of timers. */
export class TimerNumbers {
  private readonly known = new Map<string, number>();
  private starts = 0;

  /** The number of a start of a timer. */
  nextStart(): number {
    return this.starts++;
  }

  of(text: string): number {
    let number = this.known.get(text);
    if (number === undefined) {
      number = this.known.size;
      this.known.set(text, number);
    }
    return number;
  }

  /** The keys of a local state, in the order of the steps that fire them: alike timers are one step, and stand side by side. */
  keysOf({ timers }: LocalState): number[] {
    return timers.filter(({ key }, at) => key !== timers[at - 1]?.key).map(({ key }) => this.of(key));
  }
}

/**
 * @param next the local state that the reaction leads to
 * @param state, sendings see `TimedReaction`
 */
export function timedReaction(
  encoded: EncodedReaction,
  next: LocalState,
  interpreter: Interpreter,
  numbers: TimerNumbers,
  state: KnownState,
  sendings: readonly number[],
): TimedReaction {
  const pending = numbers.keysOf(next);
  const numbered = (action: TimerAction): TimerStart | TimerCancel => {
    const id = action.id === undefined ? NO_ID : numbers.of(action.id);
    if (action.kind === 'cancel') return { kind: 'cancel', id };
    const { delay: delayNs } = action;
    const key = numbers.of(action.key);
    const timer = next.timers.find((each) => each.key === action.key);
    const name = timer === undefined ? '' : interpreter.timerName(timer);
    return { kind: 'start', id, key, delayNs, name, runs: timer !== undefined, number: numbers.nextStart() };
  };
  const { timing, emitted, emittedBehind } = encoded;
  // Most reactions start no timer: they share one list, which is at hand.
  const numberedTiming = timing.length === 0 ? NO_TIMING : timing.map(numbered);
  const last = Math.max(timing.at(-1)?.behind ?? 0, emittedBehind.at(-1) ?? 0);
  if (last === 0)
    return new TimedReaction(encoded, next, emitted, true, state, numberedTiming, pending, sendings);
  const partOf = (sent: number) =>
    new TimedReaction(
      encoded,
      next,
      emitted.filter((_, at) => (emittedBehind[at] ?? 0) === sent),
      sent === last,
      state,
      numberedTiming.filter((_, at) => timing[at]!.behind === sent),
      pending,
      sent === 0 ? sendings : NO_SENDINGS,
    );
  const [first, ...others] = Array.from({ length: last + 1 }, (_, sent) => partOf(sent));
  first!.later = [undefined, ...others.map((part) => (part.isFollowed ? part : undefined))];
  return first!;
}

const NO_SENDINGS: readonly number[] = [];
