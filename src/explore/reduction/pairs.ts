import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import { actionOfEvent, type LocalActions } from './local-actions.js';
import { situation, type Together, TogetherSearch, type Wanted } from './together.js';

const NOTHING_WANTED: Wanted = { channel: -1, action: -1, waiting: [] };
/** Components that make a sender act, of which each is looked at together with it. */
const MAKERS_MAX = 6;

/**
 * What a sender and a receiver may come to together, without the step that is left out: less than each by itself; and where that is not enough, together with somebody who
 * makes the sender act. Everybody else is as in `Ahead`: whatever may arrive from them may do so at any time. A message between the two over a `sync` channel is under way
 * until it is received, and until then nothing happens but what happens within a step.
 */
export class Pairs {
  private readonly known = new Map<string, Together>();
  private readonly makers = new Map<number, readonly number[]>();
  private vector: Int32Array = new Int32Array(0);

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
  ) {}

  /** From now on, of this state and of what is ahead of it. */
  begin(vector: Int32Array): void {
    this.known.clear();
    this.makers.clear();
    this.vector = vector;
  }

  /** Whether the receiver may be in a local state while the sender is in another one, in the middle of a step too. */
  areTogether(sender: number, local: number, receiver: number, other: number): boolean {
    if (sender === receiver) return true;
    const pair = situation(local, other);
    return this.isPossible(sender, receiver, NOTHING_WANTED, ({ both }) => both.has(pair));
  }

  /** Whether what the sender sends over a channel may be received in a local state. */
  mayArrive(channel: number, action: number, local: number): boolean {
    const { senderIndex: sender, cell, receiver } = this.engine.channels[channel]!;
    if (sender === receiver.cell) return true;
    if (cell < 0) {
      const pair = situation(local, action);
      return this.isPossible(sender, receiver.cell, NOTHING_WANTED, ({ arriving }) => arriving.has(pair));
    }
    const waiting = this.waiting(channel);
    const pair = situation(local, action);
    const has = ({ underWay }: Together) => underWay.has(pair);
    const ofOne = { channel, action, waiting: waiting.filter((each) => each === action) };
    const first = this.of([sender, receiver.cell], ofOne);
    if (first.isKnown && !has(first)) return false;
    return this.isPossible(sender, receiver.cell, { channel, action: -1, waiting }, has);
  }

  private isPossible(
    sender: number,
    receiver: number,
    wanted: Wanted,
    has: (together: Together) => boolean,
  ): boolean {
    const isIn = (together: Together) => !together.isKnown || has(together);
    if (!isIn(this.of([sender, receiver], wanted))) return false;
    return this.makersOf(sender).every(
      (maker) => maker === receiver || isIn(this.of([maker, sender, receiver], wanted)),
    );
  }

  private of(components: readonly number[], wanted: Wanted): Together {
    const key = `${components.join()} ${wanted.channel} ${wanted.action}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = new TogetherSearch(this.engine, this.actions, this.ahead, components, wanted).run(this.vector);
      this.known.set(key, found);
    }
    return found;
  }

  /** Who sends something to a component over `sync` channels. */
  private makersOf(component: number): readonly number[] {
    let makers = this.makers.get(component);
    if (makers === undefined) {
      const found = new Set<number>();
      for (const arrival of this.ahead.arrivals[component]!) {
        const channel = this.ahead.arrivalChannel[arrival]!;
        if (channel < 0 || this.engine.channels[channel]!.cell >= 0) continue;
        const { senderIndex } = this.engine.channels[channel]!;
        if (senderIndex !== component && found.size < MAKERS_MAX) found.add(senderIndex);
      }
      makers = [...found];
      this.makers.set(component, makers);
    }
    return makers;
  }

  /** The messages that wait in a channel and may arrive without the step that is left out, by their actions. */
  private waiting(channel: number): number[] {
    const table = this.engine.channels[channel]!;
    const arriving = new Set<number>();
    for (const arrival of this.ahead.arrivals[table.receiver.cell]!)
      if (this.ahead.arrivalChannel[arrival] === channel) arriving.add(this.ahead.arrivalAction[arrival]!);
    const content = this.vector[table.cell] ?? 0;
    return table
      .contentEvents(content)
      .map(actionOfEvent)
      .filter((action) => arriving.has(action));
  }
}
