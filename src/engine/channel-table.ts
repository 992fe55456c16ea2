import type { AnyEventObject } from 'xstate';
import type { ResolvedChannelSpec } from '../network/channel.js';
import type { ComponentTable } from './component-table.js';
import { hashText } from './hash.js';
import { PairTable } from './pair-table.js';

/** The channel is full: what `push` answers instead of a content id. */
export const FULL = -2;

/**
 * One channel's contents as small integers. A content is a list of event ids of the receiver: in arrival order (`fifo`),
 * or sorted (`bag`, `set`). Content 0 is the empty channel. What a content offers, and what it becomes by a further
 * message, is worked out once.
 */
export class ChannelTable {
  /** Position of the content in the state vector; -1 for `sync`, which holds none. */
  slot = -1;
  /** By content id: event id and content after it is received, alternating. Repeated messages are offered once. */
  readonly offers: (readonly number[])[] = [];
  /** Hash of the channel's identity, independent of the order of discovery. */
  readonly hash: number;
  private readonly contents: (readonly number[])[] = [];
  private readonly contentIds = new Map<string, number>();
  private readonly pushed = new PairTable();

  constructor(
    readonly from: string,
    readonly to: string,
    readonly spec: ResolvedChannelSpec,
    readonly receiver: ComponentTable,
    /** Position among the channels, in the order in which they were first used. */
    readonly index: number,
  ) {
    this.hash = hashText(`${from} ${to} ${spec.lane}`);
    this.contentId([]);
  }

  /** The content after a message is added: its id, or `FULL`. */
  push(content: number, event: number): number {
    const known = this.pushed.get(content, event);
    return known >= 0 ? known : this.pushNew(content, event);
  }

  /** The waiting messages of a content; for a `fifo` the head comes first. */
  messages(content: number): readonly AnyEventObject[] {
    return this.contents[content].map((event) => this.receiver.event(event));
  }

  private pushNew(content: number, event: number): number {
    const events = this.contents[content];
    const { kind, capacity } = this.spec;
    if (kind === 'set' && events.includes(event)) return content;
    if (events.length >= capacity) return FULL;
    const grown = [...events, event];
    if (kind !== 'fifo') grown.sort((one, other) => one - other);
    const id = this.contentId(grown);
    this.pushed.set(content, event, id);
    return id;
  }

  private contentId(events: readonly number[]): number {
    const key = events.join();
    let id = this.contentIds.get(key);
    if (id === undefined) {
      id = this.contents.length;
      this.contentIds.set(key, id);
      this.contents.push(events);
      this.offers.push(NO_OFFERS);
      if (events.length > 0) this.offers[id] = this.findOffers(id, events);
    }
    return id;
  }

  private findOffers(id: number, events: readonly number[]): number[] {
    const { kind, lossy } = this.spec;
    const offered = kind === 'fifo' ? events.slice(0, 1) : [...new Set(events)];
    return offered.flatMap((event) => {
      if (kind === 'set' && !lossy) return [event, id];
      const at = events.indexOf(event);
      return [event, this.contentId([...events.slice(0, at), ...events.slice(at + 1)])];
    });
  }
}

const NO_OFFERS: readonly number[] = [];
