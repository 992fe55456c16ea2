import type { Violation } from '../property/violation.js';
import { counted } from './numbers.js';
import { type Subject, subjectText } from './subject.js';

/** What a trace led to when it was run again. */
export interface ReplayOutcome {
  readonly subject: Subject;
  readonly violation: Pick<Violation, 'property' | 'steps' | 'minimality'>;
  readonly isViolated: boolean;
  /** Another property that is violated at the end of the steps, where the trace's own is not. */
  readonly otherProperty?: string;
  readonly message: string;
  /** The counterexample with what each step changes; present if it is one. */
  readonly rendered?: string;
}

/** A replay, for a person. */
export function replayText(outcome: ReplayOutcome): string {
  const { subject, violation, otherProperty, message, rendered } = outcome;
  if (rendered !== undefined) return `${subjectText(subject)}\n${rendered}`;
  const steps = `All of its ${counted(violation.steps.length, 'step')} can still be taken`;
  const end =
    otherProperty === undefined
      ? 'nothing is violated at their end any more'
      : `at their end ${otherProperty} is violated instead: ${message}`;
  return `${subjectText(subject)}: ${violation.property} is not violated as the trace says. ${steps}, and ${end}.`;
}

/** The object that `replay --json` prints. */
export function replayJson({ subject, violation, isViolated, otherProperty, message }: ReplayOutcome) {
  const { network, parameters, faults } = subject;
  const { property, steps } = violation;
  return {
    network,
    parameters,
    faults,
    property,
    isViolated,
    ...(otherProperty === undefined ? {} : { otherProperty }),
    message,
    steps,
  };
}
