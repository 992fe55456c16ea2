import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import { actionOfEvent, type LocalActions, UNHANDLED } from './local-actions.js';
import { Marks } from './marks.js';
import { TupleSet } from './tuple-set.js';

/** Situations of several components at most: of more, every one is taken to be possible. */
const SITUATIONS_MAX = 1_500;

/** Messages that are under way at once, of those that account is kept of: of more, likewise. */
const UNDER_WAY_MAX = 4;

/** Nothing is to be received within the step. */
const NOTHING = -1;

/** The messages of a channel of which account is kept: how many are under way. Of others, and of all where the channel is -1, any may arrive at any time. */
export interface Wanted {
  readonly channel: number;
  /** -1: all messages of the channel. */
  readonly action: number;
}

const NONE = new TupleSet(2);

/** What is known where it is too much. */
export const ANYTHING: Together = {
  isKnown: false,
  both: NONE,
  arriving: NONE,
  underWay: NONE,
  situations: NONE,
  components: [],
  wanted: { channel: -1, action: -1 },
  mayArrive: new Set(),
};

/** Integers of a move: see `Moves`. */
const MOVE = 3;

/** What components may do in their local states, of all that may arrive at them. */
export class Moves {
  private readonly known: (readonly number[] | undefined)[][];
  private readonly met = new Marks();

  constructor(
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
  ) {
    this.known = actions.map(() => []);
  }

  /** More may arrive, or less. */
  begin(): void {
    for (const ofComponent of this.known) if (ofComponent.length > 0) ofComponent.length = 0;
  }

  /** Channel (-1: an own step), action, and number of the answer, alternating. */
  of(component: number, local: number): readonly number[] {
    return (this.known[component]![local] ??= this.find(component, local));
  }

  private find(component: number, local: number): readonly number[] {
    const { met } = this;
    const { channel, action } = this.ahead.numbers;
    const found: number[] = [];
    met.clear();
    this.ahead.meeting(component, local, met);
    for (const arrival of met.values) {
      const code = this.actions[component]!.get(local, action[arrival]!);
      if (code > UNHANDLED) found.push(channel[arrival]!, action[arrival]!, code);
    }
    return found;
  }
}

/** Where a search begins: a state, and the messages that are under way and that account is kept of, by their actions. */
export interface Start {
  readonly vector: Int32Array;
  readonly waiting: readonly number[];
}

/** What some components may come to together, as a certificate keeps it. */
export interface Situations {
  /** All situations, of these components and of these messages. */
  readonly situations: TupleSet;
  readonly components: readonly number[];
  readonly wanted: Wanted;
  /** The messages of the channel that may arrive at all, by their actions. */
  readonly mayArrive: ReadonlySet<number>;
}

/** What the last two of some components may come to together: the sender and the receiver of something. */
export interface Together extends Situations {
  /** False: anything is taken to be possible. */
  readonly isKnown: boolean;
  /** Local states of both, between two steps and in the middle of one: what one of them is sent within a step it receives while the other is where it then is. */
  readonly both: TupleSet;
  /** Local states of the receiver in which an action of the sender's making may arrive synchronously. */
  readonly arriving: TupleSet;
  /** Local states of the receiver while a message that account is kept of is under way. */
  readonly underWay: TupleSet;
}

/** The sets that a search fills: they are used again, as there are very many searches. */
export class TogetherSets {
  readonly both = new TupleSet(2);
  readonly arriving = new TupleSet(2);
  readonly underWay = new TupleSet(2);
  readonly situations: TupleSet;

  constructor(components: number) {
    this.situations = new TupleSet(2 * components + UNDER_WAY_MAX);
  }

  clear(): void {
    for (const set of [this.both, this.arriving, this.underWay, this.situations]) set.clear();
  }
}

/**
 * A search through the situations of a few components, the last two of which are asked about. A situation is a local state of each; for each what another one of them has
 * sent to it and is to be received within the step; and the messages under way that account is kept of, in order of their actions.
 */
export class TogetherSearch {
  private readonly both: TupleSet;
  private readonly arriving: TupleSet;
  private readonly underWay: TupleSet;
  private readonly situations: TupleSet;
  private readonly after: Int32Array;
  /** Two numbers, to be looked up. */
  private readonly two = [0, 0];
  private isTooMuch = false;
  private readonly mayArrive = new Set<number>();
  /** By component: where it stands among these; -1 of others. */
  private readonly place: Int32Array;

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    ahead: Ahead,
    private readonly moves: Moves,
    private readonly components: readonly number[],
    private readonly wanted: Wanted,
    { both, arriving, underWay, situations }: TogetherSets,
  ) {
    this.both = both;
    this.arriving = arriving;
    this.underWay = underWay;
    this.situations = situations;
    this.after = new Int32Array(this.situations.width);
    this.place = new Int32Array(engine.components.length).fill(NOTHING);
    components.forEach((component, at) => {
      this.place[component] = at;
    });
    for (const arrival of ahead.arrivals[components.at(-1)!]!)
      if (ahead.numbers.channel[arrival] === wanted.channel)
        this.mayArrive.add(ahead.numbers.action[arrival]!);
  }

  /** @param starts states, and the messages in each that account is kept of, by their actions */
  run(starts: readonly Start[]): Together {
    const { situations } = this;
    const start = new Int32Array(situations.width);
    for (const { vector, waiting } of starts) {
      if (isSituation(vector, this.components, waiting, start)) this.come(start);
      else this.isTooMuch = true;
    }
    const state = new Int32Array(situations.width);
    // What is gone through grows as it is gone through.
    for (let at = 0; at < situations.size && !this.isTooMuch; at++) {
      situations.read(at, state);
      this.goOn(state);
    }
    if (this.isTooMuch) return ANYTHING;
    const { both, arriving, underWay, components, wanted, mayArrive } = this;
    return { isKnown: true, both, arriving, underWay, situations, components, wanted, mayArrive };
  }

  private come(state: Int32Array): void {
    if (!this.situations.add(state)) return;
    if (this.situations.size > SITUATIONS_MAX) this.isTooMuch = true;
    const count = this.components.length;
    const receiver = state[count - 1]!;
    const toReceiver = state[2 * count - 1]!;
    // Also where a step is half done: the receiver may be called again before it ends.
    this.note(this.both, state[count - 2]!, receiver);
    if (toReceiver !== NOTHING) this.note(this.arriving, receiver, toReceiver);
    for (let at = 2 * count; at < state.length && state[at] !== NOTHING; at++)
      this.note(this.underWay, receiver, state[at]!);
  }

  private note(pairs: TupleSet, one: number, other: number): void {
    this.two[0] = one;
    this.two[1] = other;
    pairs.add(this.two);
  }

  /** Whether something is to be received within the step. */
  private isWithin(state: Int32Array): boolean {
    const count = this.components.length;
    for (let at = count; at < 2 * count; at++) if (state[at] !== NOTHING) return true;
    return false;
  }

  private goOn(state: Int32Array): void {
    const { components, engine } = this;
    const isWithin = this.isWithin(state);
    const count = components.length;
    for (let who = 0; who < count; who++) {
      const received = state[count + who]!;
      if (received !== NOTHING) {
        const code = this.actions[components[who]!]!.get(state[who]!, received);
        this.act(state, who, code, true, NOTHING);
      }
      const moves = this.moves.of(components[who]!, state[who]!);
      for (let at = 0; at < moves.length; at += MOVE) {
        const channel = moves[at]!;
        const code = moves[at + 2]!;
        if (channel < 0) {
          if (!isWithin) this.act(state, who, code, false, NOTHING);
          continue;
        }
        const { cell, senderIndex } = engine.channels[channel]!;
        // What one of them sends within a step arrives when it is sent; and nothing else begins within it.
        const from = this.place[senderIndex]!;
        if (cell < 0 ? from >= 0 && from !== who : isWithin) continue;
        if (this.isWanted(channel, moves[at + 1]!)) this.takeWanted(state, who, moves[at + 1]!, code);
        else this.act(state, who, code, false, NOTHING);
      }
    }
  }

  private isWanted(channel: number, action: number): boolean {
    const { wanted } = this;
    return channel === wanted.channel && (wanted.action < 0 || wanted.action === action);
  }

  private takeWanted(state: Int32Array, who: number, action: number, code: number): void {
    const at = state.indexOf(action, 2 * this.components.length);
    if (at < 0) return;
    const { spec } = this.engine.channels[this.wanted.channel]!;
    if (spec.kind === 'set' || spec.duplicating) this.act(state, who, code, false, NOTHING);
    if (spec.kind !== 'set') this.act(state, who, code, false, at);
  }

  /** @param taken where the message that it takes stands among those that account is kept of */
  private act(state: Int32Array, who: number, code: number, isReceived: boolean, taken: number): void {
    const { components, engine } = this;
    const actions = this.actions[components[who]!]!;
    if (code <= UNHANDLED || actions.throws[code]!) return;
    const count = components.length;
    const { after } = this;
    // Rows are so short that a loop is quicker than a call.
    for (let at = 0; at < after.length; at++) after[at] = state[at]!;
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

/**
 * Writes the situation in which some components are in a state, between two steps. Returns false where account is to be kept of too much.
 *
 * @param waiting messages that account is kept of, by their actions
 */
export function isSituation(
  vector: Int32Array,
  components: readonly number[],
  waiting: readonly number[],
  into: Int32Array,
): boolean {
  if (waiting.length > UNDER_WAY_MAX) return false;
  into.fill(NOTHING);
  for (let at = 0; at < components.length; at++) into[at] = vector[components[at]!]!;
  into.set(waiting.toSorted(descending), 2 * components.length);
  return true;
}

const descending = (one: number, other: number): number => other - one;
