import type { EncodedReaction } from '../../engine/tables/encoded-reaction.js';
import type { Engine, StepNumbers } from '../../engine/engine.js';
import type { ActorsSource, TimerSource } from '../../engine/steps/fair-units.js';
import { Stepper } from '../../engine/steps/stepper.js';
import { CRASH, TIMER } from '../../engine/steps/successors.js';

/** Tells of which timers a step leaves none pending that was so before it, and of which actors none running: what they bring has not been possible throughout. */
export class Interruptions {
  private readonly stepper: Stepper;
  private readonly acted: { readonly actor: number; readonly reaction: EncodedReaction }[] = [];

  constructor(private readonly engine: Engine) {
    this.stepper = new Stepper(engine.tables, (component, reaction) => {
      this.acted.push({ actor: component.cell, reaction });
    });
  }

  /**
   * Whether a step interrupts a unit.
   *
   * @param vector the state in which the step is enabled
   */
  interrupts(vector: Int32Array, step: StepNumbers, unit: number): boolean {
    const source = this.engine.units.source(unit);
    if (source === undefined) return false;
    return source.kind === 'timer'
      ? this.interruptsTimer(vector, step, source)
      : this.interruptsActors(vector, step, source);
  }

  private interruptsTimer(
    vector: Int32Array,
    step: StepNumbers,
    { component, key: timerKey }: TimerSource,
  ): boolean {
    const { components, units } = this.engine;
    const { kind, source, item } = step;
    const pending = components[component]!.local(vector[component]!).timers;
    const alike = pending.filter(({ key }) => key === timerKey);
    if (alike.length === 0) return false;
    if (kind === CRASH && source === component) return true;
    // Nothing but its firing, or the end of the machine, takes away what no `cancel` reaches.
    const { id } = alike[0]!;
    let isSafe = id === undefined || alike.some(({ isCancellable }) => !isCancellable);
    if (kind === TIMER && source === component) {
      const fired = units.source(units.of(kind, source, item, vector)[0]!) as TimerSource;
      if (fired.key === timerKey) return false;
      // An id is forgotten when any timer of it fires.
      isSafe ||= pending.some((timer) => timer.key === fired.key && timer.id === id);
    }
    let after = vector[component]!;
    for (const { timing, next } of this.reactionsOf(component, vector, step)) {
      for (const action of timing) {
        if (isSafe || action.id !== id) continue;
        if (action.kind === 'cancel') return true;
        // The id stands for the further one.
        isSafe = true;
      }
      after = next;
    }
    // The end of a machine takes away what would come to itself.
    return components[component]!.local(after).timers.every(({ key }) => key !== timerKey);
  }

  private interruptsActors(
    vector: Int32Array,
    step: StepNumbers,
    { component, tells }: ActorsSource,
  ): boolean {
    const actorsIn = (local: number) => this.engine.components[component]!.local(local).actors;
    let before = vector[component]!;
    for (const { started, next } of this.reactionsOf(component, vector, step)) {
      const telling = actorsIn(before).filter((actor) => !actor.isOver && tells(actor));
      const left = actorsIn(next).flatMap(({ id, isOver }) => (isOver || started.includes(id) ? [] : [id]));
      if (telling.length > 0 && !telling.some(({ id }) => left.includes(id))) return true;
      before = next;
    }
    return false;
  }

  /** What a component does in a step, each time that it acts. */
  private reactionsOf(
    component: number,
    vector: Int32Array,
    { kind, source, item }: StepNumbers,
  ): readonly EncodedReaction[] {
    this.acted.length = 0;
    this.stepper.load(vector);
    this.stepper.successors.clear();
    const rest = kind >= TIMER && kind <= CRASH ? 0 : restOf(this.engine, vector, source, item);
    this.stepper.attempt(kind, source, item, rest);
    return this.acted.flatMap(({ actor, reaction }) => (actor === component ? [reaction] : []));
  }
}

/** The content of a channel without a message. */
function restOf(engine: Engine, vector: Int32Array, source: number, item: number): number {
  const channel = engine.channels[source]!;
  const offers = channel.offers(vector[channel.cell]!);
  for (let at = 0; at < offers.length; at += 2) if (offers[at] === item) return offers[at + 1]!;
  return 0;
}
