import type { EncodedReaction } from '../../engine/tables/encoded-reaction.js';
import type { ComponentTable } from '../../engine/tables/component-table.js';
import type { Engine, StepNumbers } from '../../engine/engine.js';
import { Stepper } from '../../engine/steps/stepper.js';
import { CRASH, TIMER } from '../../engine/steps/successors.js';

/** Tells which timers a step starts, or removes otherwise than by firing them: they have not been enabled throughout. */
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
    this.perform(vector, kind, source, item);
    let [starts, after] = [0, vector[component]!];
    for (const [at, actor] of this.acted.entries()) {
      if (actor.cell !== component) continue;
      const { timing, next } = this.reactions[at]!;
      starts += timing.filter((action) => action.kind === 'start' && action.key === timerKey).length;
      after = next;
    }
    if (starts > 0) return true;
    const isFired = kind === TIMER && this.engine.units.of(kind, source, item, vector) === unit;
    const count = (local: number) =>
      this.engine.components[component]!.local(local).timers.filter(({ key }) => key === timerKey).length;
    return count(after) < count(vector[component]!) - (isFired ? 1 : 0);
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
