import type { Engine } from '../../engine/engine.js';
import { Bits } from './bits.js';
import { actionOfEvent } from './local-actions.js';

/** One step. */
export interface OneStep {
  readonly component: number;
  /** See `LocalActions`. */
  readonly action: number;
  /** Channel that it takes its message from; -1 for a component's own step. */
  readonly channel: number;
}

/** What is left out: a step, or a *choice*, which is several steps that a component may take by itself. */
export interface LeftOut {
  /** Of no other one. */
  readonly number: number;
  readonly component: number;
  readonly channel: number;
  readonly actions: readonly number[];
}

/** What may arrive from a channel that keeps messages, and what of that is taken in some local state. */
export interface Arriving {
  readonly events: Bits;
  readonly taken: Bits;
}

/** More channels than there ever are: some appear only during a search. */
const CHANNELS_MAX = 2 ** 24;

const NOTHING: Arriving = { events: Bits.of([]), taken: Bits.of([]) };

/**
 * What was found to be ahead of a state is ahead of others, too: of those whose local states and messages are among what was found, as nothing leads out of that but the
 * step that is left out.
 */
export class AheadScope {
  /** By channel and content. */
  private readonly known = new Map<number, boolean>();
  /** The component that was somewhere else last: most states that are not covered are so for the same one. */
  private suspect = 0;

  /**
   * @param locals by component
   * @param shut channels that keep their order, in which a message that nobody takes stands before all that is sent
   */
  constructor(
    private readonly engine: Engine,
    private readonly locals: readonly Bits[],
    private readonly arriving: ReadonlyMap<number, Arriving>,
    private readonly shut: ReadonlySet<number>,
    private readonly leftOut: LeftOut,
  ) {}

  /** Whether components are in local states that were found. */
  hasLocals(vector: Int32Array): boolean {
    const { locals, suspect } = this;
    if (!locals[suspect]!.has(vector[suspect]!)) return false;
    for (let component = 0; component < locals.length; component++) {
      if (locals[component]!.has(vector[component]!)) continue;
      this.suspect = component;
      return false;
    }
    return true;
  }

  /** Whether what waits in channels is among what may arrive, and lets nothing else through. */
  hasMessages(vector: Int32Array): boolean {
    for (const { cell, index } of this.engine.channels) {
      if (cell < 0) continue;
      const content = vector[cell] ?? 0;
      if (content === 0 && !this.shut.has(index)) continue;
      if (!this.hasContent(index, content)) return false;
    }
    return true;
  }

  private hasContent(channel: number, content: number): boolean {
    const key = content * CHANNELS_MAX + channel;
    let isIn = this.known.get(key);
    if (isIn === undefined) this.known.set(key, (isIn = this.findContent(channel, content)));
    return isIn;
  }

  private findContent(index: number, content: number): boolean {
    const { leftOut } = this;
    const { spec } = this.engine.channels[index]!;
    const events = this.engine.channels[index]!.contentEvents(content);
    const { events: arriving, taken } = this.arriving.get(index) ?? NOTHING;
    const isOfStep = leftOut.channel === index;
    if (spec.kind !== 'fifo')
      return events.every(
        (event) => arriving.has(event) || (isOfStep && leftOut.actions.includes(actionOfEvent(event))),
      );
    // Nothing passes the message at the head.
    if (isOfStep) return true;
    for (const event of events) {
      if (!arriving.has(event)) return false;
      if (!taken.has(event) && !spec.lossy) return true;
    }
    return !this.shut.has(index);
  }
}
