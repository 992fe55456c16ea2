import { basename, join } from 'node:path';
import { renderCounterexample } from '../counterexample/render.js';
import { type ReplayResult, replay } from '../counterexample/replay.js';
import { type TraceFile, writeTrace } from '../counterexample/trace-file.js';
import type { Violation } from '../property/violation.js';
import { CheckError, messageOf } from '../network/errors.js';
import type { Network } from '../network/network.js';
import type { Evidence } from '../report/evidence.js';
import { InternalError } from './internal-error.js';
import type { Session } from './session.js';
import type { Chosen } from './target.js';

/**
 * Runs a counterexample through XState itself, before anybody is shown it.
 *
 * @throws InternalError when XState does not come to the violation: then the search was wrong
 */
export function confirm(network: Network, violation: Violation): ReplayResult {
  let replayed: ReplayResult;
  try {
    replayed = replay(network, violation);
  } catch (thrown) {
    throw unconfirmed(violation, messageOf(thrown));
  }
  if (!replayed.isViolated) throw unconfirmed(violation, replayed.message);
  return replayed;
}

/** Confirms a counterexample, renders it, and writes its trace. */
export function evidenceOf(
  session: Session,
  { target, configuration, network, subject }: Chosen,
  violation: Violation,
  traceDir: string,
): Evidence {
  const replayed = confirm(network, violation);
  const { property, message, minimality, initial, steps } = violation;
  const trace = {
    network: target.reference,
    parameters: { ...configuration },
    faults: [...subject.faults],
    property,
    message,
    minimality,
    initial,
    steps: [...steps],
  };
  return {
    violation,
    parameters: configuration,
    rendered: renderCounterexample(violation, replayed),
    ...traceOnDisk(session, traceDir, trace),
  };
}

/** Writes a trace. A counterexample that cannot be kept is shown all the same: the search for it may have taken long. */
function traceOnDisk(
  session: Session,
  traceDir: string,
  trace: TraceFile,
): Pick<Evidence, 'traceFile' | 'traceProblem'> {
  try {
    return { traceFile: join(traceDir, basename(writeTrace(session.path(traceDir), trace))) };
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    return { traceFile: null, traceProblem: thrown.message };
  }
}

function unconfirmed({ property, steps }: Violation, message: string): InternalError {
  return new InternalError(
    `the search found '${property}' violated after ${steps.length} steps, and XState itself does not confirm it (${message})`,
  );
}
