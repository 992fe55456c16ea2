import type { PendingTimer } from '../interpreter/local-state.js';
import type { StepFailure } from '../interpreter/step-failure.js';
import { isFaultStep, labelOf, type Step } from '../network/step.js';
import type { PlainState } from './plain-state.js';
import type { PlainDelivery, PlainStep } from './plain-step.js';
import type { PlainUnit } from './plain-units.js';

/** An enabled step: where it leads, or how it fails. */
export interface PlainSuccessor {
  readonly step: Step;
  readonly label: string;
  /** It changes something, and is no fault. */
  readonly isProgress: boolean;
  /** It changes a component, a channel, or a monitor by what a component emits. A step that fails counts as one that does. */
  readonly isChange: boolean;
  /** The state after it is another one. What monitors make of the step itself may be the only change, or undo the only one. */
  readonly isDifferent: boolean;
  /** The units of fairness that it takes: none for faults, and for a message of a `set` that changes nothing; of stimuli that nobody promises, one that is owed nothing. */
  readonly units: readonly PlainUnit[];
  /** The component that acts, and those that receive something within the step. */
  readonly participants: readonly string[];
  /** Names of the units of timers of which none stays pending throughout the step, and of what actors tell of which none runs throughout it. */
  readonly interrupts: readonly string[];
  /** Messages that are received synchronously within the step, in order. */
  readonly deliveries: readonly PlainDelivery[];
  readonly outcome: PlainState | StepFailure;
  /** Of a step of kind `timer`: which one fires. */
  readonly timer?: PendingTimer;
}

/** What a step does, or how it fails, and who takes it. */
export interface Attempt {
  readonly step: Step;
  readonly run: PlainStep | StepFailure;
  /** The component that acts; none where a message is lost. */
  readonly actor?: string;
  readonly timer?: PendingTimer;
  readonly units?: readonly PlainUnit[];
  /** It is no unit of fairness unless it changes something. */
  readonly isOfSet?: boolean;
}

/** What comes of a step; `undefined` if it is blocked. */
export function successorOf({
  step,
  run,
  actor,
  timer,
  units = [],
  isOfSet = false,
}: Attempt): PlainSuccessor | undefined {
  const isFailure = 'property' in run;
  const outcome = isFailure ? run : run.finish(step);
  if (outcome === 'blocked') return undefined;
  const isChange = 'property' in outcome || (run as PlainStep).isChange;
  const isDifferent = 'property' in outcome || (run as PlainStep).isDifferent;
  const deliveries = isFailure ? [] : run.deliveries;
  return {
    step,
    label: labelOf(step),
    isProgress: isChange && !isFaultStep(step.kind),
    isChange,
    isDifferent,
    deliveries,
    participants: [...(actor === undefined ? [] : [actor]), ...deliveries.map(({ to }) => to)],
    interrupts: isFailure ? [] : run.interrupted,
    outcome,
    ...(timer === undefined ? {} : { timer }),
    units: isOfSet && !isDifferent ? [] : units,
  };
}
