import type { Engine } from '../engine/engine.js';
import { PairTable } from '../engine/store/pair-table.js';
import type { ComponentTable } from '../engine/tables/component-table.js';
import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { MachineTable } from '../engine/tables/machine-table.js';
import type { Effect } from '../interpreter/reaction.js';
import { timedReaction, type TimedReaction, TimerNumbers } from './timed-reaction.js';

/** What is known of the components that share a table. */
class KnownMachine {
  /** By number of the answer, and by local state and number of the step that fires a timer. */
  readonly answers: (TimedReaction | undefined)[] = [];
  readonly firings = new PairTable();
  /** By number in `firings`. */
  readonly fired: TimedReaction[] = [];
  /** A *sending* is something that is sent to somebody: what the machine calls the receiver, and the event. */
  private readonly byName = new Map<string, Map<unknown, number>>();
  sendingCount = 0;

  constructor(readonly table: MachineTable) {}

  sending(name: string, event: unknown): number {
    let ofName = this.byName.get(name);
    if (ofName === undefined) {
      ofName = new Map();
      this.byName.set(name, ofName);
    }
    let sending = ofName.get(event);
    if (sending === undefined) {
      sending = this.sendingCount++;
      ofName.set(event, sending);
    }
    return sending;
  }
}

/**
 * What components do in virtual time as they react, for all components that are alike once, and to whom of them it leads. Whatever is not known is asked of
 * the component's table, and of XState through it, when it is wanted: as performing the step would.
 */
export class KnownReactions {
  private readonly numbers = new TimerNumbers();
  private readonly components: readonly ComponentTable[];
  /** By component. */
  private readonly machines: readonly KnownMachine[];
  /** By component whether it has steps of its own beside timers: they are asked for when it comes to a local state. */
  private readonly hasOthers: readonly boolean[];
  /** By component, and by sending, two numbers each: its channel, and the event at the receiver. */
  private readonly sent = new PairTable();
  /** By component: of how many sendings that is known. */
  private readonly sentCount: Int32Array;
  private readonly ofEncoded = new Map<EncodedReaction, TimedReaction>();

  constructor({ components, network }: Engine) {
    this.components = components;
    const machines = new Map<MachineTable, KnownMachine>();
    this.machines = components.map(({ table }) => {
      const machine = machines.get(table) ?? new KnownMachine(table);
      machines.set(table, machine);
      return machine;
    });
    this.sentCount = new Int32Array(components.length);
    this.hasOthers = network.components.map(
      ({ stimuli = [], crashes }) => stimuli.length > 0 || crashes !== undefined,
    );
  }

  /** What a component does in virtual time by a reaction. */
  of({ table, interpreter }: ComponentTable, encoded: EncodedReaction): TimedReaction {
    let reaction = this.ofEncoded.get(encoded);
    if (reaction === undefined) {
      reaction = timedReaction(encoded, table.locals[encoded.next]!, interpreter, this.numbers, NONE);
      this.ofEncoded.set(encoded, reaction);
    }
    return reaction;
  }

  /** Number of the step, among those that a component can take by itself, that fires a timer with a key. */
  stepOf(component: number, local: number, key: number): number {
    return this.numbers.keysOf(this.components[component]!.local(local)).indexOf(key);
  }

  /** The reaction to an event; `undefined` where there is none, or one that throws. */
  toEvent(component: number, local: number, event: number): TimedReaction | undefined {
    const { table, answers } = this.machines[component]!;
    const id = table.answerIds.get(local, event);
    const known = id > 0 ? answers[id] : undefined;
    return known !== undefined && this.hasSent(component, known)
      ? known
      : this.findAnswer(component, local, event);
  }

  /** The reaction to a timer that is pending in a local state; `undefined` where it throws. */
  toTimer(component: number, local: number, key: number): TimedReaction | undefined {
    if (this.hasOthers[component]) this.components[component]!.ownSteps(local);
    const { firings, fired } = this.machines[component]!;
    const number = firings.get(local, key);
    const known = number >= 0 ? fired[number] : undefined;
    return known !== undefined && this.hasSent(component, known)
      ? known
      : this.findFiring(component, local, key);
  }

  /** To which channel a sending of a component goes; -1 where it has not sent it before. */
  channelOf(component: number, sending: number): number {
    return this.sent.get(component, 2 * sending);
  }

  /** Which event it is at the receiver. */
  eventOf(component: number, sending: number): number {
    return this.sent.get(component, 2 * sending + 1);
  }

  /** Whether it is known where a component's messages of a reaction go. */
  private hasSent(component: number, { sendings }: TimedReaction): boolean {
    if (sendings.length === 0 || this.sentCount[component] === this.machines[component]!.sendingCount)
      return true;
    for (let at = 0; at < sendings.length; at++) {
      if (this.channelOf(component, sendings[at]!) < 0) return false;
    }
    return true;
  }

  private findAnswer(component: number, local: number, event: number): TimedReaction | undefined {
    const encoded = this.components[component]!.ask(local, event);
    if (!encoded.handled || encoded.thrown !== undefined) return undefined;
    const { table, answers } = this.machines[component]!;
    const id = table.answerIds.get(local, event);
    // Filled in order, so that the array stays without holes.
    while (answers.length <= id) answers.push(undefined);
    const effects = table.isShared ? table.answer(id).reaction.effects : undefined;
    const known = (answers[id] ??= this.learn(component, encoded, effects));
    this.connect(component, known, encoded);
    return known;
  }

  private findFiring(component: number, local: number, key: number): TimedReaction | undefined {
    const { firings, fired, table } = this.machines[component]!;
    const item = this.stepOf(component, local, key);
    const encoded = this.components[component]!.ownSteps(local)[item]!.answer;
    if (encoded.thrown !== undefined) return undefined;
    let number = firings.get(local, key);
    if (number < 0) {
      const { timers } = table.locals[local]!;
      const timer = timers.findIndex((each) => this.numbers.of(each.key) === key);
      number = fired.length;
      fired.push(this.learn(component, encoded, table.firing(local, timer)?.reaction.effects));
      firings.set(local, key, number);
    }
    this.connect(component, fired[number]!, encoded);
    return fired[number]!;
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
    const { table, interpreter } = this.components[component]!;
    return timedReaction(encoded, table.locals[encoded.next]!, interpreter, this.numbers, sendings);
  }

  /** Notes where a component's messages go. */
  private connect(component: number, { sendings }: TimedReaction, { effects }: EncodedReaction): void {
    sendings.forEach((sending, at) => {
      if (this.channelOf(component, sending) >= 0) return;
      this.sentCount[component]!++;
      this.sent.set(component, 2 * sending, effects[2 * at]!);
      this.sent.set(component, 2 * sending + 1, effects[2 * at + 1]!);
    });
  }
}

const NONE: readonly number[] = [];
