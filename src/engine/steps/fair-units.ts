import type { RunningActor } from '../../interpreter/local-state.js';
import { endedActor } from '../../network/actors.js';
import { type Fairness, fairnessOf, type FairUnit, ruleFor } from '../../network/fairness.js';
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

/** The units of fairness as small integers, in the order in which they were asked for first; see `FairUnit`. */
export class FairUnits {
  private readonly known: KnownUnit[] = [];
  /** By channel (all of a `fifo`), and by channel and event. */
  private readonly ofFifos: number[] = [];
  private readonly ofMessages = new PairTable();
  /** By component and local state, in the order of own steps; -1 for crashes. */
  private readonly ofSteps: (readonly number[])[][] = [];
  /** By component: units by timer key. */
  private readonly ofTimers: Map<string, number>[] = [];
  /** Every delivery and timer is owed something, and no stimulus is. */
  readonly areUsual: boolean;
  /** By component: units by type of stimulus, or of what tells of the end of an actor. */
  private readonly ofStimuli: Map<string, number>[] = [];
  /** By component: units by the id of the actor whose end they are. */
  private readonly ofEnds: Map<string, number>[] = [];

  constructor(private readonly tables: Tables) {
    const { default: others, units } = tables.network.fairness;
    this.areUsual =
      others !== 'none' &&
      units.every((rule) => rule.fairness !== 'none' && !('stimulus' in rule) && !('actor' in rule));
  }

  /**
   * The unit that a step takes, -1 for none. Whether a message of a `set` would change something is not looked at.
   *
   * @param vector the state in which the step is enabled
   */
  of(kind: number, source: number, item: number, vector: Int32Array): number {
    if (kind === TIMER || kind === STIMULUS) return this.ofOwnSteps(source, vector[source]!)[item]!;
    if (kind !== DELIVER) return -1;
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

  private ofOwnSteps(component: number, local: number): readonly number[] {
    const ofLocals = (this.ofSteps[component] ??= []);
    return (ofLocals[local] ??= this.findOwn(component, local));
  }

  private findOwn(component: number, local: number): readonly number[] {
    const table = this.tables.components[component]!;
    const units = (this.ofTimers[component] ??= new Map<string, number>());
    const { timers } = table.local(local);
    // One step for timers that are alike, in the order of the timers: see `ComponentTable.ownSteps`.
    const keys = [...new Set(timers.map(({ key }) => key))];
    return table.ownSteps(local).map(({ step }, item) => {
      if (step.kind === 'stimulus') return this.ofStimulus(component, table.id, step.event.type);
      if (step.kind !== 'timer') return -1;
      const key = keys[item]!;
      let unit = units.get(key);
      if (unit === undefined) {
        const source = { kind: 'timer', component, key } as const;
        unit = this.add({ kind: 'timer', component: table.id, timer: step.timer }, source);
        units.set(key, unit);
      }
      return unit;
    });
  }

  private ofStimulus(component: number, id: string, type: string): number {
    const units = (this.ofStimuli[component] ??= new Map<string, number>());
    let unit = units.get(type);
    if (unit === undefined) {
      const end = this.endOfActor(id, type);
      unit = end === undefined ? this.addStimulus(component, id, type) : this.ofEnd(component, end);
      units.set(type, unit);
    }
    return unit;
  }

  /** The end of an actor that an event tells of, where the first rule about either is about that. */
  private endOfActor(component: string, type: string): (FairUnit & { readonly kind: 'actor' }) | undefined {
    const ended = endedActor(type);
    if (ended === undefined) return undefined;
    const { fairness } = this.tables.network;
    const end = { kind: 'actor', component, actor: ended } as const;
    const rule = ruleFor(fairness, end);
    const ofType = ruleFor(fairness, { kind: 'stimulus', component, stimulus: type });
    return rule >= 0 && (ofType < 0 || rule < ofType) ? end : undefined;
  }

  private ofEnd(component: number, end: FairUnit & { readonly kind: 'actor' }): number {
    const units = (this.ofEnds[component] ??= new Map<string, number>());
    const { actor } = end;
    const known = units.get(actor);
    if (known !== undefined) return known;
    const unit = this.add(end, { kind: 'actors', component, tells: ({ id }) => id === actor });
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
    return this.known.push({ fairness, source }) - 1;
  }
}
