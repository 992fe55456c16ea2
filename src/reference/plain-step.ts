import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { channelSpecFor, type ResolvedChannelSpec } from '../network/channel.js';
import { CheckError } from '../network/errors.js';
import { componentNamed, type Network } from '../network/network.js';
import type { Step } from '../network/step.js';
import type { LocalState } from '../interpreter/local-state.js';
import type { ChannelContents } from '../interpreter/contents.js';
import type { Canon } from '../interpreter/canon.js';
import type { Rules } from './rules.js';
import { actorsStopped, typesSilenced } from './plain-actors.js';
import { actorUnitName, stimulusUnitName, timerUnitName } from './plain-units.js';
import { distinct, type PlainState, sameState } from './plain-state.js';
import type { PlainReaction } from './plain-interpreter.js';
import { observationOf } from '../interpreter/reaction.js';
import { stepEvent } from '../network/step-event.js';
import { exception, overflow, type StepFailure, unspecifiedReception } from '../interpreter/step-failure.js';

/** A message over a `sync` channel. */
export interface PlainDelivery {
  readonly from: string;
  readonly to: string;
  readonly lane: string;
  readonly event: AnyEventObject;
}

/** A channel that a step would send more into than it takes. */
export interface NoRoom {
  readonly from: string;
  readonly to: string;
  readonly spec: ResolvedChannelSpec;
  /** How many messages wait in it before the step. */
  readonly waiting: number;
}

/** A step that cannot be taken, as a receiver does not take what is sent to him within it, or a channel has no room for that. */
export type HeldUp = { readonly step: Step } & (
  { readonly refused: PlainDelivery } | { readonly noRoom: NoRoom }
);

const SYNC_DELIVERIES_MAX = 10_000;

/** What a step needs to know of its network. */
export interface StepSurroundings {
  readonly network: Network;
  readonly rules: Rules;
  readonly canon: Canon;
  readonly monitorNames: readonly string[];
  /** What a component makes of an event. */
  reactionOf(component: number, local: LocalState, event: AnyEventObject): PlainReaction;
  /** What monitors make of an observation. */
  observe(
    monitors: readonly LocalState[],
    event: AnyEventObject,
    emitter: string | undefined,
  ): readonly LocalState[];
}

/** One step in the making. */
export class PlainStep {
  readonly deliveries: PlainDelivery[] = [];
  /** The message over a channel of kind `sync` that ended the step, as its receiver does not take it; `undefined` where none did. */
  refused: PlainDelivery | undefined;
  /** The channel that ended the step, as it blocks; `undefined` where none did. */
  noRoom: NoRoom | undefined;
  /** Names of units: of each timer that was pending, and none like it is left of those that were; and of what actors told, and none that told it runs on. */
  readonly interrupted: string[] = [];
  /** Whether the step changes something; what monitors make of the step as such is no change. Known when it is finished. */
  isChange = false;
  /** Whether the state differs after it, with what monitors make of the step as such. */
  isDifferent = false;
  private readonly locals: LocalState[];
  private monitors: readonly LocalState[];
  private readonly channels: Map<string, ChannelContents>;
  /** Components that are at work, each with the messages that have come meanwhile. */
  private readonly mailboxes = new Map<number, ChannelContents[]>();
  private readonly observed: AnyEventObject[] = [];
  private readonly causes = new Map<number, AnyEventObject>();
  private ended: StepFailure | 'blocked' | undefined;
  private isStarting = false;

  constructor(
    private readonly plain: StepSurroundings,
    private readonly state: PlainState,
  ) {
    this.locals = [...state.locals];
    this.monitors = state.monitors;
    this.channels = new Map(state.channels);
  }

  replace(key: string, channel: ChannelContents): void {
    if (channel.messages.length === 0) this.channels.delete(key);
    else this.channels.set(key, channel);
  }

  /** All components start, in order: until one has, what is sent to it waits. */
  start(reactions: readonly PlainReaction[]): void {
    // Until the network has started, components that wait for their start are busy, which is no nesting of calls.
    this.isStarting = true;
    for (const index of reactions.keys()) this.mailboxes.set(index, []);
    for (const [index, reaction] of reactions.entries()) this.perform(index, reaction);
  }

  /** A component does all that it has to do, and then what has been sent to it meanwhile. */
  perform(index: number, reaction: PlainReaction): void {
    if (reaction.isRelay === true) {
      this.act(index, reaction);
      return;
    }
    const mailbox = this.mailboxes.get(index) ?? [];
    this.mailboxes.set(index, mailbox);
    if (!this.isStarting && this.mailboxes.size === 3) this.plain.rules.onCase?.('nesting of depth 3');
    this.act(index, reaction);
    for (let at = 0; at < mailbox.length && this.ended === undefined; at++) {
      const received = this.receive(mailbox[at]!);
      if (received !== undefined) this.act(index, received);
    }
    this.mailboxes.delete(index);
  }

  finish(step?: Step): PlainState | StepFailure | 'blocked' {
    if (this.ended !== undefined)
      return this.ended === 'blocked' ? 'blocked' : this.withViolations(this.ended);
    this.isChange = !sameState(this.state, this.reached());
    if (step !== undefined) this.observe(stepEvent(step), undefined);
    this.isDifferent = !sameState(this.state, this.reached());
    return this.reached();
  }

  private reached(): PlainState {
    const { locals, monitors, channels, observed, causes } = this;
    return { locals, monitors, channels, observed, causes };
  }

  /** A failure, with the monitors that the step led into a violation before. */
  private withViolations(failure: StepFailure): StepFailure {
    const violated = this.monitors.flatMap((local, index) =>
      isViolation(local) && (this.isStarting || !isViolation(this.state.monitors[index]!))
        ? [{ monitor: this.plain.monitorNames[index]!, local }]
        : [],
    );
    return violated.length === 0 ? failure : { ...failure, violated };
  }

  /** A component takes its next state, and its effects happen in order. */
  private act(index: number, reaction: PlainReaction): void {
    if (this.ended !== undefined) return;
    const from = this.plain.network.componentIds[index]!;
    if (reaction.thrown !== undefined) {
      this.plain.rules.onCase?.('an exception');
      this.ended = exception(from, reaction.thrown);
      return;
    }
    const silent = typesSilenced(this.locals[index]!, reaction.next);
    const stopped = actorsStopped(this.locals[index]!, reaction.next);
    this.locals[index] = reaction.next;
    for (const key of reaction.interrupted ?? []) this.interrupted.push(timerUnitName(from, key));
    for (const id of stopped) this.interrupted.push(actorUnitName(from, id));
    const { stimuli = [] } = this.plain.network.components[index]!;
    // What the environment sends itself, too, it may send throughout.
    for (const type of silent)
      if (!stimuli.some((stimulus) => stimulus.type === type))
        this.interrupted.push(stimulusUnitName(from, type));
    for (const effect of reaction.effects) {
      if (effect.kind === 'emit') {
        const event = observationOf(effect.event, from);
        this.observed.push(event);
        this.observe(event, from);
        continue;
      }
      const { event } = effect;
      const to = componentNamed(this.plain.network.components[index]!, effect.to);
      const spec = channelSpecFor(this.plain.network.channels, from, to, event);
      if (spec.kind === 'sync') this.call({ from, to, spec, messages: [event] });
      else this.send({ from, to, spec, messages: [] }, event);
      if (this.ended !== undefined) return;
    }
  }

  /** A message over a `sync` channel reaches an idle component at once, and a busy one when it has done what it is doing. */
  private call(message: ChannelContents): void {
    const receiver = this.plain.network.componentIds.indexOf(message.to);
    const mailbox = this.mailboxes.get(receiver);
    const { rules } = this.plain;
    if (mailbox !== undefined && message.from !== message.to)
      rules.onCase?.('a sync answer to a busy sender');
    const isBusy = mailbox !== undefined && rules.mailbox === 'after its list';
    if (isBusy) {
      mailbox.push(message);
      return;
    }
    const reaction = this.receive(message);
    if (reaction === undefined) return;
    if (mailbox === undefined) this.perform(receiver, reaction);
    else this.act(receiver, reaction);
  }

  /** What the receiver of a message answers; `undefined` when that ends the step. */
  private receive({ from, to, spec, messages: [event] }: ChannelContents): PlainReaction | undefined {
    const { network } = this.plain;
    this.deliveries.push({ from, to, lane: spec.lane, event: event! });
    if (this.deliveries.length > SYNC_DELIVERIES_MAX) {
      throw new CheckError(
        `One step of network '${network.name}' makes more than ${SYNC_DELIVERIES_MAX} synchronous deliveries.`,
      );
    }
    const receiver = network.componentIds.indexOf(to);
    const local = this.locals[receiver]!;
    const reaction = this.plain.reactionOf(receiver, local, event!);
    if (reaction.handled) return reaction;
    if (spec.deferring) this.refused = { from, to, lane: spec.lane, event: event! };
    this.ended = spec.deferring ? 'blocked' : unspecifiedReception(from, to, local, event!);
    return undefined;
  }

  private observe(observed: AnyEventObject, emitter: string | undefined): void {
    const event = this.plain.canon.canonical(observed, 'observation');
    const before = this.monitors;
    this.monitors = this.plain.observe(before, event, emitter);
    this.monitors.forEach((monitor, index) => {
      if (isViolation(monitor) && !isViolation(before[index]!)) this.causes.set(index, event);
    });
  }

  private send(channel: ChannelContents, event: AnyEventObject): void {
    const { from, to, spec } = channel;
    const key = canonicalKey([from, to, spec], 'channel');
    const { messages } = this.channels.get(key) ?? channel;
    if (spec.kind === 'set' && distinct([...messages, event]).length === messages.length) return;
    if (messages.length < spec.capacity) {
      this.channels.set(key, { ...channel, messages: [...messages, event] });
      return;
    }
    if (spec.whenFull === 'block')
      this.noRoom = { from, to, spec, waiting: this.state.channels.get(key)?.messages.length ?? 0 };
    this.ended = spec.whenFull === 'block' ? 'blocked' : overflow(from, to, spec, event);
  }
}

function isViolation(monitor: LocalState): boolean {
  return monitor.snapshot.hasTag('violation' as never);
}
