import type { ComponentTable } from '../tables/component-table.js';
import type { EncodedReaction } from '../tables/encoded-reaction.js';

/** Stamps are 32-bit. */
const SERIAL_MAX = 2 ** 31 - 1;

/** A component's list of effects (see `EncodedReaction.effects`), and how far it has been performed. */
export interface Frame {
  readonly component: ComponentTable;
  readonly answer: EncodedReaction;
  at: number;
  /** How far `OnSent` has been told of them. */
  told: number;
}

/** Messages for a busy component, as in `CallStack.received`, and how many integers of them it has taken. */
interface Mailbox {
  readonly messages: number[];
  taken: number;
}

/**
 * The components that are at work within one step. As in a live system a message over a `sync` channel runs an idle receiver to its end at once;
 * one for a busy receiver, which is on the stack, waits in its mailbox. Components are named by their cells in the state vector.
 */
export class CallStack {
  /** Messages received synchronously within the step, in order: channel and event, alternating. */
  readonly received: number[] = [];
  private readonly frames: Frame[] = [];
  /** By component: serial number of the last step in which it was busy, if it still is. */
  private readonly busy: Int32Array;
  private readonly mailboxes = new Map<number, Mailbox>();
  private serial = 0;

  constructor(components: number) {
    this.busy = new Int32Array(components);
  }

  /** A step begins: nobody is at work. */
  begin(): void {
    if (++this.serial === SERIAL_MAX) {
      this.busy.fill(0);
      this.serial = 1;
    }
    if (this.received.length > 0) this.received.length = 0;
    if (this.frames.length > 0) this.frames.length = 0;
    if (this.mailboxes.size > 0) this.mailboxes.clear();
  }

  isBusy(component: number): boolean {
    return this.busy[component] === this.serial;
  }

  setBusy(component: number): void {
    this.busy[component] = this.serial;
  }

  setIdle(component: number): void {
    this.busy[component] = 0;
  }

  /** Whether messages may be waiting for somebody. */
  get hasMailboxes(): boolean {
    return this.mailboxes.size > 0;
  }

  push(frame: Frame): void {
    this.frames.push(frame);
  }

  /** The innermost list; `undefined` when the step is done. */
  get top(): Frame | undefined {
    // Nearly always there is none, and reading before the beginning of an array is slow.
    return this.frames.length === 0 ? undefined : this.frames[this.frames.length - 1];
  }

  pop(): void {
    this.frames.pop();
  }

  /** Leaves a message for a busy component. */
  leave(receiver: number, channel: number, event: number): void {
    let mailbox = this.mailboxes.get(receiver);
    if (mailbox === undefined) {
      mailbox = { messages: [], taken: 0 };
      this.mailboxes.set(receiver, mailbox);
    }
    mailbox.messages.push(channel, event);
  }

  /** Takes the next message for a component, as channel and event; `undefined` when there is none. */
  take(component: number): readonly [channel: number, event: number] | undefined {
    const mailbox = this.mailboxes.get(component);
    if (mailbox === undefined || mailbox.taken === mailbox.messages.length) return undefined;
    const { messages } = mailbox;
    return [messages[mailbox.taken++]!, messages[mailbox.taken++]!];
  }
}
