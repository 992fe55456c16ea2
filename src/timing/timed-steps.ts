import type { EncodedReaction } from '../engine/tables/encoded-reaction.js';
import type { ComponentTable } from '../engine/tables/component-table.js';
import type { Engine } from '../engine/engine.js';
import { Stepper } from '../engine/steps/stepper.js';
import type { HeldResources } from './held-resources.js';
import type { SimulateOptions } from './options.js';
import type { PendingTimers } from './pending-timers.js';
import type { ReadyChannels } from './ready-channels.js';

/** Takes the steps of a run, and follows up what each of them did to timers, channels and resources. */
export class TimedSteps {
  readonly stepper: Stepper;
  /** The components that acted in the last step and what each of them did, in order, up to `acts`. */
  private readonly acted: ComponentTable[] = [];
  private readonly reactions: EncodedReaction[] = [];
  private acts = 0;

  constructor(
    private readonly engine: Engine,
    private readonly timers: PendingTimers,
    private readonly ready: ReadyChannels,
    private readonly resources: HeldResources,
    private readonly onEmitted: SimulateOptions['onEmitted'],
  ) {
    this.stepper = new Stepper(engine.tables, (component, reaction) => {
      this.acted[this.acts] = component;
      this.reactions[this.acts++] = reaction;
    });
  }

  /** As `Stepper.start`. */
  start(reactions: readonly EncodedReaction[]) {
    this.acts = 0;
    return this.stepper.start(reactions);
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
    this.acts = 0;
    return this.stepper.advance(kind, source, item, reaction, cell, content);
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

  private followActors(nowNs: number): void {
    const { acted, reactions, acts, onEmitted } = this;
    for (let k = 0; k < acts; k++) {
      const component = acted[k]!;
      const reaction = reactions[k]!;
      this.timers.settle(component.cell, component.local(reaction.next), reaction.timing, nowNs);
      if (onEmitted === undefined) continue;
      for (const event of reaction.emitted) onEmitted(event, component.id, nowNs);
    }
  }

  private followChanges(nowNs: number): void {
    const { stepper, engine } = this;
    const { work } = stepper;
    const count = engine.components.length;
    for (let change = 0; change < stepper.changes; change++) {
      const cell = stepper.changedCell(change);
      if (cell < count) {
        this.ready.componentChanged(cell);
        this.resources.enter(cell, work[cell]!, nowNs);
      } else {
        const channel = engine.tables.channelAt(cell);
        if (channel >= 0 && work[cell] !== 0) this.ready.add(channel);
      }
    }
  }
}
