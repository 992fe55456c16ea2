import type { Engine } from '../../engine/engine.js';
import type { PropertyEvaluator } from '../../property/property-evaluator.js';
import type { Bits } from './bits.js';
import type { MonitorScope } from './commuting-locals.js';
import type { LookedForStates } from './looked-for.js';

/** What was wanted of a component and was not known: answers of local states to events, and what local states do by themselves. */
interface Missing {
  readonly locals: Bits;
  readonly events: Bits;
  readonly own: Bits;
}

/** On what it depends whether something is found again: what was not known of each component, and the local states of monitors that were looked at. */
export interface DependsOn {
  readonly missing: readonly Missing[];
  readonly monitors: readonly MonitorScope[];
}

/** How much was known at a time. */
export type KnownThen = Int32Array;

/** What has been found out during a search: of which local states more is known than before. */
export class Knowledge {
  /** By cell. */
  private readonly monitorAt = new Map<number, number>();
  /** By component the local states of which more became known, and by monitor. */
  private readonly lists: readonly (readonly number[])[];

  constructor(
    private readonly engine: Engine,
    private readonly evaluator: PropertyEvaluator,
    private readonly lookedFor: LookedForStates,
  ) {
    const { components, monitors } = engine;
    monitors.forEach(({ cell }, at) => this.monitorAt.set(cell, at));
    this.lists = [
      ...components.flatMap(({ ownStepsAt, table }) => [ownStepsAt, table.answeredAt]),
      ...monitors.map(({ answeredAt }) => answeredAt),
    ];
  }

  /** Grows with all that is found out. */
  get growth(): number {
    return this.lists.reduce((sum, { length }) => sum + length, this.others);
  }

  now(): KnownThen {
    return Int32Array.from([...this.lists.map(({ length }) => length), this.others]);
  }

  /** Whether something is known that was wanted, or something may have become known of monitors that were looked at. */
  isMoreKnown(then: KnownThen, { missing, monitors }: DependsOn): boolean {
    if (then.at(-1) !== this.others) return true;
    for (let at = 0; at < missing.length; at++) {
      const { own } = missing[at]!;
      if (this.isIn(2 * at, then, own) || this.isAnswered(at, then[2 * at + 1]!, missing[at]!)) return true;
    }
    return monitors.some((scope) => this.isObserved(scope, then));
  }

  /** What is not known of local states: it makes a difference to all. */
  private get others(): number {
    const { channels, monitors } = this.engine;
    const violated = monitors.filter(({ property }) => this.evaluator.isViolated(property.name));
    return channels.length + this.lookedFor.growth + violated.length;
  }

  /** Whether something that may be shown to a monitor has been answered where it may be. */
  private isObserved({ cell, looked, observations, answers }: MonitorScope, then: KnownThen): boolean {
    const monitor = this.monitorAt.get(cell)!;
    const { answeredAt, answeredTo } = this.engine.monitors[monitor]!;
    const first = Math.max(answers, then[2 * this.engine.components.length + monitor]!);
    for (let at = first; at < answeredAt.length; at++)
      if (looked.has(answeredAt[at]!) && observations.has(answeredTo[at]!)) return true;
    return false;
  }

  private isIn(list: number, then: KnownThen, values: Bits): boolean {
    const locals = this.lists[list]!;
    for (let at = then[list]!; at < locals.length; at++) if (values.has(locals[at]!)) return true;
    return false;
  }

  /** Whether something that was missing has been answered, after so many answers. */
  private isAnswered(component: number, then: number, { locals, events }: Missing): boolean {
    const { answeredAt, answeredTo } = this.engine.components[component]!.table;
    for (let at = then; at < answeredAt.length; at++)
      if (locals.has(answeredAt[at]!) && events.has(answeredTo[at]!)) return true;
    return false;
  }
}
