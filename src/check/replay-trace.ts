import type { Deliveries } from '../counterexample/deliveries.js';
import { FirstMet } from '../counterexample/earlier.js';
import type { Explanation } from '../counterexample/explain/explanation.js';
import { renderedWith, StepsText } from '../counterexample/render.js';
import { NOTHING_VIOLATED, replayEach } from '../counterexample/replay.js';
import type { TraceFile } from '../counterexample/trace-file.js';
import { Budget } from '../explore/budget.js';
import { SearchClock } from '../explore/search-clock.js';
import { type Expiry, type StopSignal, tick } from '../interpreter/deadline.js';
import type { NetworkFamily } from '../network/family.js';
import { refuseUnknownOptions } from '../network/known-keys.js';
import type { Network } from '../network/network.js';
import { isWitness } from '../network/property-names.js';
import type { Finding, Violation } from '../property/violation.js';
import { explanationOf } from './explained.js';
import { asFamily, type Chosen, choose, type Subject } from './subject.js';
import { requireSteps } from '../counterexample/require-steps.js';

/** What a trace led to when it was run again. */
export interface ReplayOutcome {
  readonly subject: Subject;
  /** The module that the network was loaded from; left out for one of the catalogue. */
  readonly module?: string;
  readonly violation: Pick<Violation, 'property' | 'steps' | 'minimality'> & {
    readonly loop?: number | undefined;
  };
  /** The property is one to be reached. */
  readonly isWitness: boolean;
  readonly isViolated: boolean;
  readonly isReached: boolean;
  /** Another property that is violated at the end of the steps, where the trace's own is not. */
  readonly otherProperty?: string;
  /** What the steps violate at their end beside the trace's own property, where that is violated. */
  readonly also: readonly Finding[];
  /** After how many steps the property was violated, or the witness reached, where that is before their end. */
  readonly metAfter?: number;
  /** Whether the property is violated was not decided, for the reason that `message` tells: see `ReplayEnd.isUndecided`. */
  readonly isUndecided?: true;
  readonly message: string;
  /** What the run that the trace tells of lacks, where it can be taken and shows nothing wrong any more, and that is more than to say so. */
  readonly reason?: string;
  readonly deliveries: Deliveries;
  /** The counterexample, or the way to the witness, with what each step changes; present if it is one. */
  readonly rendered?: string;
  /** It explained; left out where there are too many steps. */
  readonly explanation?: Explanation;
  /** It was ended before it was decided, after so many steps: then nothing is known of the trace. */
  readonly inconclusive?: { readonly budget: Expiry; readonly taken: number };
}

/** How long a replay may take, and who is told how far it has come. */
export interface ReplayOptions {
  /** Looked at between two steps. Default: no limit. */
  readonly secondsMax?: number;
  readonly signal?: StopSignal;
  readonly onProgress?: (taken: number) => void;
}

const REPLAY_OPTIONS = { secondsMax: true, signal: true, onProgress: true } as const;

/**
 * Runs the steps of a trace again on XState itself.
 *
 * Without `secondsMax` and `signal` it goes on until it is decided.
 *
 * @param subject the network of the trace, or its family: the trace tells parameters and faults
 * @throws CheckError when the network has not what the trace names, or cannot take its steps
 */
export function replayTrace(
  subject: Network | NetworkFamily,
  trace: TraceFile,
  options: ReplayOptions = {},
): ReplayOutcome {
  refuseUnknownOptions<ReplayOptions>(options, REPLAY_OPTIONS, 'replayTrace');
  requireSteps(trace, 'A trace');
  const { secondsMax, signal, onProgress } = options;
  const chosen = choose(asFamily(subject), trace.parameters, trace.faults);
  const { network } = chosen;
  const clock = new SearchClock(new Budget(secondsMax === undefined ? {} : { secondsMax }), () => 0, signal);
  let taken = -1;
  const outcome = clock.run(() =>
    outcomeOf(chosen, trace, () => {
      onProgress?.(++taken);
      tick();
    }),
  );
  if (outcome !== undefined) return withExplanation(chosen, trace, outcome);
  return {
    subject: chosen.subject,
    violation: trace,
    isWitness: isWitness(network, trace.property),
    isViolated: false,
    isReached: false,
    message: 'it was not decided',
    also: [],
    deliveries: [],
    inconclusive: { budget: clock.expired!, taken: Math.min(Math.max(0, taken), trace.steps.length) },
  };
}

function outcomeOf(chosen: Chosen, trace: TraceFile, onStep: () => void): ReplayOutcome {
  const { network } = chosen;
  const { steps, deliveries = steps.map(() => []) } = trace;
  const text = new StepsText(network, steps, trace.loop);
  const first = new FirstMet(network, trace.property);
  const end = replayEach(network, { ...trace, deliveries }, (state, plain, delivered) => {
    onStep();
    first.see(plain, state);
    text.add(state, delivered);
  });
  const { isViolated, isReached, message, violated, findings, isUndecided } = end;
  const isMet = isViolated || isReached;
  const [otherProperty] = isViolated ? [] : violated;
  const earlier = isMet && first.after === steps.length ? undefined : first.after;
  // That nothing shorter shows it was found of other steps.
  const violation = isMet && earlier !== undefined ? { ...trace, minimality: 'as found' as const } : trace;
  const isReason = !isMet && violated.length === 0 && !isUndecided && message !== NOTHING_VIOLATED;
  return {
    subject: chosen.subject,
    violation,
    isWitness: isWitness(network, trace.property),
    isViolated,
    isReached,
    message,
    also: isViolated ? findings.filter(({ property }) => property !== trace.property) : [],
    ...(isUndecided && { isUndecided }),
    ...(isReason && { reason: message }),
    deliveries: end.deliveries,
    ...(otherProperty === undefined ? {} : { otherProperty }),
    ...(earlier === undefined ? {} : { metAfter: earlier }),
    ...(isMet ? { rendered: renderedWith(violation, end, text) } : {}),
  };
}

/** What is decided stays so, however long it takes to explain it. */
function withExplanation(chosen: Chosen, trace: TraceFile, outcome: ReplayOutcome): ReplayOutcome {
  if (!outcome.isViolated && !outcome.isReached) return outcome;
  // The trace's own property is told whatever else is violated, and be it graver.
  const explanation = explanationOf(
    chosen,
    violationOf({ ...trace, ...outcome.violation }, outcome.message),
    outcome.also,
  );
  return explanation === undefined ? outcome : { ...outcome, explanation };
}

function violationOf({ property, initial, steps, minimality, loop }: TraceFile, message: string): Violation {
  return { property, message, initial, steps, minimality, ...(loop === undefined ? {} : { loop }) };
}
