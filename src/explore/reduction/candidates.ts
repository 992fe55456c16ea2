import type { Engine } from '../../engine/engine.js';
import { DELIVER, isHealthy, STIMULUS, TIMER } from '../../engine/steps/successors.js';
import type { LeftOut } from './ahead-scope.js';
import type { Arrivals } from './arrivals.js';
import type { Dropped } from './conditions.js';
import { actionOfEvent, eventOf, type LocalActions, UNHANDLED } from './local-actions.js';

/** Steps have smaller numbers, choices have these. */
const FIRST_CHOICE = 2 ** 25;

/** What may be taken alone in a state, with the numbers of its steps among those that `engine.expand` lists of it. */
interface Candidate {
  readonly leftOut: LeftOut;
  readonly steps: readonly number[];
}

/** Steps and choices that may be taken alone, if nothing is lost by it. Where nothing else is said, they are of the state that was expanded last. */
export class Candidates {
  /** By number; and choices, by component and actions. */
  private readonly known = new Map<number, LeftOut>();
  private readonly choices = new Map<string, LeftOut>();

  /** @param areEndsJudged whether something may be owed at the end of a run */
  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly numbers: Arrivals,
    private readonly areEndsJudged: boolean,
    private readonly dropped: Dropped,
  ) {}

  /** All of them, in the order in which they are tried: always the same, so that what commutes is taken in one order and comes to the same states. Steps come before choices. */
  *of(vector: Int32Array, count: number): Generator<Candidate> {
    const healthy = this.healthy(count);
    for (const k of healthy)
      if (!this.isExcluded(vector, k, count)) yield { leftOut: this.step(vector, k), steps: [k] };
    const { kind, source } = this.engine.successors;
    const ofComponents = new Map<number, number[]>();
    for (const k of healthy) {
      if (kind[k]! < TIMER) continue;
      const steps = ofComponents.get(source[k]!);
      if (steps === undefined) ofComponents.set(source[k]!, [k]);
      else steps.push(k);
    }
    for (const [component, steps] of ofComponents)
      if (steps.length > 1) yield { leftOut: this.choice(vector, component, steps), steps };
  }

  /** What has this number. */
  numbered(number: number): LeftOut {
    return this.known.get(number)!;
  }

  /** The steps of which something consists. */
  stepsOf(vector: Int32Array, { component, channel, actions }: LeftOut, count: number): number[] {
    return this.healthy(count).filter((k) => {
      const step = this.step(vector, k);
      return step.component === component && step.channel === channel && actions.includes(step.actions[0]!);
    });
  }

  /** Whether it is looked at at all whether something is taken alone in a state. */
  isFit(vector: Int32Array, { component, channel, actions }: LeftOut): boolean {
    const { engine } = this;
    const isJudged = this.areEndsJudged && !this.dropped.has('ends');
    if (channel >= 0) {
      const { spec } = engine.channels[channel]!;
      if (spec.kind === 'set' || spec.lossy || spec.duplicating) return false;
      return !isJudged || engine.units.isOwed(DELIVER, channel, eventOf(actions[0]!), vector);
    }
    if (!isJudged) return true;
    const steps = engine.components[component]!.ownSteps(vector[component]!);
    // A run does not end where one of them is owed.
    return steps.some(
      (step, item) =>
        actions.includes(this.actions[component]!.ownAction(step)) &&
        engine.units.isOwed(step.number, component, item, vector),
    );
  }

  /** Steps that do not fail and are no faults. What the environment chooses comes last. */
  private healthy(count: number): number[] {
    const { kind, failures } = this.engine.successors;
    const found: number[] = [];
    for (let k = 0; k < count; k++)
      if (isHealthy(kind[k]!) && kind[k] !== STIMULUS && !failures.has(k)) found.push(k);
    for (let k = 0; k < count; k++) if (kind[k] === STIMULUS && !failures.has(k)) found.push(k);
    return found;
  }

  /** Whether a component's own step is at once seen to be none that could as well be first: another one of its own, possible in the state, excludes it. */
  private isExcluded(vector: Int32Array, k: number, count: number): boolean {
    const { kind, source, item, failures } = this.engine.successors;
    if (kind[k]! < TIMER || this.dropped.has('enabled')) return false;
    const component = source[k]!;
    const actions = this.actions[component]!;
    const action = this.ownAction(vector, component, item[k]!);
    for (let other = 0; other < count; other++) {
      if (other === k || kind[other]! < TIMER || source[other] !== component || failures.has(other)) continue;
      const code = actions.get(vector[component]!, this.ownAction(vector, component, item[other]!));
      if (code > UNHANDLED && actions.get(actions.next[code]!, action) === UNHANDLED) return true;
    }
    return false;
  }

  private step(vector: Int32Array, k: number): LeftOut {
    const { kind, source, item } = this.engine.successors;
    const isMessage = kind[k]! < TIMER;
    const component = isMessage ? this.engine.channels[source[k]!]!.receiver.cell : source[k]!;
    const action = isMessage ? actionOfEvent(item[k]!) : this.ownAction(vector, component, item[k]!);
    const channel = isMessage ? source[k]! : -1;
    const number = this.numbers.number(component, channel, action);
    let step = this.known.get(number);
    if (step === undefined)
      this.known.set(number, (step = { number, component, channel, actions: [action] }));
    return step;
  }

  private choice(vector: Int32Array, component: number, steps: readonly number[]): LeftOut {
    const { item } = this.engine.successors;
    const actions = steps.map((k) => this.ownAction(vector, component, item[k]!));
    const key = `${component} ${actions.join()}`;
    let choice = this.choices.get(key);
    if (choice === undefined) {
      choice = { number: FIRST_CHOICE + this.choices.size, component, channel: -1, actions };
      this.choices.set(key, choice);
      this.known.set(choice.number, choice);
    }
    return choice;
  }

  private ownAction(vector: Int32Array, component: number, item: number): number {
    const step = this.engine.components[component]!.ownSteps(vector[component]!)[item]!;
    return this.actions[component]!.ownAction(step);
  }
}
