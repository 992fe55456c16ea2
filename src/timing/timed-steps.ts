import type { ComponentTable } from '../engine/tables/component-table.js';
import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { Engine } from '../engine/engine.js';
import { DONE, Stepper } from '../engine/steps/stepper.js';
import type { HeldResources } from './held-resources.js';
import type { KnownReactions } from './known-reactions.js';
import { KnownSteps, type TakenStep } from './known-steps.js';
import type { SimulateOptions } from './options.js';
import type { PendingTimers } from './pending-timers.js';
import type { ReadyChannels } from './ready-channels.js';
import type { TimedReaction } from './timed-reaction.js';

/** Takes the steps of a run, and follows up what each of them did to timers, channels and resources. */
export class TimedSteps {
  readonly stepper: Stepper;
  /** The last step, if the stepper took it. */
  private readonly performed = {
    acted: [] as number[],
    reactions: [] as TimedReaction[],
    acts: 0,
    changed: new Int32Array(64),
    changes: 0,
  };
  /** `undefined` where monitors listen: their states are found out by the stepper. */
  private readonly known: KnownSteps | undefined;
  private last: TakenStep = this.performed;
  private readonly onEmitted: SimulateOptions['onEmitted'];
  /** By component: 1 if `onEmitted` is told of what it emits. */
  private readonly emitters: Uint8Array;

  constructor(
    private readonly engine: Engine,
    reactions: KnownReactions,
    private readonly timers: PendingTimers,
    private readonly ready: ReadyChannels,
    private readonly resources: HeldResources,
    { onEmitted, emittedBy }: SimulateOptions,
  ) {
    this.onEmitted = onEmitted;
    this.emitters = emittersOf(engine, emittedBy);
    const { performed } = this;
    const note = ({ cell }: ComponentTable, reaction: TimedReaction) => {
      performed.acted[performed.acts] = cell;
      performed.reactions[performed.acts++] = reaction;
    };
    this.stepper = new Stepper(
      engine.tables,
      (component, answer) => note(component, reactions.of(component, answer)),
      (component, answer, sent) => {
        const part = reactions.of(component, answer).later?.[sent];
        if (part !== undefined) note(component, part);
      },
    );
    if (engine.monitors.length === 0) this.known = new KnownSteps(engine, this.stepper, reactions);
  }

  /** As `Stepper.start`. */
  start(reactions: readonly EncodedReaction[]) {
    this.performed.acts = 0;
    return this.stepper.start(reactions);
  }

  /** Fires a component's timer. Returns false, with nothing done, of a step that is to be taken by `take`. */
  fire(component: number, key: number): boolean {
    return this.isTaken(this.known?.fire(component, key));
  }

  /** Receives the first message of a channel. Returns false as `fire`. */
  receive(channel: number): boolean {
    if (!this.isTaken(this.known?.receive(channel))) return false;
    if (this.known!.holds(channel)) this.ready.add(channel);
    return true;
  }

  /** The event that was received so. */
  get received(): number {
    return this.known!.received;
  }

  /** Takes a step. Parameters and result as of `Stepper.advance`. */
  take(
    kind: number,
    source: number,
    item: number,
    reaction: EncodedReaction,
    cell: number,
    content: number,
  ): number {
    const { performed, stepper } = this;
    performed.acts = 0;
    this.last = performed;
    const ended = stepper.advance(kind, source, item, reaction, cell, content);
    if (ended !== DONE) return ended;
    const { changes } = stepper.state;
    if (changes > performed.changed.length) performed.changed = new Int32Array(2 * changes);
    for (let change = 0; change < changes; change++)
      performed.changed[change] = stepper.state.changedCell(change);
    performed.changes = changes;
    return ended;
  }

  /** The cells that the last step changed: the first `changes` of these. */
  get changed(): Int32Array {
    return this.last.changed;
  }

  get changes(): number {
    return this.last.changes;
  }

  /** Follows up the start, after which everything counts as changed. */
  followStart(nowNs: number): void {
    const { work } = this.stepper;
    this.followActors(nowNs);
    for (const { cell } of this.engine.components) this.resources.enter(cell, work[cell]!, nowNs);
    for (const { index, cell } of this.engine.channels) {
      if (cell >= 0 && work[cell] !== 0) this.ready.add(index);
    }
  }

  /** Follows up a step that was taken. */
  follow(nowNs: number): void {
    this.followActors(nowNs);
    this.followChanges(nowNs);
    this.ready.stepTaken();
  }

  private isTaken(isTaken: boolean | undefined): boolean {
    if (isTaken !== true) return false;
    this.last = this.known!;
    return true;
  }

  private followActors(nowNs: number): void {
    const { onEmitted, emitters, timers } = this;
    const { componentIds } = this.engine.network;
    const { acted, reactions, acts } = this.last;
    for (let k = 0; k < acts; k++) {
      const component = acted[k]!;
      const reaction = reactions[k]!;
      timers.settle(component, reaction, nowNs);
      if (onEmitted === undefined || emitters[component] === 0) continue;
      for (const event of reaction.emitted) onEmitted(event, componentIds[component]!, nowNs);
    }
  }

  private followChanges(nowNs: number): void {
    const { stepper, engine, ready, resources } = this;
    const { work } = stepper;
    const { changed, changes } = this.last;
    const count = engine.components.length;
    for (let change = 0; change < changes; change++) {
      const cell = changed[change]!;
      if (cell < count) {
        ready.componentChanged(cell);
        resources.enter(cell, work[cell]!, nowNs);
      } else {
        const channel = engine.tables.channelAt(cell);
        if (channel >= 0 && work[cell] !== 0) ready.add(channel);
      }
    }
  }
}

function emittersOf(engine: Engine, emittedBy: readonly string[] | undefined): Uint8Array {
  const emitters = new Uint8Array(engine.components.length);
  if (emittedBy === undefined) return emitters.fill(1);
  for (const component of emittedBy) emitters[engine.indexOf(component)] = 1;
  return emitters;
}
