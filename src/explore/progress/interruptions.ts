import type { EncodedReaction } from '../../engine/tables/encoded-reaction.js';
import type { ComponentTable } from '../../engine/tables/component-table.js';
import type { Engine, StepNumbers } from '../../engine/engine.js';
import { Stepper } from '../../engine/steps/stepper.js';
import { CRASH, TIMER } from '../../engine/steps/successors.js';

/** Tells of which timers a step leaves none pending that was so before it: they have not been enabled throughout. */
export class Interruptions {
  private readonly stepper: Stepper;
  private readonly acted: ComponentTable[] = [];
  private readonly reactions: EncodedReaction[] = [];

  constructor(private readonly engine: Engine) {
    this.stepper = new Stepper(engine.tables, (component, reaction) => {
      this.acted.push(component);
      this.reactions.push(reaction);
    });
  }

  /**
   * Whether a step interrupts a unit that is a timer; `false` of every other unit.
   *
   * @param vector the state in which the step is enabled
   */
  interrupts(vector: Int32Array, { kind, source, item }: StepNumbers, unit: number): boolean {
    const { component, timerKey } = this.engine.units.timer(unit);
    if (component < 0) return false;
    const { components, units } = this.engine;
    const pending = components[component]!.local(vector[component]!).timers;
    const alike = pending.filter(({ key }) => key === timerKey);
    if (alike.length === 0) return false;
    if (kind === CRASH && source === component) return true;
    // Nothing but its firing, or the end of the machine, takes away what no `cancel` reaches.
    const { id } = alike[0]!;
    let isSafe = id === undefined || alike.some(({ isCancellable }) => !isCancellable);
    if (kind === TIMER && source === component) {
      const fired = units.timer(units.of(kind, source, item, vector)).timerKey;
      if (fired === timerKey) return false;
      // An id is forgotten when any timer of it fires.
      isSafe ||= pending.some((timer) => timer.key === fired && timer.id === id);
    }
    this.perform(vector, kind, source, item);
    let after = vector[component]!;
    for (const [at, actor] of this.acted.entries()) {
      if (actor.cell !== component) continue;
      const { timing, next } = this.reactions[at]!;
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

  private perform(vector: Int32Array, kind: number, source: number, item: number): void {
    this.acted.length = 0;
    this.reactions.length = 0;
    this.stepper.load(vector);
    this.stepper.successors.clear();
    const rest = kind >= TIMER && kind <= CRASH ? 0 : restOf(this.engine, vector, source, item);
    this.stepper.attempt(kind, source, item, rest);
  }
}

/** The content of a channel without a message. */
function restOf(engine: Engine, vector: Int32Array, source: number, item: number): number {
  const channel = engine.channels[source]!;
  const offers = channel.offers(vector[channel.cell]!);
  for (let at = 0; at < offers.length; at += 2) if (offers[at] === item) return offers[at + 1]!;
  return 0;
}
