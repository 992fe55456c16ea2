import type { AnyEventObject } from 'xstate';
import { canonicalKey, inspectEvent } from '../network/canonical.js';
import { channelSpecFor } from '../network/channel.js';
import { CheckError } from '../network/errors.js';
import type { Network } from '../network/network.js';
import { labelOf, type Step } from '../network/step.js';
import { ChannelTable, FULL } from './channel-table.js';
import { type Address, type Answer, ComponentTable, type LocalStep } from './component-table.js';
import { mix } from './hash.js';
import { MonitorTable } from './monitor-table.js';
import { stateKey } from './plain-network.js';
import { stepEvent } from './step-event.js';
import { overflow, type StepFailure, unspecifiedReception } from './step-failure.js';
import { Candidates, CRASH, DELIVER, DROP, DUPLICATE, OWN, Successors } from './successors.js';

/** Synchronous deliveries within one step before they are taken to go round for ever. */
const SYNC_DELIVERIES_MAX = 1_000;

/** How the performing of a step ended. */
const DONE = 0;
const BLOCKED = 1;
const FAILED = 2;

/** A start of the network: the state vector, or how the start failed. */
export interface InitialState {
  readonly vector: Int32Array;
  readonly failure: StepFailure | undefined;
}

/**
 * A network compiled to integers. A global state is a vector of small integers, the *state vector*: a local state for each
 * component, then one for each monitor, then a content for each channel in the order in which channels were first used.
 * A vector may be shorter than `slotCount`: channels that were discovered since are empty in it.
 */
export class Engine {
  readonly components: readonly ComponentTable[];
  readonly monitors: readonly MonitorTable[];
  readonly channels: ChannelTable[] = [];
  readonly successors = new Successors();
  readonly candidates = new Candidates();
  private readonly componentIndex: ReadonlyMap<string, number>;
  private readonly channelIds = new Map<string, number>();
  private readonly observations: AnyEventObject[] = [];
  private readonly observationIds = new Map<string, number>();
  private readonly stepObservations = new Map<string, number>();
  private readonly labels = new Map<number, Map<number, string>>();
  private readonly watchesSteps: boolean;
  private slots: number;
  /** The vector of the step that is being performed, and which of its places that step has changed. */
  private work = new Int32Array(64);
  private stamp = new Int32Array(64);
  private touched = new Int32Array(128);
  private touchedCount = 0;
  private serial = 0;
  private readonly syncQueue: number[] = [];
  private failure: StepFailure | undefined;

  constructor(readonly network: Network) {
    const { componentIds } = network;
    this.componentIndex = new Map(componentIds.map((id, index) => [id, index]));
    const isComponent = (id: string) => this.componentIndex.has(id);
    const surroundings = {
      address: (from: string, to: string, event: AnyEventObject) => this.address(from, to, event),
      observation: (event: AnyEventObject) => this.observationId(event),
    };
    this.components = network.components.map(
      (spec, index) => new ComponentTable(componentIds[index]!, index, spec, isComponent, surroundings),
    );
    this.slots = this.components.length;
    this.monitors = network.properties
      .filter((property) => property.kind === 'monitor')
      .map((property) => new MonitorTable(property, this.slots++));
    this.watchesSteps = this.monitors.some((monitor) => monitor.watchesSteps);
    this.reserve();
    for (const component of this.components) component.start();
  }

  /** Length of the state vector by now. Grows when a channel is used for the first time. */
  get slotCount(): number {
    return this.slots;
  }

  /** How often XState was asked. */
  get questions(): number {
    const tables = [...this.components, ...this.monitors];
    return tables.reduce((sum, table) => sum + table.interpreter.questions, 0);
  }

  /** Index of a component. @throws CheckError for an id that the network does not have */
  indexOf(component: string): number {
    const index = this.componentIndex.get(component);
    if (index === undefined) {
      throw new CheckError(
        `There is no component '${component}' in network '${this.network.name}'; it has ${this.network.componentIds.join(', ')}.`,
      );
    }
    return index;
  }

  /** The network's initial states, one for each combination of inputs. */
  initialStates(): InitialState[] {
    let combinations: Answer[][] = [[]];
    for (const { initial } of this.components) {
      combinations = combinations.flatMap((chosen) => initial.map((answer) => [...chosen, answer]));
    }
    return combinations.map((answers) => this.start(answers));
  }

  /** Fills `successors` with the steps enabled in a state. Returns their number. */
  expand(vector: Int32Array): number {
    const out = this.successors;
    out.clear();
    this.load(vector);
    const channelCount = this.channels.length;
    for (let index = 0; index < channelCount; index++) {
      const channel = this.channels[index];
      if (channel.slot < 0) continue;
      const content = this.work[channel.slot];
      if (content !== 0) this.expandChannel(index, channel, content);
    }
    for (let index = 0; index < this.components.length; index++) {
      const steps = this.components[index].ownSteps(vector[index]);
      for (let item = 0; item < steps.length; item++) {
        const step = steps[item];
        this.take(step.kind === 'crash' ? CRASH : OWN, index, item, step.answer, -1, 0);
      }
    }
    return out.count;
  }

  /**
   * Fills `candidates` with the steps that may be enabled in a state, without finding out whether they are: whoever wants one
   * enabled step only need not ask about all. Returns their number.
   */
  listCandidates(vector: Int32Array): number {
    const out = this.candidates;
    out.clear();
    this.load(vector);
    this.channels.forEach(({ slot, offers, spec }, index) => {
      const contents = slot < 0 ? NO_OFFERS : offers[this.work[slot]];
      for (let at = 0; at < contents.length; at += 2) {
        const rest = contents[at + 1];
        out.add(DELIVER, index, contents[at], rest);
        if (spec.duplicating) out.add(DUPLICATE, index, contents[at], rest);
        if (spec.lossy) out.add(DROP, index, contents[at], rest);
      }
    });
    this.components.forEach((component, index) => {
      component.ownSteps(vector[index]).forEach((step, item) => {
        out.add(step.kind === 'crash' ? CRASH : OWN, index, item, 0);
      });
    });
    return out.count;
  }

  /** Makes `successors` hold candidate k only, or nothing if it is not enabled. Returns whether it is. */
  attempt(k: number): boolean {
    const { kind, subject, item, rest } = this.candidates;
    this.successors.clear();
    if (kind[k] >= OWN)
      this.take(kind[k], subject[k], item[k], this.ownStep(subject[k], item[k]).answer, -1, 0);
    else this.message(kind[k], subject[k], item[k], rest[k]);
    return this.successors.count > 0;
  }

  /** Whether every component may stay in this state for ever. */
  mayStay(vector: Int32Array): boolean {
    for (let index = 0; index < this.components.length; index++) {
      if (!this.components[index].mayStay(vector[index])) return false;
    }
    return true;
  }

  /** Step k of the last expansion. */
  step(k: number): Step {
    return this.describe(this.successors.kind[k], this.successors.subject[k], this.successors.item[k]);
  }

  /** Label of step k of the last expansion. */
  label(k: number): string {
    return this.labelFor(this.successors.kind[k], this.successors.subject[k], this.successors.item[k]);
  }

  /** A hash of candidate k's identity, the same in every engine for this network, whatever it has explored before. */
  candidateHash(k: number): number {
    const { kind, subject, item } = this.candidates;
    if (kind[k] >= OWN) return this.ownStep(subject[k], item[k]).hash;
    const channel = this.channels[subject[k]];
    return mix(channel.hash ^ mix(channel.receiver.eventHash(item[k]) + kind[k]));
  }

  candidateLabel(k: number): string {
    return this.labelFor(this.candidates.kind[k], this.candidates.subject[k], this.candidates.item[k]);
  }

  /** Index of the component that acts in candidate k: the receiver of a message. */
  candidateActor(k: number): number {
    const { kind, subject } = this.candidates;
    return kind[k] >= OWN ? subject[k] : this.channels[subject[k]].receiver.slot;
  }

  /** Writes the state after step k of the last expansion of `vector` into it. */
  follow(k: number, vector: Int32Array): void {
    const { start, slot, value } = this.successors;
    for (let change = start[k]; change < start[k + 1]; change++) vector[slot[change]] = value[change];
  }

  /** The same key as the plain network gives the state. */
  stateKey(vector: Int32Array): string {
    const at = (slot: number) => vector[slot] ?? 0;
    return stateKey(
      this.components.map((component) => component.local(at(component.slot))),
      this.monitors.map((monitor) => monitor.local(at(monitor.slot))),
      this.channels
        .filter((channel) => channel.slot >= 0)
        .map((channel) => ({
          from: channel.from,
          to: channel.to,
          spec: channel.spec,
          messages: channel.messages(at(channel.slot)),
        })),
    );
  }

  /** Asks a sample of all questions again. @throws CheckError when a machine has changed its mind */
  recheck(): void {
    for (const component of this.components) component.recheck();
  }

  private load(vector: Int32Array): void {
    const { work, slots } = this;
    this.touchedCount = 0;
    const length = Math.min(vector.length, slots);
    for (let slot = 0; slot < length; slot++) work[slot] = vector[slot];
    for (let slot = length; slot < slots; slot++) work[slot] = 0;
  }

  private expandChannel(index: number, channel: ChannelTable, content: number): void {
    const { duplicating, lossy } = channel.spec;
    const offers = channel.offers[content];
    for (let at = 0; at < offers.length; at += 2) {
      this.message(DELIVER, index, offers[at], offers[at + 1]);
      if (duplicating) this.message(DUPLICATE, index, offers[at], offers[at + 1]);
      if (lossy) this.message(DROP, index, offers[at], offers[at + 1]);
    }
  }

  /** Adds the step that does something with an offered message, if it is enabled. `rest` is the content without the message. */
  private message(kind: number, index: number, event: number, rest: number): void {
    const { receiver, spec, slot } = this.channels[index];
    if (kind === DROP) {
      this.lose(index, slot, event, rest);
      return;
    }
    const local = this.work[receiver.slot];
    const answer = receiver.ask(local, event);
    if (answer.handled)
      this.take(kind, index, event, answer, kind === DELIVER && spec.kind !== 'set' ? slot : -1, rest);
    else if (kind === DELIVER && !spec.deferring) {
      this.fail(DELIVER, index, event, this.unspecified(this.channels[index], local, event));
    }
  }

  /** Adds the step that performs `answer` at a component, after putting `content` into `slot` (if it is not negative). */
  private take(
    kind: number,
    subject: number,
    item: number,
    answer: Answer,
    slot: number,
    content: number,
  ): void {
    const out = this.successors;
    const component = kind >= OWN ? this.components[subject] : this.channels[subject].receiver;
    if (
      answer.isPlain &&
      !this.watchesSteps &&
      this.takePlain(kind, subject, item, component, answer, slot, content)
    )
      return;
    this.begin();
    if (slot >= 0) this.put(slot, content);
    let ended = this.perform(component, answer);
    if (ended === DONE && this.syncQueue.length > 0) ended = this.deliverSync();
    if (ended === DONE) {
      if (this.watchesSteps) this.observe(this.stepObservation(kind, subject, item));
      out.open(kind, subject, item);
      this.writeChanges();
      const isProgress =
        kind === DELIVER ? this.bringsOn() || this.channels[subject].spec.kind !== 'set' : kind === OWN;
      if (isProgress) out.progressing++;
      out.close();
    } else {
      this.undo();
      if (ended === FAILED) this.fail(kind, subject, item, this.failure!);
    }
  }

  /**
   * The shorter way for the commonest answers: each place of the vector changes at most once, so that no old value need be kept.
   * Returns false, having added nothing, when a channel is full: the longer way then tells what that means.
   */
  private takePlain(
    kind: number,
    subject: number,
    item: number,
    component: ComponentTable,
    answer: Answer,
    slot: number,
    content: number,
  ): boolean {
    const { work, channels, successors: out } = this;
    out.open(kind, subject, item);
    if (work[component.slot] !== answer.next) out.change(component.slot, answer.next);
    if (slot >= 0) out.change(slot, content);
    const { sends } = answer;
    for (let at = 0; at < sends.length; at += 2) {
      const channel = channels[sends[at]];
      const before = work[channel.slot];
      const after = channel.push(before, sends[at + 1]);
      if (after === FULL) {
        out.abandon();
        return false;
      }
      if (after !== before) out.change(channel.slot, after);
    }
    if (kind === OWN || (kind === DELIVER && (slot >= 0 || this.bringsOn()))) out.progressing++;
    out.close();
    return true;
  }

  /** The open step changes a component or a channel, and not only what monitors make of it. */
  private bringsOn(): boolean {
    const first = this.components.length;
    return this.successors.hasChangesOutside(first, first + this.monitors.length);
  }

  private lose(index: number, slot: number, event: number, rest: number): void {
    this.begin();
    this.put(slot, rest);
    if (this.watchesSteps) this.observe(this.stepObservation(DROP, index, event));
    this.successors.open(DROP, index, event);
    this.writeChanges();
    this.successors.close();
  }

  private fail(kind: number, subject: number, item: number, failure: StepFailure): void {
    this.successors.failures.set(this.successors.count, failure);
    this.successors.open(kind, subject, item);
    this.successors.close();
  }

  private begin(): void {
    if (++this.serial === SERIAL_MAX) {
      this.stamp.fill(0);
      this.serial = 1;
    }
    this.touchedCount = 0;
    if (this.syncQueue.length > 0) this.syncQueue.length = 0;
  }

  private put(slot: number, value: number): void {
    if (this.stamp[slot] !== this.serial) {
      this.stamp[slot] = this.serial;
      // Each touched place keeps its old value behind it, for `undo`.
      this.touched[this.touchedCount++] = slot;
      this.touched[this.touchedCount++] = this.work[slot];
    }
    this.work[slot] = value;
  }

  private writeChanges(): void {
    const { touched, work } = this;
    for (let at = 0; at < this.touchedCount; at += 2) {
      const slot = touched[at];
      const before = touched[at + 1];
      if (work[slot] !== before) {
        this.successors.change(slot, work[slot]);
        work[slot] = before;
      }
    }
  }

  private undo(): void {
    for (let at = 0; at < this.touchedCount; at += 2) this.work[this.touched[at]] = this.touched[at + 1];
  }

  private perform(component: ComponentTable, answer: Answer): number {
    this.put(component.slot, answer.next);
    const { observations, sends } = answer;
    for (let at = 0; at < observations.length; at++) this.observe(observations[at]);
    for (let at = 0; at < sends.length; at += 2) {
      const channel = this.channels[sends[at]];
      if (channel.slot < 0) {
        this.syncQueue.push(sends[at], sends[at + 1]);
        continue;
      }
      const content = channel.push(this.work[channel.slot], sends[at + 1]);
      if (content === FULL) return this.overflow(channel, sends[at + 1]);
      this.put(channel.slot, content);
    }
    return DONE;
  }

  private deliverSync(): number {
    const queue = this.syncQueue;
    for (let at = 0; at < queue.length; at += 2) {
      const channel = this.channels[queue[at]];
      const { receiver } = channel;
      const local = this.work[receiver.slot];
      const answer = receiver.ask(local, queue[at + 1]);
      if (!answer.handled) {
        if (channel.spec.deferring) return BLOCKED;
        this.failure = this.unspecified(channel, local, queue[at + 1]);
        return FAILED;
      }
      if (at >= 2 * SYNC_DELIVERIES_MAX) throw this.syncLoop();
      const ended = this.perform(receiver, answer);
      if (ended !== DONE) return ended;
    }
    return DONE;
  }

  private observe(observation: number): void {
    for (let index = 0; index < this.monitors.length; index++) {
      const monitor = this.monitors[index];
      const local = this.work[monitor.slot];
      const next = monitor.next(local, observation, this.observations[observation]);
      if (next !== local) this.put(monitor.slot, next);
    }
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
    const tail = this.syncQueue.slice(-8);
    const round: string[] = [];
    for (let at = 0; at < tail.length; at += 2) {
      const channel = this.channels[tail[at]];
      round.push(`${channel.from} ⇒ ${channel.to}: ${inspectEvent(channel.receiver.event(tail[at + 1]))}`);
    }
    return new CheckError(
      `One step of network '${this.network.name}' makes more than ${SYNC_DELIVERIES_MAX} synchronous deliveries; they go round: ${round.join(', ')}. ` +
        "Make one of these channels 'fifo', or stop answering at some point.",
    );
  }

  private start(answers: readonly Answer[]): InitialState {
    this.load(new Int32Array(0));
    this.begin();
    this.failure = undefined;
    answers.forEach((answer, index) => {
      this.work[index] = answer.next;
    });
    for (const monitor of this.monitors) this.work[monitor.slot] = monitor.initial;
    let ended = DONE;
    answers.forEach((answer, index) => {
      if (ended === DONE) ended = this.perform(this.components[index], answer);
    });
    if (ended === DONE) ended = this.deliverSync();
    if (ended === BLOCKED) {
      throw new CheckError(
        `The network '${this.network.name}' cannot start: a message that is sent at the start finds its channel full, or a receiver that does not take it. ` +
          'Raise the capacity, or send it later.',
      );
    }
    return { vector: this.work.slice(0, this.slots), failure: ended === FAILED ? this.failure : undefined };
  }

  private labelFor(kind: number, subject: number, item: number): string {
    if (kind >= OWN) return this.ownStep(subject, item).label;
    const row = subject * OWN + kind;
    let labels = this.labels.get(row);
    if (labels === undefined) {
      labels = new Map();
      this.labels.set(row, labels);
    }
    let label = labels.get(item);
    if (label === undefined) {
      label = labelOf(this.describe(kind, subject, item));
      labels.set(item, label);
    }
    return label;
  }

  private describe(kind: number, subject: number, item: number): Step {
    if (kind >= OWN) return this.ownStep(subject, item).step;
    const { from, to, spec, receiver } = this.channels[subject];
    const name = kind === DELIVER ? 'deliver' : kind === DROP ? 'drop' : 'duplicate';
    return { kind: name, from, to, lane: spec.lane, event: receiver.event(item) };
  }

  private stepObservation(kind: number, subject: number, item: number): number {
    const step = this.describe(kind, subject, item);
    const label = labelOf(step);
    let id = this.stepObservations.get(label);
    if (id === undefined) {
      id = this.observationId(stepEvent(step));
      this.stepObservations.set(label, id);
    }
    return id;
  }

  /** An own step is numbered within the local state that it leaves, which the step may have overwritten by now. */
  private ownStep(component: number, item: number): LocalStep {
    let local = this.work[component];
    for (let at = 0; at < this.touchedCount; at += 2) {
      if (this.touched[at] === component) local = this.touched[at + 1];
    }
    return this.components[component].ownSteps(local)[item];
  }

  private observationId(event: AnyEventObject): number {
    const key = canonicalKey(event, `observation ${event.type}`);
    let id = this.observationIds.get(key);
    if (id === undefined) {
      id = this.observations.length;
      this.observationIds.set(key, id);
      this.observations.push(event);
    }
    return id;
  }

  private address(from: string, to: string, event: AnyEventObject): Address {
    const spec = channelSpecFor(this.network.channels, from, to, event);
    const receiver = this.components[this.indexOf(to)];
    const key = canonicalKey([from, to, spec], 'channel');
    let index = this.channelIds.get(key);
    if (index === undefined) {
      index = this.channels.length;
      const channel = new ChannelTable(from, to, spec, receiver);
      if (spec.kind !== 'sync') channel.slot = this.slots++;
      this.channelIds.set(key, index);
      this.channels.push(channel);
      this.reserve();
    }
    return { channel: index, event: receiver.eventId(event), isSync: spec.kind === 'sync' };
  }

  /** Keeps the working vectors as long as the state vector, when a channel is discovered in the middle of a step. */
  private reserve(): void {
    if (this.slots <= this.work.length) return;
    const length = this.slots * 2;
    const copy = (old: Int32Array, size: number) => {
      const bigger = new Int32Array(size);
      bigger.set(old);
      return bigger;
    };
    this.work = copy(this.work, length);
    this.stamp = copy(this.stamp, length);
    this.touched = copy(this.touched, 2 * length);
  }
}

/** Stamps are 32-bit. */
const SERIAL_MAX = 2 ** 31 - 1;

const NO_OFFERS = new Int32Array(0);
