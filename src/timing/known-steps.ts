import type { Engine } from '../engine/engine.js';
import type { Stepper } from '../engine/steps/stepper.js';
import { FULL } from '../engine/tables/channel-table.js';
import { KnownChannels } from './known-channels.js';
import type { KnownReactions } from './known-reactions.js';
import type { Course, TimedReaction } from './timed-reaction.js';

/** Stamps are 32-bit. */
const SERIAL_MAX = 2 ** 31 - 1;

/** Components that are at work within one another, and messages that wait for busy ones, beyond which a step is the stepper's. */
const DEPTH_MAX = 64;
const MAIL_MAX = 256;

/** No event waits for a component. */
const NO_MAIL = -1;
/** In place of the receiver: it has the message. */
const TAKEN = -1;

/** Reactions within a step beyond which it is the stepper's. */
const ACTS_MAX = 1_024;

/** The last step that was taken. */
export interface TakenStep {
  /** The components that acted in it and what each of them did, in order: so many of these as `acts` says. */
  readonly acted: readonly number[];
  readonly reactions: readonly TimedReaction[];
  readonly acts: number;
  /** The cells that it has changed, each once, in order: so many of these as `changes` says. */
  readonly changed: Int32Array;
  readonly changes: number;
}

/**
 * Performs steps that end well, on the state that a stepper has loaded, without an object for any of them. What such a step does is what
 * the stepper would do. A step that does not end well, by a message that is not handled, a full channel, or an exception, is taken back, and is the stepper's.
 */
export class KnownSteps implements TakenStep {
  readonly acted: number[] = [];
  readonly reactions: TimedReaction[] = [];
  acts = 0;
  changed = new Int32Array(64);
  changes = 0;
  /** The event that was received last. */
  received = 0;
  /** By change: what the cell was before. */
  private before = new Int32Array(64);
  /** By cell: serial number of the last step that changed it. */
  private stamp = new Int32Array(64);
  private serial = 0;
  /** By component: serial number of the last step in which it was at work, if it still is. */
  private readonly busy: Int32Array;
  /** Messages over `sync` channels for components that are at work: the receiver, or `TAKEN`, and the event. */
  private readonly mail = new Int32Array(2 * MAIL_MAX);
  private mailCount = 0;
  private readonly channels: KnownChannels;

  constructor(
    private readonly engine: Engine,
    private readonly stepper: Stepper,
    private readonly known: KnownReactions,
  ) {
    this.busy = new Int32Array(engine.components.length);
    this.channels = new KnownChannels(engine.channels);
    this.makeRoom();
  }

  /** A component's timer fires. Returns whether the step was taken. */
  fire(component: number, key: number): boolean {
    const reaction = this.known.toTimer(component, this.stepper.work[component]!, key);
    if (reaction === undefined) return false;
    this.begin();
    return this.take(component, reaction);
  }

  /** The first message of a `fifo` is received. Returns whether the step was taken. */
  receive(channel: number): boolean {
    const { channels, stepper } = this;
    if (!channels.isFifo(channel)) return false;
    const cell = channels.cellOf(channel);
    const content = stepper.work[cell]!;
    if (content === 0) return false;
    this.received = channels.headOf(channel, content);
    const receiver = channels.receiverOf(channel);
    const reaction = this.known.toEvent(receiver, stepper.work[receiver]!, this.received);
    if (reaction === undefined) return false;
    this.begin();
    this.put(cell, channels.restOf(channel, content));
    return this.take(receiver, reaction);
  }

  /** Whether messages wait in a channel that holds some. */
  holds(channel: number): boolean {
    return this.stepper.work[this.channels.cellOf(channel)] !== 0;
  }

  private begin(): void {
    if (++this.serial === SERIAL_MAX) {
      this.stamp.fill(0);
      this.busy.fill(0);
      this.serial = 1;
    }
    this.changes = 0;
    this.acts = 0;
    this.mailCount = 0;
    if (this.channels.add()) this.makeRoom();
  }

  /** Takes the step that begins with a reaction, or takes it back where it does not end well. */
  private take(component: number, reaction: TimedReaction): boolean {
    if (reaction.sendings.length === 0) {
      this.react(component, reaction);
      return true;
    }
    if (reaction.course !== undefined && this.takeCourse(component, reaction.course)) return true;
    if (this.perform(component, reaction, 0)) {
      if (reaction.courseCount >= 0) {
        this.known.courses.note(this.acted, this.reactions, this.acts, this.beforeOf);
      }
      return true;
    }
    const { work } = this.stepper;
    for (let at = 0; at < this.changes; at++) work[this.changed[at]!] = this.before[at]!;
    return false;
  }

  private readonly beforeOf = (cell: number): number => this.before[this.changed.indexOf(cell)]!;

  /** Takes a step as a whole, by the first course that fits the states of those who take part. */
  private takeCourse(component: number, first: Course): boolean {
    const { work } = this.stepper;
    for (let course: Course | undefined = first; course !== undefined; course = course.next) {
      const { cast, before, after } = course;
      const place = cast.placeOf(component);
      if (place < 0) continue;
      const { members } = cast;
      const size = before.length;
      let role = 1;
      while (role < size && work[members[place + role]!] === before[role]) role++;
      if (role < size) continue;
      for (role = 0; role < size; role++) {
        const member = members[place + role]!;
        this.changed[this.changes++] = member;
        work[member] = after[role]!.local;
        this.known.enter(member, after[role]!);
      }
      const { reactions, roles } = course;
      for (let at = 0; at < roles.length; at++) {
        this.acted[at] = members[place + roles[at]!]!;
        this.reactions[at] = reactions[at]!;
      }
      this.acts = roles.length;
      return true;
    }
    return false;
  }

  private react(component: number, reaction: TimedReaction): void {
    this.note(component, reaction);
    this.put(component, reaction.next);
    this.known.enter(component, reaction.state);
  }

  private note(component: number, reaction: TimedReaction): void {
    this.acted[this.acts] = component;
    this.reactions[this.acts++] = reaction;
  }

  /** A component takes its next state and performs its list of messages, and then what has come for it meanwhile: see `Stepper`. */
  private perform(component: number, first: TimedReaction, depth: number): boolean {
    if (depth > DEPTH_MAX) return false;
    let reaction: TimedReaction | undefined = first;
    while (reaction !== undefined && this.acts < ACTS_MAX) {
      this.react(component, reaction);
      // A component that only relays a delayed message runs nothing.
      if (!reaction.isRelay) this.busy[component] = this.serial;
      if (!this.send(component, reaction, depth)) return false;
      const event = this.mailCount === 0 ? NO_MAIL : this.takeMail(component);
      if (event === NO_MAIL) {
        this.busy[component] = 0;
        return true;
      }
      reaction = this.reactionTo(component, event);
    }
    return false;
  }

  private send(component: number, { sendings, later }: TimedReaction, depth: number): boolean {
    const { stepper, channels } = this;
    const { sendings: routes } = this.known;
    for (let at = 0; at < sendings.length; at++) {
      let channel = routes.channelOf(component, sendings[at]!);
      if (channel < 0) {
        this.connect(component, sendings);
        channel = routes.channelOf(component, sendings[at]!);
      }
      const event = routes.eventOf(component, sendings[at]!);
      const cell = channels.cellOf(channel);
      if (cell < 0) {
        if (!this.deliver(channels.receiverOf(channel), event, depth)) return false;
      } else {
        const content = channels.push(channel, stepper.work[cell]!, event);
        if (content === FULL) return false;
        this.put(cell, content);
      }
      const part = later?.[at + 1];
      if (part !== undefined) this.note(component, part);
    }
    return true;
  }

  /** Looking up where messages go may discover channels. */
  private connect(component: number, sendings: readonly number[]): void {
    this.known.connect(component, sendings);
    if (this.channels.add()) this.makeRoom();
  }

  /** A message over a `sync` channel runs an idle receiver to its end at once; a busy one takes it when it has performed its own list. */
  private deliver(receiver: number, event: number, depth: number): boolean {
    if (this.busy[receiver] === this.serial) {
      if (this.mailCount === MAIL_MAX) return false;
      this.mail[2 * this.mailCount] = receiver;
      this.mail[2 * this.mailCount++ + 1] = event;
      return true;
    }
    const reaction = this.reactionTo(receiver, event);
    return reaction !== undefined && this.perform(receiver, reaction, depth + 1);
  }

  /** The next event that waits for a component. */
  private takeMail(component: number): number {
    const { mail, mailCount } = this;
    for (let at = 0; at < 2 * mailCount; at += 2) {
      if (mail[at] !== component) continue;
      mail[at] = TAKEN;
      return mail[at + 1]!;
    }
    return NO_MAIL;
  }

  /** Asking may discover channels. */
  private reactionTo(component: number, event: number): TimedReaction | undefined {
    const reaction = this.known.toEvent(component, this.stepper.work[component]!, event);
    if (this.channels.add()) this.makeRoom();
    return reaction;
  }

  private put(cell: number, value: number): void {
    const { work } = this.stepper;
    if (this.stamp[cell] !== this.serial) {
      this.stamp[cell] = this.serial;
      this.changed[this.changes] = cell;
      this.before[this.changes++] = work[cell]!;
    }
    work[cell] = value;
  }

  /** Keeps everything as long as the state vector. */
  private makeRoom(): void {
    const { cellCount } = this.engine;
    this.stepper.reserve();
    this.stamp = longer(this.stamp, cellCount);
    this.changed = longer(this.changed, cellCount);
    this.before = longer(this.before, cellCount);
  }
}

function longer(old: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
  if (length <= old.length) return old;
  const bigger = new Int32Array(2 * length);
  bigger.set(old);
  return bigger;
}
