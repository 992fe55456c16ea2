import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { canonicalKey } from '../../network/canonical.js';
import { componentNamed, type ComponentSpec } from '../../network/network.js';
import type { Step } from '../../network/step.js';
import { type EncodedReaction, NOT_HANDLED } from './encoded-reaction.js';
import type { Answer, MachineTable } from './machine-table.js';
import type { SharedAnswers } from './shared-answers.js';
import type { Interner } from '../store/interner.js';
import { Interpreter, type MachineInterpreter } from '../../interpreter/interpreter.js';
import { isDone, type LocalState } from '../../interpreter/local-state.js';
import { LocalStep } from './local-step.js';
import type { MachineCopies } from '../../interpreter/machine-copies.js';
import { namesOf } from '../../interpreter/names.js';
import { PureInterpreter } from '../../interpreter/purity.js';
import { observationOf, type Reaction } from '../../interpreter/reaction.js';
import type { QuestionSample } from '../../interpreter/repetitions.js';
import { actorEndedBy } from '../../interpreter/running-actors.js';

/** Where a message goes. */
export interface Address {
  readonly channel: number;
  /** Id of the event at the receiver. */
  readonly event: number;
  readonly isSync: boolean;
}

interface OwnAddress extends Address {
  /** What the machine calls the receiver. */
  readonly name: string;
  /** Whether the component sends to itself. */
  readonly isOwn: boolean;
}

/** What the tables of one component need of the whole. */
export interface Surroundings {
  readonly copies: MachineCopies;
  /** What other networks have asked. */
  readonly shared: SharedAnswers | undefined;
  readonly interner: Interner;
  sampleOf(machine: AnyStateMachine): QuestionSample;
  /** Indices of the monitors that hear events of a type from this component. */
  listeners(component: string, type: string): readonly number[];
  /** Index of the channel from this component to another for an event, and the event's id at its receiver. */
  address(from: string, to: string, event: AnyEventObject): Address;
  observation(event: AnyEventObject): number;
  /** The table of a component: its own, or that of components that are alike. */
  tableOf(id: string, spec: ComponentSpec): MachineTable;
}

const NONE_BEHIND: readonly number[] = [];

/**
 * One component's local states and events as small integers, and what its machine answered to each pair of them.
 * XState is asked once for each pair (and a sample twice, to see whether it answers the same).
 */
export class ComponentTable {
  readonly interpreter: Interpreter;
  private readonly questions: MachineInterpreter;
  readonly where: string;
  private starts: readonly EncodedReaction[] | undefined;
  /** What it has in common with components that are alike. */
  readonly table: MachineTable;
  /** Steps that it can take by itself, by local state. */
  private readonly steps: (readonly LocalStep[])[] = [];
  /** The local states in which they are known, in the order in which they became so. */
  readonly ownStepsAt: number[] = [];
  /** By type of event. */
  private readonly listeners = new Map<string, readonly number[]>();
  private knownStimuli: readonly number[] | undefined;
  /** Of a shared table: the local states and events that are this component's, too. */
  private readonly ownLocals = new Set<number>();
  private readonly ownEvents = new Set<number>();
  /** By event, to the first receiver of each: most have no other. */
  private readonly addresses = new Map<AnyEventObject, OwnAddress>();
  /** By event, and by what the machine calls its other receivers. */
  private readonly otherAddresses = new Map<AnyEventObject, Map<string, OwnAddress>>();
  /** By number of the answer: what it means for this component. */
  private readonly answers = new Map<number, EncodedReaction>();

  constructor(
    readonly id: string,
    /** Position of the component's local state in the state vector. */
    readonly cell: number,
    private readonly spec: ComponentSpec,
    isComponent: (id: string) => boolean,
    private readonly surroundings: Surroundings,
  ) {
    this.where = `component '${id}'`;
    this.answers.set(0, NOT_HANDLED);
    this.table = surroundings.tableOf(id, spec);
    this.interpreter = new Interpreter(
      id,
      this.where,
      spec,
      namesOf(spec, isComponent),
      surroundings.copies,
      surroundings.interner,
      this.table.fellowsOf(spec),
    );
    this.table.interpreters.push(this.interpreter);
    const questions = new PureInterpreter(
      this.interpreter,
      this.where,
      surroundings.sampleOf(spec.machine),
      surroundings.interner,
      this.table.interpreters,
    );
    this.questions =
      surroundings.shared?.remembering(questions, this.interpreter, this.where, spec) ?? questions;
  }

  /**
   * One answer for each alternative input. Asked for when it is first wanted: its messages need every other component, and where inputs are
   * many, the asking must be something that a search can be ended in.
   */
  get initial(): readonly EncodedReaction[] {
    return (this.starts ??= this.inputs
      .map((input, start) => this.startOf(input, start))
      .map((answer) => this.encoded(answer)));
  }

  /** Alike components start alike, if they are given the same. */
  private startOf(input: unknown, start: number): Answer {
    const { table, surroundings, spec } = this;
    const ask = () => table.answerOf(this.questions.initial(input, start), undefined);
    if (!table.isShared) return ask();
    const canonical = () => surroundings.interner.canonical(input, `input of ${this.where}`);
    return table.start(input, canonical, spec.crashes?.restarts === true ? start : 0, ask);
  }

  private get inputs(): readonly unknown[] {
    return this.spec.inputs ?? [this.spec.input];
  }

  /** Event ids. */
  private get stimuli(): readonly number[] {
    return (this.knownStimuli ??= (this.spec.stimuli ?? []).map((stimulus) => {
      const id = this.eventId(stimulus);
      for (const key of Object.keys(stimulus))
        this.surroundings.interner.noteGiven(this.event(id)[key], stimulus[key]);
      return id;
    }));
  }

  /** The local states that were come to, also by steps that a full channel then held up. */
  get locals(): readonly LocalState[] {
    const { table } = this;
    return table.isShared ? [...this.ownLocals].map((id) => table.locals[id]!) : table.locals;
  }

  /** The events that it was sent, or that are its stimuli. */
  get events(): readonly AnyEventObject[] {
    const { table } = this;
    return table.isShared ? [...this.ownEvents].map((id) => table.events[id]!) : table.events;
  }

  /** Types of the events that it has emitted. */
  get emittedTypes(): Iterable<string> {
    return this.listeners.keys();
  }

  local(id: number): LocalState {
    return this.table.locals[id]!;
  }

  event(id: number): AnyEventObject {
    return this.table.events[id]!;
  }

  eventHash(id: number): number {
    return this.table.eventHashes[id]!;
  }

  isAtRest(local: number): boolean {
    return this.table.isAtRest[local]!;
  }

  eventId(event: AnyEventObject): number {
    const id = this.table.eventId(event);
    if (this.table.isShared) this.ownEvents.add(id);
    return id;
  }

  /** The answer to an event in a local state: remembered, or asked of XState now. */
  ask(local: number, event: number): EncodedReaction {
    const id = this.table.answerIds.get(local, event);
    return (id >= 0 ? this.answers.get(id) : undefined) ?? this.find(local, event, id);
  }

  /** The steps that the component can take by itself in a local state. */
  ownSteps(local: number): readonly LocalStep[] {
    return this.steps[local] ?? this.findOwnSteps(local);
  }

  /** As `ask`, of what has been asked: else `undefined`. XState is not asked. */
  askIfKnown(local: number, event: number): EncodedReaction | undefined {
    return this.table.answerIds.get(local, event) < 0 ? undefined : this.ask(local, event);
  }

  /** As `ownSteps`, if they are known. */
  ownStepsIfKnown(local: number): readonly LocalStep[] | undefined {
    return this.steps[local];
  }

  /** @param id number of the answer, where a component that is alike has asked for it; else negative */
  private find(local: number, event: number, id: number): EncodedReaction {
    const { table } = this;
    if (id >= 0) return this.keep(id, this.encoded(table.answer(id)));
    const state = this.local(local);
    const reaction = this.questions.ask(state, this.event(event));
    if (!reaction.handled) {
      table.setAnswer(local, event, 0);
      return NOT_HANDLED;
    }
    const answer = table.answerOf(reaction, state);
    const encoded = this.encoded(answer);
    const number = table.addAnswer(answer);
    table.setAnswer(local, event, number);
    return this.keep(number, encoded);
  }

  private keep(id: number, encoded: EncodedReaction): EncodedReaction {
    this.answers.set(id, encoded);
    return encoded;
  }

  /** What firing a timer brings: the one with this number among the timers of a local state. */
  private fire(local: number, number: number): EncodedReaction {
    const { table } = this;
    let answer = table.firing(local, number);
    if (answer === undefined) {
      const state = this.local(local);
      answer = table.answerOf(this.questions.fire(state, state.timers[number]!), state);
      table.addFiring(local, number, answer);
    }
    return this.encoded(answer);
  }

  private findOwnSteps(local: number): readonly LocalStep[] {
    const state = this.local(local);
    const component = this.id;
    const found: LocalStep[] = [];
    const add = (
      step: Step & { kind: LocalStep['kind'] },
      identity: string,
      answer: () => EncodedReaction,
    ) => {
      found.push(new LocalStep(step, `${step.kind} ${component} ${identity}`, answer));
    };
    if (!state.isDown) {
      state.timers.forEach((timer, number) => {
        // Alike timers are one step, whichever of them fires.
        if (timer.key === state.timers[number - 1]?.key) return;
        const name = this.interpreter.timerName(timer);
        add({ kind: 'timer', component, timer: name }, timer.key, () => this.fire(local, number));
      });
    }
    if (!state.isDown && !isDone(state)) {
      const types = this.interpreter.typesTaken(state);
      for (const id of this.fromOutside(state)) {
        const event = this.event(id);
        // That an actor comes to an end changes its machine, whether or not it takes notice.
        if (types?.has(event.type) === false && actorEndedBy(state, event) === undefined) continue;
        const answer = this.ask(local, id);
        if (answer.handled) {
          add({ kind: 'stimulus', component, event }, canonicalKey(event, ''), () => answer);
        }
      }
      const crash = this.interpreter.crash(state, this.inputs[state.start]);
      if (crash !== undefined) add({ kind: 'crash', component }, '', () => this.remember(crash, state));
    }
    this.steps[local] = found;
    this.ownStepsAt.push(local);
    return found;
  }

  /** What the environment may send in a local state, itself or by actors that run there: event ids. */
  private fromOutside({ actors }: LocalState): Iterable<number> {
    if (actors.length === 0) return this.stimuli;
    const told = actors.flatMap(({ events }) => events.map((event) => this.eventId(event)));
    return new Set([...this.stimuli, ...told]);
  }

  /** @param before the local state that was asked about; `undefined` at the start */
  private remember(reaction: Reaction, before: LocalState | undefined): EncodedReaction {
    return this.encoded(this.table.answerOf(reaction, before));
  }

  /** What an answer means for this component. */
  private encoded({ reaction, next, emitted }: Answer): EncodedReaction {
    if (reaction.thrown !== undefined) {
      return { ...NOT_HANDLED, handled: true, thrown: reaction.thrown };
    }
    if (this.table.isShared) this.ownLocals.add(next);
    const effects: number[] = [];
    let channels: Set<number> | undefined;
    let isPlain = true;
    let sent = 0;
    let emits = 0;
    let emittedBehind: number[] | undefined;
    for (const effect of reaction.effects) {
      const { event } = effect;
      if (effect.kind === 'emit') {
        if (sent > 0) emittedBehind ??= new Array<number>(emitted.length).fill(0);
        if (emittedBehind !== undefined) emittedBehind[emits] = sent;
        emits++;
        const heard = this.heard(event);
        isPlain &&= heard.length === 0;
        effects.push(...heard);
        continue;
      }
      const { channel, event: received, isSync, isOwn } = this.address(effect.to, event);
      effects.push(channel, received);
      sent++;
      isPlain &&= !isSync && !isOwn && !channels?.has(channel);
      if (isPlain && reaction.effects.length > 1) (channels ??= new Set()).add(channel);
    }
    return {
      handled: true,
      next,
      // Without the room that an array keeps for growing: there may be very many.
      effects: effects.slice(),
      isPlain,
      emitted,
      emittedBehind: emittedBehind ?? NONE_BEHIND,
      timing: reaction.timing,
      started: reaction.started ?? NOT_HANDLED.started,
      thrown: undefined,
      isRelay: reaction.isRelay === true,
    };
  }

  /** Where a message goes that the machine sends to what it calls by a name. */
  addressOf(name: string, event: AnyEventObject): Address {
    return this.surroundings.address(this.id, componentNamed(this.spec, name), event);
  }

  /** As `addressOf`. Many answers send the same. */
  private address(name: string, event: AnyEventObject): OwnAddress {
    const first = this.addresses.get(event);
    if (first?.name === name) return first;
    let others = this.otherAddresses.get(event);
    const known = others?.get(name);
    if (known !== undefined) return known;
    const { channel, event: received, isSync } = this.addressOf(name, event);
    const isOwn = componentNamed(this.spec, name) === this.id;
    const address = { channel, event: received, isSync, name, isOwn };
    if (first === undefined) this.addresses.set(event, address);
    else {
      if (others === undefined) this.otherAddresses.set(event, (others = new Map<string, OwnAddress>()));
      others.set(name, address);
    }
    return address;
  }

  /** For each monitor that hears the event: -1 minus its index, and the observation (see `EncodedReaction.effects`). */
  private heard(event: AnyEventObject): number[] {
    let listeners = this.listeners.get(event.type);
    if (listeners === undefined) {
      listeners = this.surroundings.listeners(this.id, event.type);
      this.listeners.set(event.type, listeners);
    }
    if (listeners.length === 0) return [];
    const observation = this.surroundings.observation(observationOf(event, this.id));
    return listeners.flatMap((monitor) => [-1 - monitor, observation]);
  }
}
