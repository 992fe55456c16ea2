import type { AnyEventObject } from 'xstate';
import { plainKey } from '../../network/canonical.js';
import type { ResolvedChannelSpec } from '../../network/channel.js';
import type { ComponentTable } from './component-table.js';
import { hashText } from '../store/hash.js';
import { PairTable } from '../store/pair-table.js';

/** The channel is full: what `push` answers instead of a content id. */
export const FULL = -2;

/** What is known of a content: its last event, the content without that, its number of messages, its head, and of a `fifo` the content without its head. */
const LAST = 0;
const BEFORE = 1;
const LENGTH = 2;
const HEAD = 3;
const REST = 4;
const SIZE = 5;

const EMPTY_CONTENT: readonly number[] = [-1, -1, 0, -1, -1];
/** Up to so many contents are kept in a plain array without room for more, as most channels have two. More of them have integers, which may be many millions. */
const FEW_CONTENTS = 4;

/** A message that a channel may lose: which event, and which of the equal ones in the queue, from 1. */
interface Loss {
  readonly event: number;
  readonly nth: number;
}

/**
 * One channel's contents as small integers. A content is a list of event ids of the receiver: in arrival order (`fifo`), or sorted (`bag`,
 * `set`). It is kept as its last event and the content before that, so that a long queue costs what its last message does. Content 0 is the
 * empty channel. What a content offers, and what it becomes by a further message, is worked out once.
 */
export class ChannelTable {
  /** Position of the content in the state vector; -1 for `sync`, which holds none. */
  cell = -1;
  /** Hash of the channel's identity, independent of the order of discovery. */
  readonly hash: number;
  /** By content id, what is known of each: see `LAST`. The content without its head is -1 where it has not been asked for. */
  private contents: number[] | Int32Array = EMPTY_CONTENT.slice();
  private known = 1;
  /** (content, event) to the content with the event behind all others. */
  private readonly extended = new PairTable();
  /** (content, event) to what `push` answers: of a `fifo`, the content with the event behind all others. */
  private readonly pushed: PairTable;
  private readonly knownOffers: (readonly number[] | undefined)[] = [];
  private readonly knownLosses: (readonly number[] | undefined)[] = [];
  private readonly knownMessages: (readonly AnyEventObject[] | undefined)[] = [];
  /** By number, what may be lost. */
  readonly losses: Loss[] = [];
  private lossIds: PairTable | undefined;

  constructor(
    readonly from: string,
    readonly to: string,
    readonly spec: ResolvedChannelSpec,
    readonly receiver: ComponentTable,
    /** Position among the channels, in the order in which they were first used. */
    readonly index: number,
    /** Index of the component that sends. */
    readonly senderIndex: number,
  ) {
    this.hash = hashText(`${from} ${to} ${spec.lane}`);
    this.pushed = spec.kind === 'fifo' ? this.extended : new PairTable();
  }

  /** The content after a message is added: its id, or `FULL`. */
  push(content: number, event: number): number {
    const known = this.pushed.get(content, event);
    return known >= 0 ? known : this.pushNew(content, event);
  }

  /** Contents that are known so far: what has waited, and what stands before the last message of it. */
  get contentCount(): number {
    return this.known;
  }

  /** What may be received next: event id and content after it is received, alternating. Repeated messages are offered once. */
  offers(content: number): readonly number[] {
    return this.knownOffers[content] ?? remembered(this.knownOffers, content, this.findOffers(content));
  }

  /** What may be lost: number of the loss and content after it, alternating. Losses that leave the same behind are one. */
  lossesOf(content: number): readonly number[] {
    return this.knownLosses[content] ?? remembered(this.knownLosses, content, this.findLosses(content));
  }

  /** How many messages wait; known without listing them. */
  messageCount(content: number): number {
    return this.contents[SIZE * content + LENGTH]!;
  }

  /** The waiting messages of a content; for a `fifo` the head comes first, else they are in the order of their texts: which event was known first says nothing. */
  messages(content: number): readonly AnyEventObject[] {
    const messages = this.events(content).map((event) => this.receiver.event(event));
    if (this.spec.kind === 'fifo' || messages.length < 2) return messages;
    return this.knownMessages[content] ?? remembered(this.knownMessages, content, inOrderOfTexts(messages));
  }

  /** Event ids of the waiting messages, in order. */
  contentEvents(content: number): readonly number[] {
    return this.events(content);
  }

  /** Event ids, in order. */
  private events(content: number): number[] {
    const events: number[] = [];
    const { contents } = this;
    for (let at = content; at > 0; at = contents[SIZE * at + BEFORE]!)
      events.push(contents[SIZE * at + LAST]!);
    return events.reverse();
  }

  /** The content with an event behind all others. */
  private extend(content: number, event: number): number {
    let id = this.extended.get(content, event);
    if (id < 0) {
      id = this.known++;
      const { contents } = this;
      const at = SIZE * content;
      this.keep(id, [
        event,
        content,
        contents[at + LENGTH]! + 1,
        content === 0 ? event : contents[at + HEAD]!,
        content === 0 ? 0 : -1,
      ]);
      this.extended.set(content, event, id);
    }
    return id;
  }

  private keep(id: number, content: readonly number[]): void {
    const at = SIZE * id;
    if (id < FEW_CONTENTS) {
      this.contents = [...this.contents, ...content];
      return;
    }
    if (at + SIZE > this.contents.length || id === FEW_CONTENTS) {
      const longer = new Int32Array(2 * (at + SIZE));
      longer.set(this.contents);
      this.contents = longer;
    }
    (this.contents as Int32Array).set(content, at);
  }

  private listed(events: readonly number[]): number {
    return events.reduce((content, event) => this.extend(content, event), 0);
  }

  private pushNew(content: number, event: number): number {
    if (this.spec.kind !== 'fifo') return this.insert(content, event);
    return this.messageCount(content) >= this.spec.capacity ? FULL : this.extend(content, event);
  }

  /** Adds a message to a `bag` or a `set`, whose events are sorted. */
  private insert(content: number, event: number): number {
    const events = this.events(content);
    if (this.spec.kind === 'set' && events.includes(event)) {
      this.pushed.set(content, event, content);
      return content;
    }
    if (events.length >= this.spec.capacity) return FULL;
    const at = events.findIndex((other) => other > event);
    const id = this.listed(at < 0 ? [...events, event] : events.toSpliced(at, 0, event));
    this.pushed.set(content, event, id);
    return id;
  }

  private findOffers(content: number): readonly number[] {
    if (content === 0) return NOTHING;
    const { kind } = this.spec;
    if (kind === 'fifo') return [this.contents[SIZE * content + HEAD]!, this.withoutHead(content)];
    const events = this.events(content);
    return [...new Set(events)].flatMap((event) => [
      event,
      kind === 'set' ? content : this.listed(events.toSpliced(events.indexOf(event), 1)),
    ]);
  }

  /** The rest of a queue is the rest of what stands before its last message, and that message. */
  private withoutHead(content: number): number {
    const unknown: number[] = [];
    let at = content;
    for (; this.contents[SIZE * at + REST]! < 0; at = this.contents[SIZE * at + BEFORE]!) unknown.push(at);
    for (const each of unknown.reverse()) {
      const last = this.contents[SIZE * each + LAST]!;
      const before = this.contents[SIZE * each + BEFORE]!;
      const rest = this.extend(this.contents[SIZE * before + REST]!, last);
      // To extend may have replaced the array.
      this.contents[SIZE * each + REST] = rest;
    }
    return this.contents[SIZE * content + REST]!;
  }

  private findLosses(content: number): readonly number[] {
    const events = this.events(content);
    const counts = new Map<number, number>();
    const losses: number[] = [];
    events.forEach((event, at) => {
      const nth = (counts.get(event) ?? 0) + 1;
      counts.set(event, nth);
      // Without either of two equal messages that follow each other the queue is the same.
      if (event === events[at - 1]) return;
      losses.push(this.lossId(event, nth), this.listed(events.toSpliced(at, 1)));
    });
    return losses;
  }

  private lossId(event: number, nth: number): number {
    const ids = (this.lossIds ??= new PairTable());
    let id = ids.get(nth, event);
    if (id < 0) {
      id = this.losses.length;
      this.losses.push({ event, nth });
      ids.set(nth, event, id);
    }
    return id;
  }
}

const NOTHING: readonly number[] = [];

function inOrderOfTexts(events: readonly AnyEventObject[]): readonly AnyEventObject[] {
  const texts = new Map(events.map((event) => [event, plainKey(event)]));
  return events.toSorted((one, other) => {
    const [first, second] = [texts.get(one)!, texts.get(other)!];
    return first < second ? -1 : Number(first > second);
  });
}

/** Puts down what was found of a content, in a list that is no longer than it need be. */
function remembered<T>(list: (T | undefined)[], content: number, found: T): T {
  while (list.length < content) list.push(undefined);
  list[content] = found;
  return found;
}
