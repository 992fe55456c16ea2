import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import { actionOfEvent, type LocalActions, UNHANDLED } from './local-actions.js';

/** Situations of several components at most: of more, every one is taken to be possible. */
const SITUATIONS_MAX = 3_000;

/** Messages that are under way at once, of those that account is kept of: of more, likewise. */
const UNDER_WAY_MAX = 4;

/** Nothing is to be received within the step. */
const NOTHING = -1;

/** The messages of a channel of which account is kept: how many are under way. Of others, and of all where the channel is -1, any may arrive at any time. */
export interface Wanted {
  readonly channel: number;
  /** -1: all messages of the channel. */
  readonly action: number;
  /** Those that are under way at the beginning, by their actions. */
  readonly waiting: readonly number[];
}

/** What the last two of some components may come to together: the sender and the receiver of something. */
export interface Together {
  /** False: anything is taken to be possible. */
  readonly isKnown: boolean;
  /** Local states of both, between two steps and in the middle of one: what one of them is sent within a step it receives while the other is where it then is. */
  readonly both: ReadonlySet<number>;
  /** Local states of the receiver in which an action of the sender's making may arrive synchronously. */
  readonly arriving: ReadonlySet<number>;
  /** Local states of the receiver while a message that account is kept of is under way. */
  readonly underWay: ReadonlySet<number>;
}

/** Two numbers as one. */
export const situation = (one: number, two: number): number => one * 2 ** 26 + two;

/** What is known where it is too much. */
const ANYTHING: Together = { isKnown: false, both: new Set(), arriving: new Set(), underWay: new Set() };

/**
 * A search through the situations of a few components, the last two of which are asked about. A situation is a local state of each; for each what another one of them has
 * sent to it and is to be received within the step; and the messages under way that account is kept of, in order of their actions.
 */
export class TogetherSearch {
  private readonly both = new Set<number>();
  private readonly arriving = new Set<number>();
  private readonly underWay = new Set<number>();
  private readonly seen = new Set<string>();
  private readonly agenda: Int32Array[] = [];
  private isTooMuch = false;
  /** Actions by the messages of the channel that may arrive at all. */
  private readonly mayArrive = new Set<number>();
  /** By component: where it stands among these; -1 of others. */
  private readonly place: Int32Array;

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
    private readonly components: readonly number[],
    private readonly wanted: Wanted,
  ) {
    this.place = new Int32Array(engine.components.length).fill(NOTHING);
    components.forEach((component, at) => {
      this.place[component] = at;
    });
    for (const arrival of ahead.arrivals[components.at(-1)!]!)
      if (ahead.arrivalChannel[arrival] === wanted.channel) this.mayArrive.add(ahead.arrivalAction[arrival]!);
  }

  run(vector: Int32Array): Together {
    const { components } = this;
    if (this.wanted.waiting.length > UNDER_WAY_MAX) return ANYTHING;
    const start = new Int32Array(2 * components.length + UNDER_WAY_MAX).fill(NOTHING);
    components.forEach((component, at) => {
      start[at] = vector[component]!;
    });
    start.set(this.wanted.waiting.toSorted(descending), 2 * components.length);
    this.come(start);
    while (this.agenda.length > 0 && !this.isTooMuch) this.goOn(this.agenda.pop()!);
    if (this.isTooMuch) return ANYTHING;
    const { both, arriving, underWay } = this;
    return { isKnown: true, both, arriving, underWay };
  }

  private come(state: Int32Array): void {
    const key = state.join();
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (this.seen.size > SITUATIONS_MAX) this.isTooMuch = true;
    const count = this.components.length;
    const receiver = state[count - 1]!;
    const toReceiver = state[2 * count - 1]!;
    // Also where a step is half done: the receiver may be called again before it ends.
    this.both.add(situation(state[count - 2]!, receiver));
    if (toReceiver !== NOTHING) this.arriving.add(situation(receiver, toReceiver));
    for (let at = 2 * count; at < state.length && state[at] !== NOTHING; at++)
      this.underWay.add(situation(receiver, state[at]!));
    this.agenda.push(state);
  }

  /** Whether something is to be received within the step. */
  private isWithin(state: Int32Array): boolean {
    const count = this.components.length;
    for (let at = count; at < 2 * count; at++) if (state[at] !== NOTHING) return true;
    return false;
  }

  private goOn(state: Int32Array): void {
    const { components, ahead, engine } = this;
    const isWithin = this.isWithin(state);
    const count = components.length;
    for (let who = 0; who < count; who++) {
      const received = state[count + who]!;
      if (received !== NOTHING) this.act(state, who, received, true, NOTHING);
      for (const arrival of ahead.arrivals[components[who]!]!) {
        const channel = ahead.arrivalChannel[arrival]!;
        const action = ahead.arrivalAction[arrival]!;
        if (channel < 0) {
          if (!isWithin) this.act(state, who, action, false, NOTHING);
          continue;
        }
        const { cell, senderIndex } = engine.channels[channel]!;
        // What one of them sends within a step arrives when it is sent; and nothing else begins within it.
        const from = this.place[senderIndex]!;
        if (cell < 0 ? from >= 0 && from !== who : isWithin) continue;
        if (this.isWanted(channel, action)) this.takeWanted(state, who, action);
        else this.act(state, who, action, false, NOTHING);
      }
    }
  }

  private isWanted(channel: number, action: number): boolean {
    const { wanted } = this;
    return channel === wanted.channel && (wanted.action < 0 || wanted.action === action);
  }

  private takeWanted(state: Int32Array, who: number, action: number): void {
    const at = state.indexOf(action, 2 * this.components.length);
    if (at < 0) return;
    const { spec } = this.engine.channels[this.wanted.channel]!;
    if (spec.kind === 'set' || spec.duplicating) this.act(state, who, action, false, NOTHING);
    if (spec.kind !== 'set') this.act(state, who, action, false, at);
  }

  /** @param taken where the message that it takes stands among those that account is kept of */
  private act(state: Int32Array, who: number, action: number, isReceived: boolean, taken: number): void {
    const { components, engine } = this;
    const actions = this.actions[components[who]!]!;
    const code = actions.get(state[who]!, action);
    if (code <= UNHANDLED || actions.throws[code]!) return;
    const count = components.length;
    const after = state.slice();
    after[who] = actions.next[code]!;
    if (isReceived) after[count + who] = NOTHING;
    if (taken !== NOTHING) {
      after.copyWithin(taken, taken + 1);
      after[after.length - 1] = NOTHING;
    }
    const effects = actions.effects[code]!;
    for (let at = 0; at < effects.length; at += 2) {
      const to = effects[at]!;
      if (to < 0) continue;
      const sent = actionOfEvent(effects[at + 1]!);
      const { cell, receiver } = engine.channels[to]!;
      if (cell >= 0) {
        if (this.isWanted(to, sent) && !this.isAdded(after, sent)) return;
        continue;
      }
      const other = this.place[receiver.cell]!;
      if (other < 0 || other === who) continue;
      if (after[count + other] !== NOTHING) {
        this.isTooMuch = true;
        return;
      }
      after[count + other] = sent;
    }
    this.come(after);
  }

  /** Adds a message to those under way. Returns false where they are too many. */
  private isAdded(state: Int32Array, action: number): boolean {
    // What never arrives, as it is left out, need not be kept account of.
    if (!this.mayArrive.has(action)) return true;
    const last = state.length - 1;
    if (state[last] !== NOTHING) {
      this.isTooMuch = true;
      return false;
    }
    let at = last;
    for (; at > 2 * this.components.length && state[at - 1]! < action; at--) state[at] = state[at - 1]!;
    state[at] = action;
    return true;
  }
}

const descending = (one: number, other: number): number => other - one;
