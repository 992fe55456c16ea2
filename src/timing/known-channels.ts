import type { ChannelTable } from '../engine/tables/channel-table.js';

/** What is known of a channel, in integers: 64 bytes, of which a processor reads all or nothing. */
const CELL = 0;
const RECEIVER = 1;
const IS_FIFO = 2;
/** The last content and event that were put together, and what came of it. */
const PUSHED_ONTO = 3;
const PUSHED = 4;
const AFTER_PUSH = 5;
/** The last content of a `fifo` that was taken from, its first event, and the content without it. */
const TAKEN_FROM = 6;
const HEAD = 7;
const REST = 8;
const SIZE = 16;

const NONE = -1;

/** The channels of a network side by side. Most of them hold the same one content again and again, or none. */
export class KnownChannels {
  private ints = new Int32Array(64 * SIZE);
  private count = 0;

  constructor(private readonly channels: readonly ChannelTable[]) {
    this.add();
  }

  /** Channels may have been discovered since this was called last. Returns whether some have. */
  add(): boolean {
    const { channels } = this;
    if (this.count === channels.length) return false;
    if (SIZE * channels.length > this.ints.length) {
      const longer = new Int32Array(2 * SIZE * channels.length);
      longer.set(this.ints);
      this.ints = longer;
    }
    for (; this.count < channels.length; this.count++) {
      const { cell, receiver, spec } = channels[this.count]!;
      const at = SIZE * this.count;
      this.ints[at + CELL] = cell;
      this.ints[at + RECEIVER] = receiver.cell;
      this.ints[at + IS_FIFO] = spec.kind === 'fifo' ? 1 : 0;
      this.ints[at + PUSHED_ONTO] = NONE;
      this.ints[at + TAKEN_FROM] = NONE;
    }
    return true;
  }

  /** As `ChannelTable.cell`. */
  cellOf(channel: number): number {
    return this.ints[SIZE * channel + CELL]!;
  }

  receiverOf(channel: number): number {
    return this.ints[SIZE * channel + RECEIVER]!;
  }

  isFifo(channel: number): boolean {
    return this.ints[SIZE * channel + IS_FIFO] === 1;
  }

  /** As `ChannelTable.push`. */
  push(channel: number, content: number, event: number): number {
    const { ints } = this;
    const at = SIZE * channel;
    if (ints[at + PUSHED_ONTO] !== content || ints[at + PUSHED] !== event) {
      ints[at + AFTER_PUSH] = this.channels[channel]!.push(content, event);
      ints[at + PUSHED_ONTO] = content;
      ints[at + PUSHED] = event;
    }
    return ints[at + AFTER_PUSH]!;
  }

  /** The first event of a content of a `fifo`, which is not empty. */
  headOf(channel: number, content: number): number {
    const at = SIZE * channel;
    if (this.ints[at + TAKEN_FROM] !== content) this.take(channel, content);
    return this.ints[at + HEAD]!;
  }

  /** The content without it. */
  restOf(channel: number, content: number): number {
    const at = SIZE * channel;
    if (this.ints[at + TAKEN_FROM] !== content) this.take(channel, content);
    return this.ints[at + REST]!;
  }

  private take(channel: number, content: number): void {
    const offers = this.channels[channel]!.offers(content);
    const at = SIZE * channel;
    this.ints[at + TAKEN_FROM] = content;
    this.ints[at + HEAD] = offers[0]!;
    this.ints[at + REST] = offers[1]!;
  }
}
