import type { AnyEventObject } from 'xstate';
import type { Engine } from '../engine/engine.js';
import type { ComponentTable } from '../engine/tables/component-table.js';
import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { MachineTable } from '../engine/tables/machine-table.js';
import type { Effect } from '../interpreter/reaction.js';
import { Courses } from './courses.js';
import { KnownMachine } from './known-machine.js';
import { Sendings } from './sendings.js';
import {
  type KnownState,
  NOWHERE,
  timedReaction,
  type TimedReaction,
  TimerNumbers,
} from './timed-reaction.js';

/**
 * What components do in virtual time as they react, for all components that are alike once. Whatever is not known is asked of the component's table, and of XState
 * through it, when it is wanted: as performing the step would.
 */
export class KnownReactions {
  /** By component. */
  readonly sendings: Sendings;
  readonly courses: Courses;
  private readonly numbers = new TimerNumbers();
  private readonly components: readonly ComponentTable[];
  /** By component. */
  private readonly machines: readonly KnownMachine[];
  /** By component: the local state that it was in when it was asked about last, or that it has come to since. */
  private readonly states: KnownState[];
  /** By component: 1 if it has steps of its own beside timers. They are asked for when it comes to a local state. */
  private readonly hasOthers: Uint8Array;
  private readonly ofEncoded = new Map<EncodedReaction, TimedReaction>();

  constructor({ components, channels, network }: Engine) {
    this.components = components;
    const machines = new Map<MachineTable, KnownMachine>();
    this.machines = components.map(({ table, cell }) => {
      const machine = machines.get(table) ?? new KnownMachine(table, machines.size);
      machines.set(table, machine);
      machine.components.push(cell);
      return machine;
    });
    this.sendings = new Sendings(components.length);
    const machineOf = (component: number) => this.machines[component]!.number;
    this.courses = new Courses({
      components: components.length,
      sendings: this.sendings,
      channels,
      machineOf,
    });
    this.states = components.map(() => NOWHERE);
    this.hasOthers = Uint8Array.from(network.components, ({ stimuli = [], crashes, actors }) =>
      stimuli.length > 0 || crashes !== undefined || actors !== undefined ? 1 : 0,
    );
  }

  /** What a component does in virtual time by a reaction. */
  of({ table, interpreter, cell }: ComponentTable, encoded: EncodedReaction): TimedReaction {
    let reaction = this.ofEncoded.get(encoded);
    if (reaction === undefined) {
      const state = this.machines[cell]!.stateOf(encoded.next);
      reaction = timedReaction(
        encoded,
        table.locals[encoded.next]!,
        interpreter,
        this.numbers,
        state,
        NOTHING_SENT,
      );
      this.ofEncoded.set(encoded, reaction);
    }
    return reaction;
  }

  /** Number of the step, among those that a component can take by itself, that fires a timer with a key. */
  stepOf(component: number, local: number, key: number): number {
    return this.numbers.keysOf(this.components[component]!.local(local)).indexOf(key);
  }

  /** A component has come to a local state. */
  enter(component: number, state: KnownState): void {
    this.states[component] = state;
  }

  /** The reaction to an event; `undefined` where there is none, or one that throws. */
  toEvent(component: number, local: number, event: number): TimedReaction | undefined {
    const state = this.states[component]!;
    if (state.local === local) {
      const answer =
        state.event === event ? state.answer : state.otherEvent === event ? state.otherAnswer : undefined;
      if (answer !== undefined) return answer;
    }
    return this.findAnswer(component, local, event);
  }

  /** The reaction to a timer that is pending in a local state; `undefined` where it throws. */
  toTimer(component: number, local: number, key: number): TimedReaction | undefined {
    if (this.hasOthers[component] === 1) this.components[component]!.ownSteps(local);
    const state = this.states[component]!;
    if (state.local === local && state.key === key) return state.fired;
    return this.findFiring(component, local, key);
  }

  private findAnswer(component: number, local: number, event: number): TimedReaction | undefined {
    const machine = this.machines[component]!;
    const { table, answers } = machine;
    const state = machine.stateOf(local);
    this.states[component] = state;
    let id = table.answerIds.get(local, event);
    if (id === 0) return undefined;
    let answer = id > 0 ? answers[id] : undefined;
    if (answer === undefined) {
      const encoded = this.components[component]!.ask(local, event);
      if (!encoded.handled || encoded.thrown !== undefined) return undefined;
      id = table.answerIds.get(local, event);
      answer = this.learn(component, encoded, table.isShared ? table.answer(id).reaction.effects : undefined);
      machine.keepAnswer(id, answer);
    }
    if (state.event !== event && state.otherEvent !== event) state.keep(event, answer);
    return answer;
  }

  private findFiring(component: number, local: number, key: number): TimedReaction | undefined {
    const machine = this.machines[component]!;
    const { table } = machine;
    const state = machine.stateOf(local);
    this.states[component] = state;
    let fired = machine.firing(local, key);
    if (fired === undefined) {
      const item = this.stepOf(component, local, key);
      const encoded = this.components[component]!.ownSteps(local)[item]!.answer;
      if (encoded.thrown !== undefined) return undefined;
      const timer = table.locals[local]!.timers.findIndex((each) => this.numbers.of(each.key) === key);
      fired = this.learn(component, encoded, table.firing(local, timer)?.reaction.effects);
      machine.keepFiring(local, key, fired);
    }
    state.key = key;
    state.fired = fired;
    return fired;
  }

  /** Looks up where a component sends these. Where one has asked XState and another one that is alike does the same, what that sends goes to others. */
  connect(component: number, sendings: readonly number[]): void {
    const { sent } = this.machines[component]!;
    for (const sending of sendings) {
      if (this.sendings.channelOf(component, sending) >= 0) continue;
      const { to, event } = sent[sending]!;
      const { channel, event: received } = this.components[component]!.addressOf(to, event as AnyEventObject);
      this.sendings.connect(component, sending, channel, received);
    }
  }

  /** @param effects of an answer that alike components share */
  private learn(
    component: number,
    encoded: EncodedReaction,
    effects: readonly Effect[] | undefined,
  ): TimedReaction {
    const machine = this.machines[component]!;
    const sendings: number[] = [];
    if (effects === undefined) {
      for (let at = 0; at < encoded.effects.length; at += 2) {
        sendings.push(machine.sending(String(encoded.effects[at]!), encoded.effects[at + 1]!));
      }
    } else {
      for (const effect of effects)
        if (effect.kind === 'send') sendings.push(machine.sending(effect.to, effect.event));
    }
    this.sendings.makeRoom(machine.components, machine.sent.length);
    sendings.forEach((sending, at) => {
      this.sendings.connect(component, sending, encoded.effects[2 * at]!, encoded.effects[2 * at + 1]!);
    });
    const { table, interpreter } = this.components[component]!;
    const state = machine.stateOf(encoded.next);
    return timedReaction(encoded, table.locals[encoded.next]!, interpreter, this.numbers, state, sendings);
  }
}

const NOTHING_SENT: readonly number[] = [];
