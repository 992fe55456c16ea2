import type { AnyEventObject, AnyStateMachine } from 'xstate';
import { canonicalKey, freezePlain } from '../network/canonical.js';
import type { ComponentSpec } from '../network/network.js';
import type { Step } from '../network/step.js';
import { type Answer, NOT_HANDLED, sameAnswer } from './answer.js';
import type { Interner } from './interner.js';
import { Interpreter } from './interpreter.js';
import { isAtRest, isDone, type LocalState, localNumber } from './local-state.js';
import { LocalStep } from './local-step.js';
import type { MachineCopies } from './machine-copies.js';
import { PairTable } from './pair-table.js';
import { PurityCheck, type PuritySample } from './purity.js';
import type { Reaction } from './reaction.js';

/** Where a message goes. */
export interface Address {
  readonly channel: number;
  /** Id of the event at the receiver. */
  readonly event: number;
  readonly isSync: boolean;
}

/** What the tables of one component need of the whole. */
export interface Surroundings {
  readonly copies: MachineCopies;
  readonly interner: Interner;
  sampleOf(machine: AnyStateMachine): PuritySample;
  /** Indices of the monitors that hear events of a type from this component. */
  listeners(component: string, type: string): readonly number[];
  /** Index of the channel from this component to another for an event, and the event's id at its receiver. */
  address(from: string, to: string, event: AnyEventObject): Address;
  observation(event: AnyEventObject): number;
  /** A hash of an event with this number, the same in every engine. */
  hashOf(event: AnyEventObject, number: number): number;
}

/**
 * One component's local states and events as small integers, and what its machine answered to each pair of them.
 * XState is asked once for each pair (and a sample twice, to see whether it answers the same).
 */
export class ComponentTable {
  readonly interpreter: Interpreter;
  private readonly purity: PurityCheck;
  readonly where: string;
  /** One answer for each alternative input. */
  readonly initial: Answer[] = [];
  private readonly locals: LocalState[] = [];
  /** By number of the local state's parts. */
  private readonly localIds = new Map<number, number>();
  private readonly eventList: AnyEventObject[] = [];
  private readonly eventHashes: number[] = [];
  /** By number of the event. */
  private readonly eventIds = new Map<number, number>();
  private readonly answerIds = new PairTable();
  private readonly answers: Answer[] = [NOT_HANDLED];
  private readonly steps: (readonly LocalStep[])[] = [];
  /** By type of event. */
  private readonly listeners = new Map<string, readonly number[]>();
  /** 1: the component may stay in this local state for ever (done, down or at rest). */
  private readonly restful: boolean[] = [];
  /** Questions for the final check of determinism: local state, event. */
  private readonly asked: [number, number][] = [];

  constructor(
    readonly id: string,
    /** Position of the component's local state in the state vector. */
    readonly slot: number,
    private readonly spec: ComponentSpec,
    isComponent: (id: string) => boolean,
    private readonly surroundings: Surroundings,
  ) {
    this.where = `component '${id}'`;
    this.interpreter = new Interpreter(id, this.where, spec, isComponent, surroundings.copies);
    this.purity = new PurityCheck(
      this.interpreter,
      this.where,
      surroundings.sampleOf(spec.machine),
      surroundings.interner,
    );
  }

  /** Runs the initial states; kept apart from construction because their messages need every other component. */
  start(): void {
    const reactions = this.inputs.map((input, start) =>
      this.purity.ask('as it starts', () => this.interpreter.initial(input, start)),
    );
    this.initial.push(...reactions.map((reaction) => this.remember(reaction, undefined)));
  }

  private get inputs(): readonly unknown[] {
    return this.spec.inputs ?? [this.spec.input];
  }

  local(id: number): LocalState {
    return this.locals[id];
  }

  event(id: number): AnyEventObject {
    return this.eventList[id];
  }

  eventHash(id: number): number {
    return this.eventHashes[id];
  }

  mayStay(local: number): boolean {
    return this.restful[local];
  }

  eventId(event: AnyEventObject): number {
    const number = this.surroundings.interner.number(freezePlain(event, `event ${event.type}`));
    let id = this.eventIds.get(number);
    if (id === undefined) {
      id = this.eventList.length;
      this.eventIds.set(number, id);
      this.eventList.push(event);
      this.eventHashes.push(this.surroundings.hashOf(event, number));
    }
    return id;
  }

  /** The answer to an event in a local state: remembered, or asked of XState now. */
  ask(local: number, event: number): Answer {
    const known = this.answerIds.get(local, event);
    return known >= 0 ? this.answers[known] : this.question(local, event);
  }

  /** The steps that the component can take by itself in a local state. */
  ownSteps(local: number): readonly LocalStep[] {
    return this.steps[local] ?? this.findOwnSteps(local);
  }

  /**
   * Asks a sample of the old questions again. A machine that kept something outside its context has changed its mind by now.
   *
   * @throws CheckError naming the machine and the question
   */
  recheck(): void {
    for (const [local, event] of this.asked) {
      const before = this.ask(local, event);
      const state = this.locals[local];
      const again = this.remember(this.interpreter.ask(state, this.eventList[event]), state);
      if (!sameAnswer(before, again)) {
        throw this.purity.impure(
          `when asked again about ${this.eventList[event].type}, after other questions`,
          'another answer',
        );
      }
    }
  }

  private question(local: number, event: number): Answer {
    const reaction = this.purity.ask(`on ${this.eventList[event].type}`, () =>
      this.interpreter.ask(this.locals[local], this.eventList[event]),
    );
    if (this.purity.sample.isKept()) this.asked.push([local, event]);
    if (!reaction.handled) {
      this.answerIds.set(local, event, 0);
      return NOT_HANDLED;
    }
    const answer = this.remember(reaction, this.locals[local]);
    this.answerIds.set(local, event, this.answers.length);
    this.answers.push(answer);
    return answer;
  }

  private findOwnSteps(local: number): readonly LocalStep[] {
    const state = this.locals[local];
    const component = this.id;
    const found: LocalStep[] = [];
    const add = (step: Step & { kind: LocalStep['kind'] }, identity: string, answer: () => Answer) => {
      found.push(new LocalStep(step, `${step.kind} ${component} ${identity}`, answer));
    };
    if (!state.isDown && !isDone(state)) {
      for (const timer of state.timers) {
        const name = this.interpreter.timerName(timer);
        add({ kind: 'timer', component, timer: name }, timer.id, () =>
          this.remember(
            this.purity.ask(`when the timer ${timer.id} fires`, () => this.interpreter.fire(state, timer)),
            state,
          ),
        );
      }
      for (const stimulus of this.spec.stimuli ?? []) {
        const event = this.eventId(stimulus);
        const answer = this.ask(local, event);
        if (answer.handled) {
          add({ kind: 'stimulus', component, event: stimulus }, canonicalKey(stimulus, ''), () => answer);
        }
      }
      const crash = this.interpreter.crash(state, this.inputs[state.start]);
      if (crash !== undefined) add({ kind: 'crash', component }, '', () => this.remember(crash, state));
    }
    this.steps[local] = found;
    return found;
  }

  /** @param before the local state that was asked about; `undefined` at the start */
  private remember(reaction: Reaction, before: LocalState | undefined): Answer {
    if (!reaction.handled) return NOT_HANDLED;
    const sends: number[] = [];
    const channels = new Set<number>();
    const observations = reaction.observations.flatMap((event) => this.heard(event));
    let isPlain = observations.length === 0;
    for (const { to, event } of reaction.sends) {
      const address = this.surroundings.address(this.id, to, event);
      sends.push(address.channel, address.event);
      isPlain &&= !address.isSync && to !== this.id && !channels.has(address.channel);
      channels.add(address.channel);
    }
    return {
      handled: true,
      next: this.localId(reaction.next, before),
      sends,
      observations,
      isPlain,
      started: reaction.started,
    };
  }

  /** Monitor and observation, alternating, for each monitor that hears the event. */
  private heard(event: AnyEventObject): number[] {
    let listeners = this.listeners.get(event.type);
    if (listeners === undefined) {
      listeners = this.surroundings.listeners(this.id, event.type);
      this.listeners.set(event.type, listeners);
    }
    if (listeners.length === 0) return [];
    const observation = this.surroundings.observation(event);
    return listeners.flatMap((monitor) => [monitor, observation]);
  }

  private localId(local: LocalState, before: LocalState | undefined): number {
    const number = localNumber(local, this.surroundings.interner, before);
    let id = this.localIds.get(number);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(number, id);
      this.locals.push(local);
      this.restful.push(local.isDown || isDone(local) || isAtRest(local));
    }
    return id;
  }
}
