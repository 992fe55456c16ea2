import type { AnyEventObject } from 'xstate';
import { canonicalKey, deepFreeze } from '../network/canonical.js';
import type { ComponentSpec } from '../network/network.js';
import { labelOf, type Step } from '../network/step.js';
import { hashText } from './hash.js';
import { Interpreter } from './interpreter.js';
import { isAtRest, isDone, type LocalState, localKey } from './local-state.js';
import { PairTable } from './pair-table.js';
import { PurityCheck } from './purity.js';
import type { Reaction } from './reaction.js';

/** A remembered reaction, in integers. */
export interface Answer {
  readonly handled: boolean;
  /** Id of the next local state. */
  readonly next: number;
  /** Channel index and event id, alternating, in sending order. */
  readonly sends: Int32Array;
  /** Ids of the emitted events, in order. */
  readonly observations: Int32Array;
  /** Nothing is observed, nothing received within the step, and each message goes to a channel of its own, none to the sender. */
  readonly isPlain: boolean;
  /** Timers started, with their delays: of interest in virtual time only. */
  readonly started: Reaction['started'];
}

/** A step that a component can take by itself: a timer, a stimulus, a crash. */
export interface LocalStep {
  readonly kind: 'timer' | 'stimulus' | 'crash';
  readonly step: Step;
  readonly label: string;
  /** A hash of the step's identity that does not depend on the order of discovery. */
  readonly hash: number;
  readonly answer: Answer;
}

/** Where a message goes. */
export interface Address {
  readonly channel: number;
  /** Id of the event at the receiver. */
  readonly event: number;
  readonly isSync: boolean;
}

/** What the tables of one component need of the whole. */
export interface Surroundings {
  /** Index of the channel from this component to another for an event, and the event's id at its receiver. */
  address(from: string, to: string, event: AnyEventObject): Address;
  observation(event: AnyEventObject): number;
}

const NOT_HANDLED: Answer = {
  handled: false,
  next: -1,
  sends: new Int32Array(0),
  observations: new Int32Array(0),
  isPlain: false,
  started: [],
};

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
  private readonly localIds = new Map<string, number>();
  private readonly eventList: AnyEventObject[] = [];
  private readonly eventHashes: number[] = [];
  private readonly eventIds = new Map<string, number>();
  private readonly answerIds = new PairTable();
  private readonly answers: Answer[] = [NOT_HANDLED];
  private readonly steps: (readonly LocalStep[])[] = [];
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
    this.interpreter = new Interpreter(id, this.where, spec, isComponent);
    this.purity = new PurityCheck(this.interpreter, this.where);
  }

  /** Runs the initial states; kept apart from construction because their messages need every other component. */
  start(): void {
    const reactions = this.inputs.map((input, start) =>
      this.purity.ask('as it starts', () => this.interpreter.initial(input, start)),
    );
    this.initial.push(...reactions.map((reaction) => this.remember(reaction)));
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
    const key = canonicalKey(event, `event ${event.type}`);
    let id = this.eventIds.get(key);
    if (id === undefined) {
      id = this.eventList.length;
      this.eventIds.set(key, id);
      this.eventList.push(deepFreeze(event));
      this.eventHashes.push(hashText(key));
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
      const again = this.remember(this.interpreter.ask(this.locals[local], this.eventList[event]));
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
    if (this.asked.length < RECHECKED_MAX) this.asked.push([local, event]);
    if (!reaction.handled) {
      this.answerIds.set(local, event, 0);
      return NOT_HANDLED;
    }
    const answer = this.remember(reaction);
    this.answerIds.set(local, event, this.answers.length);
    this.answers.push(answer);
    return answer;
  }

  private findOwnSteps(local: number): readonly LocalStep[] {
    const state = this.locals[local];
    const component = this.id;
    const found: LocalStep[] = [];
    const add = (step: Step & { kind: LocalStep['kind'] }, identity: string, answer: Answer) => {
      found.push({
        kind: step.kind,
        step,
        label: labelOf(step),
        hash: hashText(`${step.kind} ${component} ${identity}`),
        answer,
      });
    };
    if (!state.isDown && !isDone(state)) {
      for (const timer of state.timers) {
        const reaction = this.purity.ask(`when the timer ${timer.id} fires`, () =>
          this.interpreter.fire(state, timer),
        );
        const name = this.interpreter.timerName(timer);
        add({ kind: 'timer', component, timer: name }, timer.id, this.remember(reaction));
      }
      for (const stimulus of this.spec.stimuli ?? []) {
        const event = this.eventId(stimulus);
        const answer = this.ask(local, event);
        if (answer.handled)
          add({ kind: 'stimulus', component, event: stimulus }, canonicalKey(stimulus, ''), answer);
      }
      const crash = this.interpreter.crash(state, this.inputs[state.start]);
      if (crash !== undefined) add({ kind: 'crash', component }, '', this.remember(crash));
    }
    this.steps[local] = found;
    return found;
  }

  private remember(reaction: Reaction): Answer {
    if (!reaction.handled) return NOT_HANDLED;
    const sends = new Int32Array(reaction.sends.length * 2);
    const channels = new Set<number>();
    let isPlain = reaction.observations.length === 0;
    reaction.sends.forEach(({ to, event }, index) => {
      const address = this.surroundings.address(this.id, to, event);
      sends[2 * index] = address.channel;
      sends[2 * index + 1] = address.event;
      isPlain &&= !address.isSync && to !== this.id && !channels.has(address.channel);
      channels.add(address.channel);
    });
    return {
      handled: true,
      next: this.localId(reaction.next),
      sends,
      observations: Int32Array.from(reaction.observations, (event) => this.surroundings.observation(event)),
      isPlain,
      started: reaction.started,
    };
  }

  private localId(local: LocalState): number {
    const key = localKey(local, this.where);
    let id = this.localIds.get(key);
    if (id === undefined) {
      id = this.locals.length;
      this.localIds.set(key, id);
      this.locals.push(local);
      this.restful.push(local.isDown || isDone(local) || isAtRest(local));
    }
    return id;
  }
}

/** So many questions are asked again at the end. */
const RECHECKED_MAX = 256;

function sameAnswer(one: Answer, other: Answer): boolean {
  return (
    one.handled === other.handled &&
    one.next === other.next &&
    one.sends.join() === other.sends.join() &&
    one.observations.join() === other.observations.join()
  );
}
