import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import { actionOfEvent, type LocalActions, UNHANDLED } from './local-actions.js';

/** Situations of two components at most: of more, every one is taken to be possible. */
const SITUATIONS_MAX = 3_000;

/** So many messages, or more, that are alike and under way. */
const SEVERAL = 2;

/** No message of the one to the other is to be received within the step. */
const NOTHING = -1;

/** What two components may come to together. */
interface Together {
  /** False: anything is taken to be possible. */
  readonly isKnown: boolean;
  /** Local states of both between two steps. */
  readonly between: ReadonlySet<number>;
  /** Local states of the receiver in which an action of the sender's making may arrive synchronously. */
  readonly arriving: ReadonlySet<number>;
  /** Local states of the receiver while the message that is looked for may be under way. */
  readonly underWay: ReadonlySet<number>;
}

const ANYTHING: Together = {
  isKnown: false,
  between: new Set(),
  arriving: new Set(),
  underWay: new Set(),
};

/**
 * What a sender and a receiver may come to together, without the step that is left out: less than each by itself. Everybody else is as in `Ahead`: whatever may arrive
 * from them may do so at any time. A message between the two over a `sync` channel is under way until it is received, and until then nothing happens but what happens
 * within a step.
 */
export class Pairs {
  private readonly known = new Map<string, Together>();
  private vector: Int32Array = new Int32Array(0);

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
  ) {}

  /** From now on, of this state and of what is ahead of it. */
  begin(vector: Int32Array): void {
    this.known.clear();
    this.vector = vector;
  }

  /** Whether the receiver may be in a local state while the sender is in another one, between two steps. */
  areTogether(sender: number, local: number, receiver: number, other: number): boolean {
    if (sender === receiver) return true;
    const { isKnown, between } = this.of(sender, receiver, -1, -1);
    return !isKnown || between.has(situation(local, other));
  }

  /** Whether what the sender sends over a channel may be received in a local state. */
  mayArrive(channel: number, action: number, local: number): boolean {
    const { from, cell, receiver } = this.engine.channels[channel]!;
    const sender = this.engine.indexOf(from);
    if (sender === receiver.cell) return true;
    if (cell < 0) {
      const { isKnown, arriving } = this.of(sender, receiver.cell, -1, -1);
      return !isKnown || arriving.has(situation(local, action));
    }
    const { isKnown, underWay } = this.of(sender, receiver.cell, channel, action);
    return !isKnown || underWay.has(local);
  }

  /** @param channel, action of the message that is looked for, -1 for none */
  private of(sender: number, receiver: number, channel: number, action: number): Together {
    const key = `${sender} ${receiver} ${channel} ${action}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.find(sender, receiver, channel, action);
      this.known.set(key, found);
    }
    return found;
  }

  private find(sender: number, receiver: number, channel: number, action: number): Together {
    const { vector } = this;
    const count = channel < 0 ? 0 : Math.min(SEVERAL, this.waiting(channel, action));
    const search = new TogetherSearch(this.engine, this.actions, this.ahead, [sender, receiver], [channel, action]);
    return search.run(vector[sender]!, vector[receiver]!, count);
  }

  private waiting(channel: number, action: number): number {
    const table = this.engine.channels[channel]!;
    const content = this.vector[table.cell] ?? 0;
    return table.contentEvents(content).filter((event) => actionOfEvent(event) === action).length;
  }
}

class TogetherSearch {
  private readonly between = new Set<number>();
  private readonly arriving = new Set<number>();
  private readonly underWay = new Set<number>();
  private readonly seen = new Set<string>();
  /** Of each situation: both local states, what each has under way to the other, and how many messages as the one that is looked for are. */
  private readonly agenda: number[] = [];
  private isTooMuch = false;

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
    private readonly both: readonly [sender: number, receiver: number],
    private readonly wanted: readonly [channel: number, action: number],
  ) {}

  run(first: number, second: number, count: number): Together {
    this.come(first, second, NOTHING, NOTHING, count);
    while (this.agenda.length > 0 && !this.isTooMuch) {
      const count = this.agenda.pop()!;
      const toFirst = this.agenda.pop()!;
      const toSecond = this.agenda.pop()!;
      const two = this.agenda.pop()!;
      const one = this.agenda.pop()!;
      this.goOn([one, two], [toFirst, toSecond], count);
    }
    if (this.isTooMuch) return ANYTHING;
    const { between, arriving, underWay } = this;
    return { isKnown: true, between, arriving, underWay };
  }

  private come(one: number, two: number, toSecond: number, toFirst: number, count: number): void {
    const key = `${one} ${two} ${toSecond} ${toFirst} ${count}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    if (this.seen.size > SITUATIONS_MAX) this.isTooMuch = true;
    if (toSecond === NOTHING && toFirst === NOTHING) this.between.add(situation(one, two));
    if (toSecond !== NOTHING) this.arriving.add(situation(two, toSecond));
    if (count > 0) this.underWay.add(two);
    this.agenda.push(one, two, toSecond, toFirst, count);
  }

  private goOn(locals: readonly [number, number], towards: readonly [number, number], count: number): void {
    const isWithin = towards[0] !== NOTHING || towards[1] !== NOTHING;
    for (const who of [0, 1] as const) {
      const component = this.both[who];
      if (towards[who] !== NOTHING) this.act(who, locals, towards, towards[who], true, count);
      for (const arrival of this.ahead.arrivals[component]!) {
        const channel = this.ahead.arrivalChannel[arrival]!;
        if (channel >= 0) {
          const { from, cell } = this.engine.channels[channel]!;
          const isOfOther = this.engine.indexOf(from) === this.both[1 - who];
          // What the other sends within a step arrives when it is sent.
          if (cell < 0 && isOfOther) continue;
          if (isWithin && cell >= 0) continue;
        } else if (isWithin) continue;
        const action = this.ahead.arrivalAction[arrival]!;
        if (who === 0 || channel < 0 || channel !== this.wanted[0] || action !== this.wanted[1]) {
          this.act(who, locals, towards, action, false, count);
          continue;
        }
        if (count === 0) continue;
        const { spec } = this.engine.channels[channel]!;
        if (count === SEVERAL || spec.kind === 'set' || spec.duplicating) this.act(who, locals, towards, action, false, count);
        if (spec.kind !== 'set') this.act(who, locals, towards, action, false, count - 1);
      }
    }
  }

  private act(
    who: 0 | 1,
    locals: readonly [number, number],
    towards: readonly [number, number],
    action: number,
    isReceived: boolean,
    count: number,
  ): void {
    const component = this.both[who];
    const actions = this.actions[component]!;
    const code = actions.get(locals[who], action);
    if (code <= UNHANDLED || actions.throws[code]!) return;
    const other = this.both[1 - who]!;
    const after: [number, number] = [locals[0], locals[1]];
    after[who] = actions.next[code]!;
    const then: [number, number] = [towards[0], towards[1]];
    if (isReceived) then[who] = NOTHING;
    let later = count;
    const effects = actions.effects[code]!;
    for (let at = 0; at < effects.length; at += 2) {
      const to = effects[at]!;
      if (to < 0) continue;
      const sent = actionOfEvent(effects[at + 1]!);
      const { cell, receiver } = this.engine.channels[to]!;
      if (cell >= 0) {
        if (to === this.wanted[0] && sent === this.wanted[1]) later = Math.min(SEVERAL, later + 1);
      } else if (receiver.cell === other) {
        const their = who === 0 ? 1 : 0;
        if (then[their] !== NOTHING) {
          this.isTooMuch = true;
          return;
        }
        then[their] = sent;
      }
    }
    this.come(after[0], after[1], then[1], then[0], later);
  }
}

/** Two numbers as one. */
const situation = (one: number, two: number): number => one * 2 ** 26 + two;
