import type { Engine } from '../../engine/engine.js';
import type { Ahead } from './ahead.js';
import { actionOfEvent, type LocalActions } from './local-actions.js';
import { ANYTHING, Moves, type Together, TogetherSearch, TogetherSets, type Wanted } from './together.js';

const NOTHING_WANTED: Wanted = { channel: -1, action: -1 };
const NONE: readonly number[] = [];
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
  /** By what is searched for, how often in turn it was too much, and how often it has not been looked for since. */
  private readonly vain = new Map<string, { times: number; skipped: number }>();
  /** Searches by which something was found not to be possible: all that follows from it holds in their situations only. They are known until others are looked for. */
  readonly used = new Set<Together>();
  private readonly moves: Moves;
  /** By number of components: what searches fill, and how many of these hold what is known. */
  private readonly sets: { readonly all: TogetherSets[]; used: number }[] = [];
  private vectors: readonly Int32Array[] = [];

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly ahead: Ahead,
  ) {
    this.moves = new Moves(actions, ahead);
  }

  /** From now on, of these states and of what is ahead of them. */
  begin(vectors: readonly Int32Array[]): void {
    this.known.clear();
    this.makers.clear();
    this.used.clear();
    for (const each of this.sets) each.used = 0;
    this.moves.begin();
    this.vectors = vectors;
  }

  /** Whether the receiver may be in a local state while the sender is in another one, in the middle of a step too. */
  areTogether(sender: number, local: number, receiver: number, other: number): boolean {
    if (sender === receiver) return true;
    const pair = [local, other];
    return this.isPossible(sender, receiver, NOTHING_WANTED, ({ both }) => both.has(pair));
  }

  /** Whether what the sender sends over a channel may be received in a local state. */
  mayArrive(channel: number, action: number, local: number): boolean {
    const { senderIndex: sender, cell, receiver } = this.engine.channels[channel]!;
    if (sender === receiver.cell) return true;
    if (cell < 0) {
      const pair = [local, action];
      return this.isPossible(sender, receiver.cell, NOTHING_WANTED, ({ arriving }) => arriving.has(pair));
    }
    const pair = [local, action];
    const has = ({ underWay }: Together) => underWay.has(pair);
    if (!this.isIn(this.of([sender, receiver.cell], { channel, action }), has)) return false;
    return this.isPossible(sender, receiver.cell, { channel, action: -1 }, has);
  }

  private isPossible(
    sender: number,
    receiver: number,
    wanted: Wanted,
    has: (together: Together) => boolean,
  ): boolean {
    if (!this.isIn(this.of([sender, receiver], wanted), has)) return false;
    return this.makersOf(sender).every(
      (maker) => maker === receiver || this.isIn(this.of([maker, sender, receiver], wanted), has),
    );
  }

  private isIn(together: Together, has: (together: Together) => boolean): boolean {
    if (!together.isKnown || has(together)) return true;
    this.used.add(together);
    return false;
  }

  private of(components: readonly number[], wanted: Wanted): Together {
    const key = `${components.join()} ${wanted.channel} ${wanted.action}`;
    let found = this.known.get(key);
    if (found === undefined) {
      found = this.isInVain(key) ? ANYTHING : this.search(components, wanted, key);
      this.known.set(key, found);
    }
    return found;
  }

  private search(components: readonly number[], wanted: Wanted, key: string): Together {
    const { engine, actions, ahead, moves } = this;
    const starts = this.vectors.map((vector) => ({ vector, waiting: this.waiting(vector, wanted) }));
    const ofCount = this.setsOf(components.length);
    const sets = (ofCount.all[ofCount.used] ??= new TogetherSets(components.length));
    sets.clear();
    const found = new TogetherSearch(engine, actions, ahead, moves, components, wanted, sets).run(starts);
    if (found.isKnown) {
      ofCount.used++;
      this.vain.delete(key);
    } else this.vain.set(key, { times: (this.vain.get(key)?.times ?? 0) + 1, skipped: 0 });
    return found;
  }

  private setsOf(components: number): { readonly all: TogetherSets[]; used: number } {
    while (this.sets.length <= components) this.sets.push({ all: [], used: 0 });
    return this.sets[components]!;
  }

  /** What was too much is searched for less and less often. */
  private isInVain(key: string): boolean {
    const known = this.vain.get(key);
    return known !== undefined && known.skipped++ < 2 ** known.times - 2;
  }

  /** Who sends something to a component over `sync` channels. */
  private makersOf(component: number): readonly number[] {
    let makers = this.makers.get(component);
    if (makers === undefined) {
      const found = new Set<number>();
      for (const arrival of this.ahead.arrivals[component]!) {
        const channel = this.ahead.numbers.channel[arrival]!;
        if (channel < 0 || this.engine.channels[channel]!.cell >= 0) continue;
        const { senderIndex } = this.engine.channels[channel]!;
        if (senderIndex !== component && found.size < MAKERS_MAX) found.add(senderIndex);
      }
      makers = [...found];
      this.makers.set(component, makers);
    }
    return makers;
  }

  /** The messages that account is kept of, that wait in a state, and that may arrive without the step that is left out, by their actions. */
  private waiting(vector: Int32Array, { channel, action }: Wanted): readonly number[] {
    if (channel < 0) return NONE;
    const { receiver, cell } = this.engine.channels[channel]!;
    const content = vector[cell] ?? 0;
    if (content === 0) return NONE;
    return this.engine.channels[channel]!.contentEvents(content)
      .map(actionOfEvent)
      .filter(
        (each) => (action < 0 || each === action) && this.ahead.mayArrive(receiver.cell, channel, each),
      );
  }
}
