import type { RunningActor } from '../../interpreter/local-state.js';
import { endedActor } from '../../network/actors.js';
import { type Fairness, fairnessOf, type FairUnit } from '../../network/fairness.js';
import { PairTable } from '../store/pair-table.js';
import { DELIVER, STIMULUS, TIMER } from './successors.js';
import type { Tables } from '../tables/tables.js';

interface KnownUnit {
  readonly fairness: Fairness;
  /** What it may be interrupted with; see `source`. */
  readonly source: TimerSource | ActorsSource | undefined;
}

/** The timer that a unit is. */
export interface TimerSource {
  readonly kind: 'timer';
  /** Its index. */
  readonly component: number;
  /** See `PendingTimer`. */
  readonly key: string;
}

/** The actors that may tell a component what a unit is. */
export interface ActorsSource {
  readonly kind: 'actors';
  /** Its index. */
  readonly component: number;
  /** Whether it is one of them. */
  readonly tells: (actor: RunningActor) => boolean;
}

/** What no unit is taken by. */
const NONE: readonly number[] = [];

/** The units of fairness as small integers, in the order in which they were asked for first; see `FairUnit`. */
export class FairUnits {
  private readonly known: KnownUnit[] = [];
  /** By channel (all of a `fifo`), and by channel and event. */
  private readonly ofFifos: number[] = [];
  private readonly ofMessages = new PairTable();
  /** By unit: it alone. */
  private readonly alone: (readonly number[])[] = [];
  /** By component and local state, in the order of own steps. */
  private readonly ofSteps: (readonly (readonly number[])[])[][] = [];
  /** By component: units by timer key. */
  private readonly ofTimers: Map<string, number>[] = [];
  /** Every delivery and timer is owed something, and no stimulus is. */
  readonly areUsual: boolean;
  /** By component: units by type of stimulus. */
  private readonly ofStimuli: Map<string, readonly number[]>[] = [];
  /** By component: units by the id of the actor whose end they are. */
  private readonly ofEnds: Map<string, number>[] = [];

  constructor(private readonly tables: Tables) {
    const { default: others, units } = tables.network.fairness;
    this.areUsual =
      others !== 'none' &&
      units.every((rule) => rule.fairness !== 'none' && !('stimulus' in rule) && !('actor' in rule));
  }

  /**
   * The units that a step takes: one, or none; of what tells of the end of an actor both that, and what comes by the type. Whether a message of a `set` would
   * change something is not looked at.
   *
   * @param vector the state in which the step is enabled
   */
  of(kind: number, source: number, item: number, vector: Int32Array): readonly number[] {
    if (kind === TIMER || kind === STIMULUS) return this.ofOwnSteps(source, vector[source]!)[item]!;
    return kind === DELIVER ? this.alone[this.ofDelivery(source, item)]! : NONE;
  }

  /** Whether any of the units that a step takes is owed something. Parameters as of `of`. */
  isOwed(kind: number, source: number, item: number, vector: Int32Array): boolean {
    return this.of(kind, source, item, vector).some((unit) => this.fairness(unit) !== 'none');
  }

  private ofDelivery(source: number, item: number): number {
    const channel = this.tables.channels[source]!;
    const isFifo = channel.spec.kind === 'fifo';
    const known = isFifo ? this.ofFifos[source] : this.ofMessages.get(source, item);
    if (known !== undefined && known >= 0) return known;
    const { from, to, spec, receiver } = channel;
    const event = isFifo ? {} : { event: receiver.event(item) };
    const unit = this.add({ kind: 'deliver', from, to, lane: spec.lane, ...event });
    if (isFifo) this.ofFifos[source] = unit;
    else this.ofMessages.set(source, item, unit);
    return unit;
  }

  fairness(unit: number): Fairness {
    return this.known[unit]!.fairness;
  }

  /** `undefined` of what nothing interrupts: what is delivered, and what the environment has promised itself. */
  source(unit: number): KnownUnit['source'] {
    return this.known[unit]!.source;
  }

  private ofOwnSteps(component: number, local: number): readonly (readonly number[])[] {
    const ofLocals = (this.ofSteps[component] ??= []);
    return (ofLocals[local] ??= this.findOwn(component, local));
  }

  private findOwn(component: number, local: number): readonly (readonly number[])[] {
    const table = this.tables.components[component]!;
    const units = (this.ofTimers[component] ??= new Map<string, number>());
    const { timers } = table.local(local);
    // One step for timers that are alike, in the order of the timers: see `ComponentTable.ownSteps`.
    const keys = [...new Set(timers.map(({ key }) => key))];
    return table.ownSteps(local).map(({ step }, item) => {
      if (step.kind === 'stimulus') return this.ofStimulus(component, table.id, step.event.type);
      if (step.kind !== 'timer') return NONE;
      const key = keys[item]!;
      let unit = units.get(key);
      if (unit === undefined) {
        const source = { kind: 'timer', component, key } as const;
        unit = this.add({ kind: 'timer', component: table.id, timer: step.timer }, source);
        units.set(key, unit);
      }
      return this.alone[unit]!;
    });
  }

  private ofStimulus(component: number, id: string, type: string): readonly number[] {
    const known = (this.ofStimuli[component] ??= new Map<string, readonly number[]>());
    let units = known.get(type);
    if (units === undefined) {
      const ended = endedActor(type);
      units = [
        this.addStimulus(component, id, type),
        ...(ended === undefined ? [] : [this.ofEnd(component, id, ended)]),
      ];
      known.set(type, units);
    }
    return units;
  }

  private ofEnd(component: number, id: string, actor: string): number {
    const units = (this.ofEnds[component] ??= new Map<string, number>());
    const known = units.get(actor);
    if (known !== undefined) return known;
    const unit = this.add(
      { kind: 'actor', component: id, actor },
      { kind: 'actors', component, tells: (each) => each.id === actor },
    );
    units.set(actor, unit);
    return unit;
  }

  private addStimulus(component: number, id: string, type: string): number {
    const { stimuli = [] } = this.tables.network.components[component]!;
    const isOfItself = stimuli.some((stimulus) => stimulus.type === type);
    const tells = ({ events }: RunningActor) => events.some((event) => event.type === type);
    const source = isOfItself ? undefined : ({ kind: 'actors', component, tells } as const);
    return this.add({ kind: 'stimulus', component: id, stimulus: type }, source);
  }

  private add(unit: FairUnit, source?: KnownUnit['source']): number {
    const fairness = fairnessOf(this.tables.network.fairness, unit);
    const number = this.known.push({ fairness, source }) - 1;
    this.alone[number] = [number];
    return number;
  }
}
