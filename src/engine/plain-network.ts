import type { AnyEventObject } from 'xstate';
import { canonicalKey } from '../network/canonical.js';
import { channelSpecFor, type ResolvedChannelSpec } from '../network/channel.js';
import { CheckError } from '../network/errors.js';
import { componentNamed, type Network } from '../network/network.js';
import type { MonitorProperty } from '../network/property.js';
import { isFaultStep, labelOf, type Step } from '../network/step.js';
import { combinations } from './combinations.js';
import { Interpreter } from './interpreter.js';
import { isDone, type LocalState, localKey } from './local-state.js';
import { MachineCopies } from './machine-copies.js';
import { startMonitor, stepMonitor } from './monitor-table.js';
import { observationOf, type Reaction } from './reaction.js';
import { stepEvent } from './step-event.js';
import { overflow, type StepFailure, unspecifiedReception } from './step-failure.js';
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
  readonly outcome: PlainState | StepFailure;
}

const SYNC_DELIVERIES_MAX = 1_000;

/**
 * The meaning of a network, written down without tables: every question goes to XState, states are plain data.
 * It is the reference that the tables are compared with, and what counterexamples are replayed on. Slow by design.
 */
export class PlainNetwork {
  /** Makes of contexts and events what charts see of them. */
  readonly canon = new TextCanon();
  private readonly interpreters: readonly Interpreter[];
  private readonly monitors: readonly {
    property: MonitorProperty;
    interpreter: Interpreter;
    watchesSteps: boolean;
  }[];

  constructor(readonly network: Network) {
    const ids = network.componentIds;
    const known = new Set(ids);
    const copies = new MachineCopies();
    this.interpreters = network.components.map(
      (spec, index) =>
        new Interpreter(
          ids[index]!,
          `component '${ids[index]}'`,
          spec,
          (name) => known.has(componentNamed(spec, name)),
          copies,
          this.canon,
        ),
    );
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => {
        const where = `monitor '${property.name}'`;
        const interpreter = new Interpreter(
          property.name,
          where,
          { machine: property.machine },
          () => true,
          copies,
          this.canon,
        );
        return {
          property,
          interpreter,
          watchesSteps: startMonitor(interpreter, property, where).watchesSteps,
        };
      });
  }

  /** One initial state for each combination of inputs; a start that fails has a failure instead. */
  initialStates(): (PlainState | StepFailure)[] {
    const starts = this.network.components.map(({ input, inputs }, index) =>
      (inputs ?? [input]).map((alternative, start) => this.interpreters[index]!.initial(alternative, start)),
    );
    return combinations<Reaction>(starts).map((reactions) => {
      const run = new PlainStep(this, {
        locals: reactions.map(({ next }) => next),
        monitors: this.monitors.map(
          ({ property, interpreter }) => startMonitor(interpreter, property, '').initial,
        ),
        channels: new Map(),
        observed: [],
        accused: new Map(),
      });
      for (const [index, reaction] of reactions.entries()) run.perform(index, reaction);
      const outcome = run.finish();
      if (outcome === 'blocked') throw new CheckError(`The network '${this.network.name}' cannot start.`);
      return outcome;
    });
  }

  /** @param actors only steps in which one of these components acts; all, if left out */
  successors(state: PlainState, actors?: ReadonlySet<string>): PlainSuccessor[] {
    const found: PlainSuccessor[] = [];
    const add = (step: Step, isProgress: boolean, outcome: PlainState | StepFailure | 'blocked') => {
      if (outcome !== 'blocked') found.push({ step, label: labelOf(step), isProgress, outcome });
    };
    for (const [key, channel] of state.channels) {
      if (actors?.has(channel.to) ?? true) this.addDeliveries(state, key, channel, add);
    }
    state.locals.forEach((local, index) => {
      if (!(actors?.has(this.network.componentIds[index]!) ?? true)) return;
      for (const { step, reaction } of this.ownSteps(local, index)) {
        const run = new PlainStep(this, state);
        run.perform(index, reaction);
        add(step, !isFaultStep(step.kind), run.finish(step));
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
    return this.monitors.map(({ interpreter, property }, index) => {
      const { name, from } = property;
      const hears = emitter === undefined || from === undefined || from.includes(emitter);
      return hears
        ? stepMonitor(interpreter, monitors[index]!, event, `monitor '${name}'`)
        : monitors[index]!;
    });
  }

  get watchesSteps(): boolean {
    return this.monitors.some(({ watchesSteps }) => watchesSteps);
  }

  private addDeliveries(
    state: PlainState,
    key: string,
    channel: PlainChannel,
    add: (step: Step, isProgress: boolean, outcome: PlainState | StepFailure | 'blocked') => void,
  ): void {
    const { from, to, spec, messages } = channel;
    const receiver = this.network.componentIds.indexOf(to);
    const offered = spec.kind === 'fifo' ? messages.slice(0, 1) : distinct(messages);
    for (const event of offered) {
      const at = messages.indexOf(event);
      const without = { ...channel, messages: [...messages.slice(0, at), ...messages.slice(at + 1)] };
      const message = { from, to, lane: spec.lane, event };
      const local = state.locals[receiver]!;
      const reaction = this.reactionOf(receiver, local, event);
      const receive = (kind: 'deliver' | 'duplicate', after: PlainChannel) => {
        const run = new PlainStep(this, state);
        run.replace(key, after);
        run.perform(receiver, reaction);
        const outcome = run.finish({ kind, ...message });
        const changes = () => outcome === 'blocked' || 'property' in outcome || bringsOn(state, outcome);
        add({ kind, ...message }, kind === 'deliver' && (spec.kind !== 'set' || changes()), outcome);
      };
      if (reaction.handled) {
        receive('deliver', spec.kind === 'set' ? channel : without);
        if (spec.duplicating) receive('duplicate', channel);
      } else if (!spec.deferring) {
        add({ kind: 'deliver', ...message }, false, unspecifiedReception(from, to, local, event));
      }
      if (spec.lossy) {
        const run = new PlainStep(this, state);
        run.replace(key, without);
        add({ kind: 'drop', ...message }, false, run.finish({ kind: 'drop', ...message }));
      }
    }
  }

  private ownSteps(local: LocalState, index: number): { step: Step; reaction: Reaction }[] {
    const interpreter = this.interpreters[index]!;
    const spec = this.network.components[index]!;
    const component = interpreter.id;
    if (local.isDown || isDone(local)) return [];
    const stimuli = (spec.stimuli ?? []).map((stimulus) => {
      const event = this.canon.canonical(stimulus, 'stimulus');
      return {
        step: { kind: 'stimulus' as const, component, event },
        reaction: interpreter.ask(local, event),
      };
    });
    const crash = interpreter.crash(local, (spec.inputs ?? [spec.input])[local.start]);
    return [
      ...local.timers.map((timer) => ({
        step: { kind: 'timer' as const, component, timer: interpreter.timerName(timer) },
        reaction: interpreter.fire(local, timer),
      })),
      ...stimuli.filter(({ reaction }) => reaction.handled),
      ...(crash === undefined ? [] : [{ step: { kind: 'crash' as const, component }, reaction: crash }]),
    ];
  }
}

/** One step in the making. */
class PlainStep {
  private readonly locals: LocalState[];
  private monitors: readonly LocalState[];
  private readonly channels: Map<string, PlainChannel>;
  private readonly sync: PlainChannel[] = [];
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

  perform(index: number, reaction: Reaction): void {
    if (this.ended !== undefined) return;
    this.locals[index] = reaction.next;
    const from = this.plain.network.componentIds[index]!;
    for (const emitted of reaction.observations) {
      const event = observationOf(emitted, from);
      this.observed.push(event);
      this.observe(event, from);
    }
    for (const { to: name, event } of reaction.sends) {
      const to = componentNamed(this.plain.network.components[index]!, name);
      const spec = channelSpecFor(this.plain.network.channels, from, to, event);
      if (spec.kind === 'sync') this.sync.push({ from, to, spec, messages: [event] });
      else this.send({ from, to, spec, messages: [] }, event);
      if (this.ended !== undefined) return;
    }
  }

  finish(step?: Step): PlainState | StepFailure | 'blocked' {
    for (let at = 0; at < this.sync.length && this.ended === undefined; at++) {
      if (at >= SYNC_DELIVERIES_MAX) {
        throw new CheckError(
          `One step of network '${this.plain.network.name}' makes more than ${SYNC_DELIVERIES_MAX} synchronous deliveries.`,
        );
      }
      const { from, to, spec, messages } = this.sync[at]!;
      const receiver = this.plain.network.componentIds.indexOf(to);
      const reaction = this.plain.reactionOf(receiver, this.locals[receiver]!, messages[0]!);
      if (reaction.handled) this.perform(receiver, reaction);
      else
        this.ended = spec.deferring
          ? 'blocked'
          : unspecifiedReception(from, to, this.locals[receiver]!, messages[0]!);
    }
    if (this.ended !== undefined) return this.ended;
    if (step !== undefined && this.plain.watchesSteps) this.observe(stepEvent(step), undefined);
    const { locals, monitors, channels, observed, accused } = this;
    return { locals, monitors, channels, observed, accused };
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

/** Equal keys exactly for equal global states, whichever way they are held. */
export function stateKey(
  locals: readonly LocalState[],
  monitors: readonly LocalState[],
  channels: readonly PlainChannel[],
): string {
  const contents = channels.filter(({ messages }) => messages.length > 0).map(channelKey);
  contents.sort();
  return [...[...locals, ...monitors].map((local) => localKey(local, 'component')), ...contents].join('\n');
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
