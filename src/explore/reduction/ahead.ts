import type { Engine } from '../../engine/engine.js';
import type { ChannelTable } from '../../engine/tables/channel-table.js';
import type { Dropped } from './conditions.js';
import { AheadScope, type Arriving, type LeftOut } from './ahead-scope.js';
import { Arrivals } from './arrivals.js';
import { Bits } from './bits.js';
import { type LocalActions, Unaskable, UNHANDLED, actionOfEvent, eventOf } from './local-actions.js';
import type { HeardSteps } from './heard-steps.js';
import { Marks } from './marks.js';
import type { Gate, Line, Waiting } from './waiting.js';

/** Reactions that are followed at most: more than that, and nothing is said. */
const REACTIONS_MAX = 40_000;
/** Timers of a component that are set on the way at most: with more than that they hardly end, and each local state takes as long as it has timers. */
const TIMERS_SET_MAX = 32;

/**
 * What may happen from some states on as long as a step is left out, or a choice, over-approximated by looking at components one by one: the local states that each may come to,
 * what may arrive at it, and what monitors may hear. Of messages only reactions that are known are followed (docs/trust.md says why that is enough); own steps are asked for.
 */
export class Ahead {
  /** By component: local states. */
  readonly locals: number[][];
  private readonly isLocal: Marks[];
  readonly numbers: Arrivals;
  /** Arrivals that there may be, and those that are taken in some local state. */
  private readonly isArriving = new Marks();
  private readonly isTaken = new Marks();
  /** By component: the arrivals at it, own steps among them; and its own steps. */
  readonly arrivals: number[][];
  private readonly ownArrivals: number[][];
  /** By monitor: what it may hear: an observation and the component that shows it, alternating. */
  readonly observations: number[][];
  private readonly isObserved: Marks[];
  /** By channel: whether something is sent over it, and whether something is taken out or lost. */
  readonly isSentTo = new Marks();
  readonly isTakenFrom = new Marks();
  /** Calls over `sync` channels: the arrival that brings it about (-1: unknown), the arrival, and whether it is the last thing that happens; alternating. */
  readonly calls: number[] = [];
  /** By component: whether it calls several receivers, or does something after a call. */
  readonly isCalling = new Marks();
  private readonly lines = new Map<number, Line>();
  private readonly gatesOf: Gate[][];
  private readonly agenda: number[] = [];
  private readonly met = new Marks();
  /** That were followed, for what was looked for last. */
  reactions = 0;
  private isLossHeard = false;
  private leftOut: LeftOut = { number: -1, component: -1, channel: -1, actions: [] };

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly dropped: Dropped,
    private readonly heardSteps: HeardSteps,
  ) {
    const { components, monitors } = engine;
    this.locals = components.map(() => []);
    this.isLocal = components.map(() => new Marks());
    this.numbers = new Arrivals(components.length);
    this.arrivals = components.map(() => []);
    this.ownArrivals = components.map(() => []);
    this.gatesOf = components.map(() => []);
    this.observations = monitors.map(() => []);
    this.isObserved = monitors.map(() => new Marks());
  }

  /** Finds what may happen. Returns why nothing is said, where it is too much or XState cannot be asked. */
  find(vectors: readonly Int32Array[], leftOut: LeftOut): 'size' | 'unaskable' | 'loss heard' | undefined {
    this.begin(leftOut);
    const { engine, locals } = this;
    for (const vector of vectors)
      for (let component = 0; component < locals.length; component++)
        this.come(component, vector[component]!);
    for (const channel of engine.channels) if (channel.cell >= 0) this.wait(channel, vectors);
    const timersMax = locals.map((all, component) => this.timersAtMost(component, all) + TIMERS_SET_MAX);
    try {
      while (this.agenda.length > 0) {
        if (this.reactions > REACTIONS_MAX) return 'size';
        const local = this.agenda.pop()!;
        const component = this.agenda.pop()!;
        if (this.timersAtMost(component, [local]) > timersMax[component]!) return 'size';
        this.live(component, local);
      }
    } catch (thrown) {
      if (thrown instanceof Unaskable) return 'unaskable';
      throw thrown;
    }
    return this.isLossHeard ? 'loss heard' : undefined;
  }

  private timersAtMost(component: number, locals: readonly number[]): number {
    const table = this.engine.components[component]!;
    return locals.reduce((most, local) => Math.max(most, table.local(local).timers.length), 0);
  }

  hasLocal(component: number, local: number): boolean {
    return this.isLocal[component]!.has(local);
  }

  /** Whether an action may arrive at a component over a channel. */
  mayArrive(component: number, channel: number, action: number): boolean {
    return this.isArriving.has(this.numbers.number(component, channel, action));
  }

  /** Adds to `into` the arrivals at a component to which it is known what they do in a local state: own steps, and events that somebody has attempted there. */
  meeting(component: number, local: number, into: Marks): void {
    for (const arrival of this.ownArrivals[component]!) into.add(arrival);
    this.messagesMeeting(component, local, into);
  }

  /** Goes through what may arrive, or through what is known of the local state, whichever is less. */
  private messagesMeeting(component: number, local: number, into: Marks): void {
    const { known } = this.actions[component]!;
    const { channel, action } = this.numbers;
    const arrivals = this.arrivals[component]!;
    const events = known.at(local);
    if (arrivals.length <= events.length) {
      for (const arrival of arrivals)
        if (channel[arrival]! >= 0 && known.has(local, eventOf(action[arrival]!))) into.add(arrival);
      return;
    }
    for (const event of events)
      for (const arrival of this.numbers.of(component, actionOfEvent(event)))
        if (this.isArriving.has(arrival)) into.add(arrival);
  }

  /** What holds of all that was found to be ahead, and of whatever states lie in it. */
  scope(): AheadScope {
    const { arrivals, numbers, isTaken, leftOut } = this;
    const channels = new Map<number, { readonly events: number[]; readonly taken: number[] }>();
    for (const arrival of arrivals.flat()) {
      const channel = numbers.channel[arrival]!;
      if (channel < 0 || this.engine.channels[channel]!.cell < 0) continue;
      let known = channels.get(channel);
      if (known === undefined) channels.set(channel, (known = { events: [], taken: [] }));
      const event = eventOf(numbers.action[arrival]!);
      known.events.push(event);
      if (isTaken.has(arrival)) known.taken.push(event);
    }
    const arriving = new Map<number, Arriving>();
    for (const [channel, { events, taken }] of channels)
      arriving.set(channel, { events: Bits.of(events), taken: Bits.of(taken) });
    const shut = new Set([...this.lines.values()].filter(({ isOpen }) => !isOpen).map(({ index }) => index));
    return new AheadScope(
      this.engine,
      this.locals.map((locals) => Bits.of(locals)),
      arriving,
      shut,
      leftOut,
    );
  }

  private begin(leftOut: LeftOut): void {
    this.leftOut = leftOut;
    for (let at = 0; at < this.locals.length; at++) {
      this.locals[at]!.length = 0;
      this.isLocal[at]!.clear();
      this.arrivals[at]!.length = 0;
      this.ownArrivals[at]!.length = 0;
      this.gatesOf[at]!.length = 0;
    }
    for (let at = 0; at < this.observations.length; at++) {
      this.observations[at]!.length = 0;
      this.isObserved[at]!.clear();
    }
    this.isArriving.clear();
    this.isTaken.clear();
    this.isSentTo.clear();
    this.isTakenFrom.clear();
    this.isCalling.clear();
    this.calls.length = 0;
    this.lines.clear();
    this.agenda.length = 0;
    this.reactions = 0;
    this.isLossHeard = false;
  }

  /** Messages that wait in a channel. */
  private wait(channel: ChannelTable, vectors: readonly Int32Array[]): void {
    const { leftOut } = this;
    const { index, cell, receiver, spec } = channel;
    const isOfStep = leftOut.channel === index;
    // Nothing passes the message at the head.
    if (spec.kind === 'fifo' && isOfStep) return;
    const contents = new Set<number>();
    for (const vector of vectors) contents.add(vector[cell] ?? 0);
    const isEmpty = contents.delete(0);
    if (contents.size === 0) return;
    if (this.heardSteps.areChangesHeard(index)) this.isLossHeard = true;
    const queues = [...contents].map((content) => ({ events: channel.contentEvents(content), at: 0 }));
    if (spec.kind === 'fifo') {
      const line = { index, queues, isOpen: isEmpty, sent: [] };
      this.lines.set(index, line);
      this.goOnInLine(line, receiver.cell);
      return;
    }
    for (const { events } of queues)
      for (const event of events)
        if (!isOfStep || !leftOut.actions.includes(actionOfEvent(event)))
          this.arrive(receiver.cell, index, event);
  }

  private goOnInLine(line: Line, receiver: number): void {
    const { index, queues } = line;
    const { lossy } = this.engine.channels[index]!.spec;
    for (const queue of queues) {
      while (queue.at < queue.events.length) {
        const { at } = queue;
        const arrival = this.arrive(receiver, index, queue.events[at]!);
        // What it brought about may have gone on with the queue.
        if (queue.at !== at) continue;
        if (!this.isTaken.has(arrival) && !lossy) break;
        queue.at++;
      }
      if (queue.at === queue.events.length) line.isOpen = true;
    }
    if (line.isOpen) for (const event of line.sent.splice(0)) this.arrive(receiver, index, event);
  }

  /** A message is sent. */
  private send(index: number, event: number): void {
    const channel = this.engine.channels[index]!;
    const receiver = channel.receiver.cell;
    this.isSentTo.add(index);
    if (this.heardSteps.areChangesHeard(index)) this.isLossHeard = true;
    if (this.leftOut.channel === index) {
      if (channel.spec.kind === 'fifo' || this.leftOut.actions.includes(actionOfEvent(event))) return;
    }
    const line = this.lines.get(index);
    if (line === undefined || line.isOpen) this.arrive(receiver, index, event);
    else line.sent.push(event);
  }

  /** A component may receive an event from a channel. Returns the arrival's number. */
  private arrive(component: number, channel: number, event: number): number {
    return this.addArrival(component, channel, actionOfEvent(event));
  }

  private addArrival(component: number, channel: number, action: number): number {
    const arrival = this.numbers.number(component, channel, action);
    if (!this.isArriving.add(arrival)) return arrival;
    this.arrivals[component]!.push(arrival);
    if (channel < 0) this.ownArrivals[component]!.push(arrival);
    else this.meet(component, arrival, eventOf(action));
    return arrival;
  }

  /** Where an arrival is new: in the local states that there are. Those that are added meanwhile meet all arrivals by themselves. */
  private meet(component: number, arrival: number, event: number): void {
    const locals = this.locals[component]!;
    const known = this.actions[component]!.known.of(event);
    const isLocal = this.isLocal[component]!;
    const met = locals.length <= known.length ? locals.slice() : known.filter((local) => isLocal.has(local));
    for (const local of met) this.react(component, local, arrival);
  }

  private come(component: number, local: number): void {
    if (!this.isLocal[component]!.add(local)) return;
    this.locals[component]!.push(local);
    this.agenda.push(component, local);
  }

  /** All that may happen to a component in a local state. */
  private live(component: number, local: number): void {
    const { leftOut } = this;
    const actions = this.actions[component]!;
    for (const gate of this.gatesOf[component]!)
      if (!gate.isOpen && actions.get(local, gate.action) > UNHANDLED) this.open(gate);
    for (const action of actions.own(local)) {
      if (leftOut.channel < 0 && leftOut.component === component && leftOut.actions.includes(action))
        continue;
      this.react(component, local, this.addArrival(component, -1, action));
    }
    const { met } = this;
    met.clear();
    this.messagesMeeting(component, local, met);
    // What is added meanwhile meets the local state by itself, as it is one of those that there are.
    for (const arrival of met.values) this.react(component, local, arrival);
  }

  private react(component: number, local: number, arrival: number): void {
    const actions = this.actions[component]!;
    const code = actions.get(local, this.numbers.action[arrival]!);
    if (code <= UNHANDLED || actions.throws[code]!) return;
    this.reactions++;
    const first = actions.firstSync[code]!;
    if (first >= 0 && !this.mayBeWithin(arrival) && !this.passes({ component, arrival, code }, first)) {
      if (!this.dropped.has('attempts')) this.attempt(component, code, first);
      return;
    }
    this.happen(component, arrival, code);
  }

  /** What comes before a call that nobody takes is not done, but attempted: it may find a channel full, and what it has shown is told of a step that fails. */
  private attempt(component: number, code: number, end: number): void {
    const effects = this.actions[component]!.effects[code]!;
    for (let at = 0; at < end; at += 2) {
      const to = effects[at]!;
      if (to < 0) this.observe(-1 - to, effects[at + 1]!, component);
      else this.isSentTo.add(to);
    }
  }

  /**
   * Whether the reaction is to a call, so that its receivers may be busy: those take their messages last, and all else that the reaction brings about is attempted
   * before, whether or not they take them. Where the reaction begins a step, its first receiver is idle, and decides before anything happens but what is attempted before the call.
   */
  private mayBeWithin(arrival: number): boolean {
    const channel = this.numbers.channel[arrival]!;
    return channel >= 0 && this.engine.channels[channel]!.cell < 0;
  }

  /** Whether the first synchronous receiver may take part; if not, the reaction waits until it may. */
  private passes(waiting: Waiting, first: number): boolean {
    const { component, code } = waiting;
    const effects = this.actions[component]!.effects[code]!;
    if (!this.dropped.has('rendezvous')) return this.mayTake(waiting, effects[first]!, effects[first + 1]!);
    // The mistake: the second may need what the first does.
    for (let at = first; at < effects.length; at += 2) {
      const channel = effects[at]!;
      if (channel < 0 || this.engine.channels[channel]!.cell >= 0) continue;
      if (!this.mayTake(waiting, channel, effects[at + 1]!)) return false;
    }
    return true;
  }

  private mayTake(waiting: Waiting, channel: number, event: number): boolean {
    const { code } = waiting;
    const receiver = this.engine.channels[channel]!.receiver.cell;
    // It receives what it sends to itself when it has done all else.
    if (receiver === waiting.component) return true;
    const action = actionOfEvent(event);
    let gate = this.gatesOf[receiver]!.find((each) => each.action === action);
    if (gate === undefined) {
      const actions = this.actions[receiver]!;
      const isOpen = this.locals[receiver]!.some((local) => actions.get(local, action) > UNHANDLED);
      gate = { receiver, action, isOpen, waiting: [] };
      this.gatesOf[receiver]!.push(gate);
    }
    if (gate.isOpen) return true;
    gate.waiting.push(waiting);
    // It may be attempted all the same, which is how it becomes known whether it is taken.
    const arrival = this.arrive(receiver, channel, event);
    this.calls.push(waiting.arrival, arrival, this.actions[waiting.component]!.isLinear[code]! ? 1 : 0);
    return false;
  }

  private open(gate: Gate): void {
    gate.isOpen = true;
    for (const waiting of gate.waiting.splice(0)) {
      const { component, arrival, code } = waiting;
      if (this.passes(waiting, this.actions[component]!.firstSync[code]!))
        this.happen(component, arrival, code);
    }
  }

  private observe(monitor: number, observation: number, shownBy: number): void {
    // Two more than there are components show something: see `HeardSteps`.
    if (this.isObserved[monitor]!.add(observation * (this.locals.length + 2) + shownBy))
      this.observations[monitor]!.push(observation, shownBy);
  }

  /** Something is taken for the first time, which is a step of its own unless it is a call. */
  private hear(component: number, channel: number, arrival: number): void {
    const { heardSteps } = this;
    if (heardSteps.monitors.length === 0 || (channel >= 0 && this.engine.channels[channel]!.cell < 0)) return;
    const heard = heardSteps.observation(component, channel, this.numbers.action[arrival]!);
    for (const monitor of heardSteps.monitors) this.observe(monitor, heard, heardSteps.ofOthers);
  }

  private happen(component: number, arrival: number, code: number): void {
    const actions = this.actions[component]!;
    const channel = this.numbers.channel[arrival]!;
    if (this.isTaken.add(arrival)) {
      this.hear(component, channel, arrival);
      if (channel >= 0) {
        this.isTakenFrom.add(channel);
        const line = this.lines.get(channel);
        if (line !== undefined) this.goOnInLine(line, component);
      }
    }
    this.come(component, actions.next[code]!);
    const effects = actions.effects[code]!;
    const isLinear = actions.isLinear[code]!;
    if (!isLinear) this.isCalling.add(component);
    for (let at = 0; at < effects.length; at += 2) {
      const to = effects[at]!;
      const what = effects[at + 1]!;
      if (to < 0) {
        this.observe(-1 - to, what, component);
      } else if (this.engine.channels[to]!.cell < 0) {
        const receiver = this.engine.channels[to]!.receiver.cell;
        this.calls.push(arrival, this.arrive(receiver, to, what), isLinear ? 1 : 0);
      } else this.send(to, what);
    }
  }
}
