import { ChannelLists } from './channel-lists.js';
import { ReadyQueue } from './ready-queue.js';

/** Which channels may have a message that can be received now, and which ones have to wait for what. */
export class ReadyChannels {
  private readonly ready: ReadyQueue;
  /** By component: channels whose messages it does not take in its present state. */
  private readonly deferred: ChannelLists;
  /** One list: channels whose receivers' steps are blocked. */
  private readonly blocked = new ChannelLists(1);

  constructor(components: number, nextRandom: (() => number) | undefined) {
    this.ready = new ReadyQueue(nextRandom);
    this.deferred = new ChannelLists(components);
  }

  get length(): number {
    return this.ready.length;
  }

  add(channel: number): void {
    this.ready.add(channel);
  }

  /** Takes out the next one of at least one. */
  take(): number {
    return this.ready.take();
  }

  /** What waits in a channel is not taken before its receiver has changed. */
  defer(receiver: number, channel: number): void {
    this.deferred.add(receiver, channel);
  }

  /** What waits in a channel is not taken before something else has happened. */
  block(channel: number): void {
    this.blocked.add(0, channel);
  }

  componentChanged(component: number): void {
    this.release(this.deferred, component);
  }

  stepTaken(): void {
    this.release(this.blocked, 0);
  }

  private release(lists: ChannelLists, list: number): void {
    for (let channel = lists.take(list); channel >= 0; channel = lists.take(list)) this.ready.add(channel);
  }
}
