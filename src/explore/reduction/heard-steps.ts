import type { Engine } from '../../engine/engine.js';
import { StepObservations } from '../../engine/steps/step-observations.js';
import { DELIVER } from '../../engine/steps/successors.js';
import type { Dropped } from './conditions.js';
import { eventOf, type LocalActions } from './local-actions.js';

/**
 * Steps as some monitors hear them: a step is one more observation, the last one that it shows, and is like none that a component shows by itself, so that it has to commute with
 * all that other steps show.
 */
export class HeardSteps {
  /** Indices of the monitors that hear steps. */
  readonly monitors: readonly number[];
  /** Who shows a step: the one that is to be taken alone, and any other. */
  readonly ofStep: number;
  readonly ofOthers: number;
  private readonly observations: StepObservations;

  constructor(
    private readonly engine: Engine,
    private readonly actions: readonly LocalActions[],
    private readonly dropped: Dropped,
  ) {
    const { components, monitors } = engine;
    this.monitors = dropped.has('heard steps')
      ? []
      : monitors.flatMap(({ watchesSteps }, index) => (watchesSteps ? [index] : []));
    this.ofStep = components.length;
    this.ofOthers = components.length + 1;
    this.observations = new StepObservations(engine.tables);
  }

  /** The number of the observation that a step is: an event that a component takes from a channel, or (-1) a step of its own. */
  observation(component: number, channel: number, action: number): number {
    if (channel < 0) return this.observations.ofOwn(this.actions[component]!.ownStep(action));
    const event = eventOf(action);
    const { from, to, spec, receiver } = this.engine.channels[channel]!;
    return this.observations.ofMessage(DELIVER, channel, event, () => ({
      kind: 'deliver',
      from,
      to,
      lane: spec.lane,
      event: receiver.event(event),
    }));
  }

  /** Whether what else happens to a channel's messages is heard as a step, of which no account is kept: they are lost, or come again. */
  areChangesHeard(channel: number): boolean {
    const { lossy, duplicating } = this.engine.channels[channel]!.spec;
    return this.monitors.length > 0 && (lossy || duplicating) && !this.dropped.has('heard losses');
  }
}
