import type { Deliveries } from '../counterexample/deliveries.js';
import { metAfter } from '../counterexample/earlier.js';
import { renderedWith, StepsText } from '../counterexample/render.js';
import { replayEach } from '../counterexample/replay.js';
import type { TraceFile } from '../counterexample/trace-file.js';
import type { NetworkFamily } from '../network/family.js';
import type { Network } from '../network/network.js';
import { isWitness } from '../network/property-names.js';
import type { Violation } from '../property/violation.js';
import { asFamily, choose, type Subject } from './subject.js';
import { requireSteps } from '../counterexample/require-steps.js';

/** What a trace led to when it was run again. */
export interface ReplayOutcome {
  readonly subject: Subject;
  /** The module that the network was loaded from; left out for one of the catalogue. */
  readonly module?: string;
  readonly violation: Pick<Violation, 'property' | 'steps' | 'minimality'>;
  /** The property is one to be reached. */
  readonly isWitness: boolean;
  readonly isViolated: boolean;
  readonly isReached: boolean;
  /** Another property that is violated at the end of the steps, where the trace's own is not. */
  readonly otherProperty?: string;
  /** After how many steps the property was violated, or the witness reached, where it is not at their end. */
  readonly metAfter?: number;
  readonly message: string;
  readonly deliveries: Deliveries;
  /** The counterexample, or the way to the witness, with what each step changes; present if it is one. */
  readonly rendered?: string;
}

/**
 * Runs the steps of a trace again on XState itself.
 *
 * @param subject the network of the trace, or its family: the trace tells parameters and faults
 * @throws CheckError when the network has not what the trace names, or cannot take its steps
 */
export function replayTrace(subject: Network | NetworkFamily, trace: TraceFile): ReplayOutcome {
  requireSteps(trace, 'A trace');
  const chosen = choose(asFamily(subject), trace.parameters, trace.faults);
  const { network } = chosen;
  const { steps, deliveries = steps.map(() => []) } = trace;
  const text = new StepsText(network, steps);
  const end = replayEach(network, { ...trace, deliveries }, (state, _, delivered) =>
    text.add(state, delivered),
  );
  const { isViolated, isReached, message, violated } = end;
  const isMet = isViolated || isReached;
  const [otherProperty] = isViolated ? [] : violated;
  const earlier = isMet ? undefined : metAfter(network, trace);
  return {
    subject: chosen.subject,
    violation: trace,
    isWitness: isWitness(network, trace.property),
    isViolated,
    isReached,
    message,
    deliveries: end.deliveries,
    ...(otherProperty === undefined ? {} : { otherProperty }),
    ...(earlier === undefined ? {} : { metAfter: earlier }),
    ...(isMet ? { rendered: renderedWith(trace, end, text) } : {}),
  };
}
