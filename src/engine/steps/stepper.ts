import { inspectEvent } from '../../network/canonical.js';
import { CheckError } from '../../network/errors.js';
import type { Step } from '../../network/step.js';
import type { EncodedReaction } from '../tables/encoded-reaction.js';
import { CallStack, type Frame } from './call-stack.js';
import type { ChannelTable } from '../tables/channel-table.js';
import { FULL } from '../tables/channel-table.js';
import type { ComponentTable } from '../tables/component-table.js';
import type { LocalStep } from '../tables/local-step.js';
import type { MonitorTable } from '../tables/monitor-table.js';
import { StepObservations } from './step-observations.js';
import {
  exception,
  overflow,
  type StepFailure,
  unspecifiedReception,
} from '../../interpreter/step-failure.js';
import { DELIVER, DROP, TIMER, Successors } from './successors.js';
import type { Tables } from '../tables/tables.js';
import { WorkingState } from './working-state.js';

/** Synchronous deliveries within one step before they are taken to go round for ever. */
const SYNC_DELIVERIES_MAX = 10_000;

/** How the performing of a step ended. */
export const DONE = 0;
export const BLOCKED = 1;
export const FAILED = 2;
/** The message goes over a `sync` channel, and is to be received now. */
const SYNC = 3;

/**
 * Told, in order, of the cells that a step reads and of those that it changes: all that is needed to perform it again without asking anybody. The local state
 * of the component that acts, and the content that a message is taken from, are known from where the step comes from, and not told of.
 */
export interface StepRecorder {
  begin(kind: number, source: number, item: number): void;
  /** What the step does from here on depends on this value. */
  read(cell: number, value: number): void;
  /** A message, or a lost one, is taken out of a channel. */
  take(channel: number, before: number, after: number): void;
  set(cell: number, before: number, after: number): void;
  /** A message goes into a channel: `after` is `FULL` if it does not. */
  push(channel: number, event: number, before: number, after: number): void;
  observe(monitor: number, observation: number, before: number, after: number): void;
  /** From here on, what is observed is the step as such. */
  mark(): void;
  /** @param failure of a step that fails */
  end(ended: number, failure?: StepFailure['property']): void;
}

/** Told of everything that a component does within a step. */
export type OnAct = (component: ComponentTable, answer: EncodedReaction) => void;

/** Told whenever a component has sent a message, and whoever received it within the step is done. @param sent messages of the answer that were sent by then */
export type OnSent = (component: ComponentTable, answer: EncodedReaction, sent: number) => void;

/** A start of the network: the state vector, or how the start failed. */
export interface InitialState {
  readonly vector: Int32Array;
  readonly failure: StepFailure | undefined;
}

/** Performs steps from one state, and adds what each changes to `successors`. The state itself stays as it was loaded. */
export class Stepper {
  readonly successors = new Successors();
  readonly state = new WorkingState();
  /** Whether the last step changed anything, but for what monitors made of the step as such. Kept where some watch steps. */
  private isChange = false;
  /** The message that `post` left. */
  private posted = 0;
  private postedEvent = 0;
  private readonly stack: CallStack;
  private failure: StepFailure | undefined;
  /** What monitors have heard within the present step, three integers each: the monitor, the observation, the local state after it. */
  private readonly heard: number[] = [];
  /** Indices of the monitors that hear of steps. */
  private readonly stepWatchers: readonly number[];
  private readonly stepObservations: StepObservations;

  /** Told what steps depend on, and what they do. */
  recorder: StepRecorder | undefined;

  private readonly components: readonly ComponentTable[];
  private readonly monitors: readonly MonitorTable[];
  private readonly channels: readonly ChannelTable[];

  constructor(
    private readonly tables: Tables,
    private readonly onAct?: OnAct,
    private readonly onSent?: OnSent,
  ) {
    this.components = tables.components;
    this.monitors = tables.monitors;
    this.channels = tables.channels;
    this.stepObservations = new StepObservations(tables);
    this.stack = new CallStack(this.components.length);
    this.stepWatchers = this.monitors.flatMap(({ watchesSteps }, index) => (watchesSteps ? [index] : []));
  }

  /** The loaded state, while a step is performed with that step's changes in it. */
  get work(): Int32Array {
    return this.state.cells;
  }

  /** Makes a state the one that steps are taken from. */
  load(vector: Int32Array): void {
    this.state.load(vector, this.tables.cellCount);
  }

  /** Loads and performs one start of the network. */
  start(answers: readonly EncodedReaction[]): InitialState {
    this.load(new Int32Array(0));
    this.begin();
    this.failure = undefined;
    answers.forEach((answer, index) => {
      this.work[index] = answer.next;
    });
    for (const monitor of this.monitors) this.work[monitor.cell] = monitor.initial;
    // Components start in order; what is sent to one that has not started waits until it has.
    for (let index = 0; index < answers.length; index++) this.stack.setBusy(index);
    let ended = DONE;
    answers.forEach((answer, index) => {
      if (ended === DONE) ended = this.perform(this.components[index]!, answer);
    });
    if (ended === FAILED) this.noteViolations(true);
    else if (ended === DONE) this.noteHeard();
    if (ended === BLOCKED) {
      throw new CheckError(
        `The network '${this.tables.network.name}' cannot start: a message that is sent at the start finds its channel full, or a receiver that does not take it. ` +
          'Raise the capacity, or send it later.',
      );
    }
    return {
      vector: this.work.slice(0, this.tables.cellCount),
      failure: ended === FAILED ? this.failure : undefined,
    };
  }

  /**
   * Adds the step that does something with a waiting message, if it is enabled.
   *
   * @param item the event that is offered, or for a `DROP` the number of the loss
   * @param rest the content afterwards, unless the message stays
   */
  message(kind: number, index: number, item: number, rest: number): void {
    const { receiver, spec, cell } = this.channels[index]!;
    if (kind === DROP) {
      this.lose(index, cell, item, rest);
      return;
    }
    const local = this.work[receiver.cell]!;
    const answer = receiver.ask(local, item);
    if (answer.handled)
      this.take(kind, index, item, answer, kind === DELIVER && spec.kind !== 'set' ? cell : -1, rest);
    else if (kind === DELIVER && !spec.deferring) {
      // A step of its own, within which nothing is received.
      this.begin();
      this.recorder?.begin(DELIVER, index, item);
      this.recorder?.end(FAILED, 'specified-reception');
      this.fail(DELIVER, index, item, this.unspecified(this.channels[index]!, local, item));
    }
  }

  /** Adds a step that may be enabled, if it is. `rest` is the content without the message, for messages. */
  attempt(kind: number, source: number, item: number, rest: number): void {
    if (kind >= TIMER) this.take(kind, source, item, this.ownStep(source, item).answer, -1, 0);
    else this.message(kind, source, item, rest);
  }

  /** Adds the step that performs `answer` at a component, after putting `content` into `cell` (if it is not negative). */
  take(
    kind: number,
    source: number,
    item: number,
    answer: EncodedReaction,
    cell: number,
    content: number,
  ): void {
    const out = this.successors;
    const ended = this.advance(kind, source, item, answer, cell, content);
    if (ended === BLOCKED) return;
    const { received } = this.stack;
    for (let at = 0; at < received.length; at += 2)
      out.receivers.push(out.count, this.channels[received[at]!]!.receiver.cell);
    if (ended === FAILED) {
      this.fail(kind, source, item, this.failure!);
      return;
    }
    out.open(kind, source, item);
    this.state.moveChanges(this.successors);
    out.close(this.stepWatchers.length === 0 ? out.hasChanges : this.isChange);
  }

  /**
   * Makes the loaded state the one after a step, or leaves it as it is if the step is blocked or fails. Parameters as of `take`; returns
   * `DONE`, `BLOCKED` or `FAILED`.
   */
  advance(
    kind: number,
    source: number,
    item: number,
    answer: EncodedReaction,
    cell: number,
    content: number,
  ): number {
    const component = kind >= TIMER ? this.components[source]! : this.channels[source]!.receiver;
    const { recorder } = this;
    this.begin();
    recorder?.begin(kind, source, item);
    if (cell >= 0) {
      recorder?.take(source, this.work[cell]!, content);
      this.state.put(cell, content);
    }
    const ended = this.perform(component, answer);
    if (ended === DONE) {
      if (this.stepWatchers.length > 0) {
        recorder?.mark();
        this.isChange = this.state.hasChanges();
      }
      this.observeStep(kind, source, item);
      this.noteHeard();
      recorder?.end(ended);
      return ended;
    }
    recorder?.end(ended, ended === FAILED ? this.failed.property : undefined);
    if (ended === FAILED) this.noteViolations(false);
    this.state.undo();
    return ended;
  }

  /** How the last step failed. */
  get failed(): StepFailure {
    return this.failure!;
  }

  /** Adds to the failure which monitors the step had led into a violation by then; at the start, also those that begin in one. */
  private noteViolations(isStart: boolean): void {
    const violated = this.monitors.flatMap((monitor) => {
      const now = this.work[monitor.cell]!;
      const isNew = isStart || !monitor.isViolation[this.state.before(monitor.cell)];
      return monitor.isViolation[now] && isNew
        ? [{ monitor: monitor.property.name, local: monitor.local(now) }]
        : [];
    });
    if (violated.length > 0) this.failure = { ...this.failure!, violated };
  }

  /** The step can be taken: only now is known that what monitors heard within it was to be heard at all. */
  private noteHeard(): void {
    const { heard } = this;
    for (let at = 0; at < heard.length; at += 3)
      this.monitors[heard[at]!]!.note(heard[at + 1]!, heard[at + 2]!);
  }

  private lose(index: number, cell: number, loss: number, rest: number): void {
    this.begin();
    this.recorder?.begin(DROP, index, loss);
    this.recorder?.take(index, this.work[cell]!, rest);
    this.state.put(cell, rest);
    this.observeStep(DROP, index, loss);
    this.noteHeard();
    this.recorder?.end(DONE);
    this.successors.open(DROP, index, loss);
    this.state.moveChanges(this.successors);
    this.successors.close(true);
  }

  private fail(kind: number, source: number, item: number, failure: StepFailure): void {
    this.successors.failures.set(this.successors.count, failure);
    this.successors.open(kind, source, item);
    this.successors.close(false);
  }

  private begin(): void {
    this.state.begin();
    this.heard.length = 0;
    this.stack.begin();
  }

  /**
   * Performs what a component answered, and everything that this brings about within the step. As in a live system a message over a `sync`
   * channel runs an idle receiver to its end at once; a busy one, which is on the stack, takes it when it has performed its own list.
   */
  private perform(component: ComponentTable, answer: EncodedReaction): number {
    let ended = this.enter(component, answer);
    for (let frame = this.stack.top; ended === DONE && frame !== undefined; frame = this.stack.top) {
      ended = this.goOn(frame);
    }
    return ended;
  }

  /** A component takes its next state, and its list of effects is performed next. */
  private enter(component: ComponentTable, answer: EncodedReaction): number {
    if (answer.thrown !== undefined) {
      this.failure = exception(component.id, answer.thrown);
      return FAILED;
    }
    this.reserve();
    this.onAct?.(component, answer);
    this.recorder?.set(component.cell, this.work[component.cell]!, answer.next);
    this.state.put(component.cell, answer.next);
    const { effects } = answer;
    let at = 0;
    // Effects that nobody answers within the step need no frame of the stack; most steps have no others.
    for (; at < effects.length; at += 2) {
      const code = effects[at]!;
      if (code < 0) this.observe(-1 - code, effects[at + 1]!);
      else {
        const ended = this.post(code, effects[at + 1]!);
        if (ended === SYNC) break;
        if (ended !== DONE) return ended;
      }
    }
    if (this.onSent !== undefined) this.tellSent(component, answer, 0, at);
    if (at === effects.length && !this.stack.hasMailboxes) {
      this.stack.setIdle(component.cell);
      return DONE;
    }
    // A component that only relays a delayed message runs nothing: an answer to it does not wait in its mailbox.
    if (!answer.isRelay) this.stack.setBusy(component.cell);
    this.stack.push({ component, answer, at, told: at });
    return DONE;
  }

  /** Does the next thing of the innermost list: an effect, a message from the mailbox, or its end. */
  private goOn(frame: Frame): number {
    const { component, answer } = frame;
    const { effects } = answer;
    // Whoever has received the last message is done.
    if (this.onSent !== undefined) {
      this.tellSent(component, answer, frame.told, frame.at);
      frame.told = frame.at;
    }
    if (frame.at < effects.length) {
      const code = effects[frame.at++]!;
      return this.effect(code, effects[frame.at++]!);
    }
    const { cell } = component;
    this.stack.pop();
    const waiting = this.stack.take(cell);
    if (waiting !== undefined) return this.receive(waiting[0], waiting[1]);
    this.stack.setIdle(cell);
    return DONE;
  }

  /** Tells of the messages among the effects from one place to another. */
  private tellSent(component: ComponentTable, answer: EncodedReaction, from: number, to: number): void {
    const { effects } = answer;
    let sent = 0;
    for (let at = 0; at < to; at += 2) {
      if (effects[at]! < 0) continue;
      sent++;
      if (at >= from) this.onSent!(component, answer, sent);
    }
  }

  /** @param code, operand see `EncodedReaction.effects` */
  private effect(code: number, operand: number): number {
    if (code < 0) {
      this.observe(-1 - code, operand);
      return DONE;
    }
    const ended = this.post(code, operand);
    return ended === SYNC ? this.send(this.posted, this.postedEvent) : ended;
  }

  /** Puts a message into its channel, unless that holds none: then it is left in `posted`. */
  private post(index: number, event: number): number {
    const channel = this.channels[index]!;
    if (channel.cell < 0) {
      this.posted = index;
      this.postedEvent = event;
      return SYNC;
    }
    const before = this.work[channel.cell]!;
    const content = channel.push(before, event);
    this.recorder?.push(index, event, before, content);
    if (content === FULL) return this.overflow(channel, event);
    this.state.put(channel.cell, content);
    return DONE;
  }

  /** Sends a message over a `sync` channel. */
  private send(index: number, event: number): number {
    const receiver = this.channels[index]!.receiver.cell;
    if (!this.stack.isBusy(receiver)) return this.receive(index, event);
    this.stack.leave(receiver, index, event);
    return DONE;
  }

  /** A message over a `sync` channel is received. */
  private receive(index: number, event: number): number {
    const channel = this.channels[index]!;
    const { receiver } = channel;
    const local = this.work[receiver.cell]!;
    this.recorder?.read(receiver.cell, local);
    const answer = receiver.ask(local, event);
    const { received } = this.stack;
    received.push(index, event);
    if (!answer.handled) {
      if (channel.spec.deferring) return BLOCKED;
      this.failure = this.unspecified(channel, local, event);
      return FAILED;
    }
    if (received.length > 2 * SYNC_DELIVERIES_MAX) throw this.syncLoop();
    return this.enter(receiver, answer);
  }

  /** The messages received synchronously within the last step that was performed, in order: channel and event, alternating. */
  get received(): readonly number[] {
    return this.stack.received;
  }

  private observe(index: number, observation: number): void {
    const monitor = this.monitors[index]!;
    const local = this.work[monitor.cell]!;
    const next = monitor.next(local, observation, this.tables.observations[observation]!);
    this.recorder?.observe(index, observation, local, next);
    this.heard.push(index, observation, next);
    if (next !== local) this.state.put(monitor.cell, next);
  }

  private observeStep(kind: number, source: number, item: number): void {
    if (this.stepWatchers.length === 0) return;
    const observation = this.stepObservation(kind, source, item);
    for (const index of this.stepWatchers) this.observe(index, observation);
  }

  private overflow(channel: ChannelTable, event: number): number {
    if (channel.spec.whenFull === 'block') return BLOCKED;
    this.failure = overflow(channel.from, channel.to, channel.spec, channel.receiver.event(event));
    return FAILED;
  }

  private unspecified(channel: ChannelTable, local: number, event: number): StepFailure {
    const { from, to, receiver } = channel;
    return unspecifiedReception(from, to, receiver.local(local), receiver.event(event));
  }

  private syncLoop(): CheckError {
    const tail = this.stack.received.slice(-8);
    const round: string[] = [];
    for (let at = 0; at < tail.length; at += 2) {
      const channel = this.channels[tail[at]!]!;
      round.push(`${channel.from} ⇒ ${channel.to}: ${inspectEvent(channel.receiver.event(tail[at + 1]!))}`);
    }
    return new CheckError(
      `One step of network '${this.tables.network.name}' makes more than ${SYNC_DELIVERIES_MAX} synchronous deliveries; they go round: ${round.join(', ')}. ` +
        "Make one of these channels 'fifo', or stop answering at some point.",
    );
  }

  describe(kind: number, source: number, item: number): Step {
    if (kind >= TIMER) return this.ownStep(source, item).step;
    const { from, to, spec, receiver, losses } = this.channels[source]!;
    const { lane } = spec;
    if (kind === DROP) {
      const { event, nth } = losses[item]!;
      return { kind: 'drop', from, to, lane, event: receiver.event(event), ...(nth === 1 ? {} : { nth }) };
    }
    const name = kind === DELIVER ? 'deliver' : 'duplicate';
    return { kind: name, from, to, lane, event: receiver.event(item) };
  }

  /** An own step is numbered within the local state that it leaves, which the step may have overwritten by now. */
  ownStep(component: number, item: number): LocalStep {
    return this.components[component]!.ownSteps(this.state.before(component))[item]!;
  }

  private stepObservation(kind: number, source: number, item: number): number {
    const { stepObservations } = this;
    if (kind >= TIMER) return stepObservations.ofOwn(this.ownStep(source, item));
    return stepObservations.ofMessage(kind, source, item, () => this.describe(kind, source, item));
  }

  /** Asking may discover a channel, so that states have more cells. */
  reserve(): void {
    this.state.reserve(this.tables.cellCount);
  }
}
