import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { channelSpecFor, type ResolvedChannelSpec } from '../network/channel.js';
import { CheckError } from '../network/errors.js';
import { componentNamed, type Network } from '../network/network.js';
import type { MonitorProperty } from '../network/property.js';
import { isFaultStep, labelOf, type Step } from '../network/step.js';
import { combinations } from './combinations.js';
import { isDone, type LocalState, type PendingTimer } from './local-state.js';
import { observationOf, type Reaction } from './reaction.js';
import { ReferenceInterpreter, referenceKey } from './reference-interpreter.js';
import { LIVE_RULES, type Rules } from './rules.js';
import { stepEvent } from './step-event.js';
import { exception, overflow, type StepFailure, unspecifiedReception } from './step-failure.js';
import { TextCanon } from './text-canon.js';

/** A channel and what waits in it; for a `fifo` the head comes first. */
export interface PlainChannel {
  readonly from: string;
  readonly to: string;
  readonly spec: ResolvedChannelSpec;
  readonly messages: readonly AnyEventObject[];
}

/** A global state in XState's own terms. */
export interface PlainState {
  readonly locals: readonly LocalState[];
  readonly monitors: readonly LocalState[];
  /** By sender, receiver and description; channels that are empty may be missing. */
  readonly channels: ReadonlyMap<string, PlainChannel>;
  /** What was emitted on the way here, in order. No part of the state: see `key`. */
  readonly observed: readonly AnyEventObject[];
  /** By number of the monitor, what made it enter a state tagged `violation` on the way here. No part of the state either. */
  readonly accused: ReadonlyMap<number, AnyEventObject>;
}

/** An enabled step: where it leads, or how it fails. */
export interface PlainSuccessor {
  readonly step: Step;
  readonly label: string;
  readonly isProgress: boolean;
  /** Messages that are received synchronously within the step, in order. */
  readonly deliveries: readonly PlainDelivery[];
  readonly outcome: PlainState | StepFailure;
  /** Of a step of kind `timer`: which one fires. */
  readonly timer?: PendingTimer;
}

/** A message over a `sync` channel. */
export interface PlainDelivery {
  readonly from: string;
  readonly to: string;
  readonly lane: string;
  readonly event: AnyEventObject;
}

/** Adds a successor, unless the step is blocked. */
type Add = (step: Step, progress: Progress, run: PlainStep | StepFailure, timer?: PendingTimer) => void;

/** Whether a step brings the network on. */
type Progress = 'always' | 'never' | 'if it changes something';

const SYNC_DELIVERIES_MAX = 10_000;

/**
 * The meaning of a network, written down without tables: every question goes to XState, states are plain data.
 * It is the reference that the tables are compared with, and what counterexamples are replayed on. Slow by design.
 */
export class PlainNetwork {
  /** Makes of contexts and events what charts see of them. */
  readonly canon = new TextCanon();
  private readonly interpreters: readonly ReferenceInterpreter[];
  private readonly monitors: readonly { property: MonitorProperty; interpreter: ReferenceInterpreter }[];

  /** @param rules wrong ones, for tests */
  constructor(
    readonly network: Network,
    readonly rules: Rules = LIVE_RULES,
  ) {
    const ids = network.componentIds;
    const known = new Set(ids);
    this.interpreters = network.components.map((spec, index) => {
      const componentOf = (name: string) => {
        const named = componentNamed(spec, name);
        return known.has(named) ? named : undefined;
      };
      return new ReferenceInterpreter(
        ids[index]!,
        `component '${ids[index]}'`,
        spec,
        componentOf,
        this.canon,
        rules,
      );
    });
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => {
        const { name, machine } = property;
        const where = `monitor '${name}'`;
        return {
          property,
          interpreter: new ReferenceInterpreter(name, where, { machine }, () => undefined, this.canon, rules),
        };
      });
  }

  /** One initial state for each combination of inputs; a start that fails has a failure instead. */
  initialStates(): (PlainState | StepFailure)[] {
    const starts = this.network.components.map(({ input, inputs }, index) =>
      (inputs ?? [input]).map((alternative, start) => this.interpreters[index]!.initial(alternative, start)),
    );
    const monitors = this.monitors.map(({ property, interpreter }) =>
      interpreter.monitorStart(property.input),
    );
    return combinations<Reaction>(starts).map((reactions) => {
      const locals = reactions.map(({ next }) => next);
      const empty = { locals, monitors, channels: new Map(), observed: [], accused: new Map() };
      const run = new PlainStep(this, empty);
      run.start(reactions);
      const outcome = run.finish();
      if (outcome === 'blocked') throw new CheckError(`The network '${this.network.name}' cannot start.`);
      return outcome;
    });
  }

  /** @param actors only steps in which one of these components acts; all, if left out */
  successors(state: PlainState, actors?: ReadonlySet<string>): PlainSuccessor[] {
    const found: PlainSuccessor[] = [];
    const add: Add = (step, progress, run, timer) => {
      const isFailure = 'property' in run;
      const outcome = isFailure ? run : run.finish(step);
      if (outcome === 'blocked') return;
      const changes = () => 'property' in outcome || bringsOn(state, outcome);
      found.push({
        step,
        label: labelOf(step),
        isProgress: progress === 'always' || (progress !== 'never' && changes()),
        deliveries: isFailure ? [] : run.deliveries,
        outcome,
        ...(timer === undefined ? {} : { timer }),
      });
    };
    for (const [key, channel] of state.channels) {
      if (actors?.has(channel.to) ?? true) this.addDeliveries(state, key, channel, add);
    }
    state.locals.forEach((local, index) => {
      if (!(actors?.has(this.network.componentIds[index]!) ?? true)) return;
      for (const { step, reaction, timer } of this.ownSteps(local, index)) {
        const run = new PlainStep(this, state);
        run.perform(index, reaction);
        add(step, isFaultStep(step.kind) ? 'never' : 'always', run, timer);
      }
    });
    return found;
  }

  /** Equal keys exactly for equal states. */
  key(state: PlainState): string {
    return stateKey(state.locals, state.monitors, [...state.channels.values()]);
  }

  reactionOf(component: number, local: LocalState, event: AnyEventObject): Reaction {
    return this.interpreters[component]!.ask(local, event);
  }

  /** @param emitter the component that emitted the event; `undefined` for a step */
  observe(monitors: readonly LocalState[], event: AnyEventObject, emitter: string | undefined): LocalState[] {
    return this.monitors.map(({ interpreter, property: { from } }, index) => {
      const hears = emitter === undefined || from === undefined || from.includes(emitter);
      return hears ? interpreter.monitorStep(monitors[index]!, event) : monitors[index]!;
    });
  }

  private addDeliveries(state: PlainState, key: string, channel: PlainChannel, add: Add): void {
    const { from, to, spec, messages } = channel;
    const receiver = this.network.componentIds.indexOf(to);
    const offered = spec.kind === 'fifo' ? messages.slice(0, 1) : distinct(messages);
    for (const event of offered) {
      const message = { from, to, lane: spec.lane, event };
      const local = state.locals[receiver]!;
      const reaction = this.reactionOf(receiver, local, event);
      const receive = (kind: 'deliver' | 'duplicate', after: PlainChannel, progress: Progress) => {
        const run = new PlainStep(this, state);
        run.replace(key, after);
        run.perform(receiver, reaction);
        add({ kind, ...message }, progress, run);
      };
      if (reaction.handled) {
        if (spec.kind === 'set') receive('deliver', channel, 'if it changes something');
        else receive('deliver', without(channel, messages.indexOf(event)), 'always');
        if (spec.duplicating) receive('duplicate', channel, 'never');
      } else if (!spec.deferring) {
        add({ kind: 'deliver', ...message }, 'never', unspecifiedReception(from, to, local, event));
      }
    }
    if (spec.lossy) this.addLosses(state, key, channel, add);
  }

  /** Any waiting message may be lost. Losses that leave the same queue behind are one. */
  private addLosses(state: PlainState, key: string, channel: PlainChannel, add: Add): void {
    const { from, to, spec, messages } = channel;
    const left = new Set<string>();
    messages.forEach((event, at) => {
      if (this.rules.loss === 'head' && spec.kind === 'fifo' && at > 0) return;
      const after = without(channel, at);
      const text = channelKey(after);
      if (left.has(text)) return;
      left.add(text);
      const same = canonicalKey(event, 'message');
      const nth = messages.slice(0, at + 1).filter((other) => canonicalKey(other, 'message') === same).length;
      const run = new PlainStep(this, state);
      run.replace(key, after);
      const isFirst = nth === 1 || spec.kind !== 'fifo';
      add({ kind: 'drop', from, to, lane: spec.lane, event, ...(isFirst ? {} : { nth }) }, 'never', run);
    });
  }

  private ownSteps(
    local: LocalState,
    index: number,
  ): { step: Step; reaction: Reaction; timer?: PendingTimer }[] {
    const interpreter = this.interpreters[index]!;
    const spec = this.network.components[index]!;
    const component = interpreter.id;
    if (local.isDown) return [];
    const keys = local.timers.map(({ key }) => key);
    const timers = local.timers
      .filter(({ key }, at) => keys.indexOf(key) === at)
      .map((timer) => ({
        step: { kind: 'timer' as const, component, timer: interpreter.timerName(timer) },
        reaction: interpreter.fire(local, timer),
        timer,
      }));
    if (isDone(local)) return timers;
    const stimuli = (spec.stimuli ?? []).map((stimulus) => {
      const event = this.canon.canonical(stimulus, 'stimulus');
      return {
        step: { kind: 'stimulus' as const, component, event },
        reaction: interpreter.ask(local, event),
      };
    });
    const crash = interpreter.crash(local, (spec.inputs ?? [spec.input])[local.start]);
    return [
      ...timers,
      ...stimuli.filter(({ reaction }) => reaction.handled),
      ...(crash === undefined ? [] : [{ step: { kind: 'crash' as const, component }, reaction: crash }]),
    ];
  }
}

/** One step in the making. */
class PlainStep {
  readonly deliveries: PlainDelivery[] = [];
  private readonly locals: LocalState[];
  private monitors: readonly LocalState[];
  private readonly channels: Map<string, PlainChannel>;
  /** Components that are at work, each with the messages that have come meanwhile. */
  private readonly mailboxes = new Map<number, PlainChannel[]>();
  private readonly observed: AnyEventObject[] = [];
  private readonly accused = new Map<number, AnyEventObject>();
  private ended: StepFailure | 'blocked' | undefined;

  constructor(
    private readonly plain: PlainNetwork,
    state: PlainState,
  ) {
    this.locals = [...state.locals];
    this.monitors = state.monitors;
    this.channels = new Map(state.channels);
  }

  replace(key: string, channel: PlainChannel): void {
    if (channel.messages.length === 0) this.channels.delete(key);
    else this.channels.set(key, channel);
  }

  /** All components start, in order: until one has, what is sent to it waits. */
  start(reactions: readonly Reaction[]): void {
    for (const index of reactions.keys()) this.mailboxes.set(index, []);
    for (const [index, reaction] of reactions.entries()) this.perform(index, reaction);
  }

  /** A component does all that it has to do, and then what has been sent to it meanwhile. */
  perform(index: number, reaction: Reaction): void {
    if (reaction.isRelay === true) {
      this.act(index, reaction);
      return;
    }
    const mailbox = this.mailboxes.get(index) ?? [];
    this.mailboxes.set(index, mailbox);
    this.act(index, reaction);
    for (let at = 0; at < mailbox.length && this.ended === undefined; at++) {
      const received = this.receive(mailbox[at]!);
      if (received !== undefined) this.act(index, received);
    }
    this.mailboxes.delete(index);
  }

  finish(step?: Step): PlainState | StepFailure | 'blocked' {
    if (this.ended !== undefined) return this.ended;
    if (step !== undefined) this.observe(stepEvent(step), undefined);
    const { locals, monitors, channels, observed, accused } = this;
    return { locals, monitors, channels, observed, accused };
  }

  /** A component takes its next state, and its effects happen in order. */
  private act(index: number, reaction: Reaction): void {
    if (this.ended !== undefined) return;
    const from = this.plain.network.componentIds[index]!;
    if (reaction.thrown !== undefined) {
      this.ended = exception(from, reaction.thrown);
      return;
    }
    this.locals[index] = reaction.next;
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
  private call(message: PlainChannel): void {
    const receiver = this.plain.network.componentIds.indexOf(message.to);
    const mailbox = this.mailboxes.get(receiver);
    const isBusy = mailbox !== undefined && this.plain.rules.mailbox === 'after its list';
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
  private receive({ from, to, spec, messages: [event] }: PlainChannel): Reaction | undefined {
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
    this.ended = spec.deferring ? 'blocked' : unspecifiedReception(from, to, local, event!);
    return undefined;
  }

  private observe(observed: AnyEventObject, emitter: string | undefined): void {
    const event = this.plain.canon.canonical(observed, 'observation');
    const before = this.monitors;
    this.monitors = this.plain.observe(before, event, emitter);
    this.monitors.forEach((monitor, index) => {
      if (isViolation(monitor) && !isViolation(before[index]!)) this.accused.set(index, event);
    });
  }

  private send(channel: PlainChannel, event: AnyEventObject): void {
    const { from, to, spec } = channel;
    const key = canonicalKey([from, to, spec], 'channel');
    const { messages } = this.channels.get(key) ?? channel;
    if (spec.kind === 'set' && distinct([...messages, event]).length === messages.length) return;
    if (messages.length < spec.capacity)
      this.channels.set(key, { ...channel, messages: [...messages, event] });
    else this.ended = spec.whenFull === 'block' ? 'blocked' : overflow(from, to, spec, event);
  }
}

function without(channel: PlainChannel, at: number): PlainChannel {
  return { ...channel, messages: channel.messages.toSpliced(at, 1) };
}

/** Equal keys exactly for equal global states, whichever way they are held. */
export function stateKey(
  locals: readonly LocalState[],
  monitors: readonly LocalState[],
  channels: readonly PlainChannel[],
): string {
  const contents = channels.filter(({ messages }) => messages.length > 0).map(channelKey);
  contents.sort();
  return [...[...locals, ...monitors].map(keyOf), ...contents].join('\n');
}

const knownKeys = new WeakMap<LocalState, string>();

/** Local states do not change, and most of a global state is that of the one before. */
function keyOf(local: LocalState): string {
  let key = knownKeys.get(local);
  if (key === undefined) {
    key = referenceKey(local);
    knownKeys.set(local, key);
  }
  return key;
}

const knownChannelKeys = new WeakMap<PlainChannel, string>();

function channelKey(channel: PlainChannel): string {
  let key = knownChannelKeys.get(channel);
  if (key === undefined) {
    const { from, to, spec, messages } = channel;
    const keys = messages.map((event) => canonicalKey(event, 'message'));
    key = canonicalKey([from, to, spec, spec.kind === 'fifo' ? keys : keys.sort()], 'channel');
    knownChannelKeys.set(channel, key);
  }
  return key;
}

/** Whether components or channels differ, and not only what monitors make of a step. */
function bringsOn(before: PlainState, after: PlainState): boolean {
  const key = ({ locals, channels }: PlainState) => stateKey(locals, [], [...channels.values()]);
  return key(before) !== key(after);
}

function isViolation(monitor: LocalState): boolean {
  return monitor.snapshot.hasTag('violation' as never);
}

function distinct(events: readonly AnyEventObject[]): AnyEventObject[] {
  return [
    ...new Map(events.map((event) => [canonicalKey(event, 'message'), event] as const).reverse()).values(),
  ].reverse();
}
