import { basename, join } from 'node:path';
import { hasDeliveries } from '../counterexample/deliveries.js';
import { renderedWith, StepsText } from '../counterexample/render.js';
import { type OnState, type ReplayEnd, replayEach } from '../counterexample/replay.js';
import { type TraceFile, writeTrace } from '../counterexample/trace-file.js';
import type { Violation, Witness } from '../property/violation.js';
import { CheckError, messageOf } from '../network/errors.js';
import type { Network } from '../network/network.js';
import type { Evidence } from '../report/evidence.js';
import { InternalError } from './internal-error.js';
import type { Session } from './session.js';
import type { Chosen } from './target.js';
import { networkToName, recordedModule } from './trace-module.js';

/** A counterexample, or the way to a witness. */
type Shown = Violation & { readonly isWitness?: true };

/**
 * Runs a counterexample through XState itself, before anybody is shown it.
 *
 * @throws InternalError when XState does not come to the violation: then the search was wrong
 */
export function confirm(network: Network, shown: Shown, onState?: OnState): ReplayEnd {
  let end: ReplayEnd;
  try {
    end = replayEach(network, shown, onState);
  } catch (thrown) {
    throw unconfirmed(shown, messageOf(thrown));
  }
  if (!(shown.isWitness ? end.isReached : end.isViolated)) throw unconfirmed(shown, end.message);
  return end;
}

/** Confirms the way to a witness, renders it, and writes its trace. */
export function witnessEvidence(
  session: Session,
  chosen: Chosen,
  witness: Witness,
  traceDir: string,
): Evidence {
  const message = 'the witness is reached';
  const shown = { ...witness, message, minimality: 'proven shortest', isWitness: true } as const;
  return evidenceOf(session, chosen, shown, traceDir);
}

/** Confirms a counterexample, renders it, and writes its trace. */
export function evidenceOf(
  session: Session,
  { target, configuration, network, subject }: Chosen,
  shown: Shown,
  traceDir: string,
): Evidence {
  const text = new StepsText(network, shown.steps);
  const end = confirm(network, shown, (state, _, deliveries) => text.add(state, deliveries));
  const { property, message, minimality, initial, steps } = shown;
  const delivered = hasDeliveries(end.deliveries)
    ? { deliveries: end.deliveries.map((labels) => [...labels]) }
    : {};
  const trace: TraceFile = {
    network: target.reference,
    ...recordedModule(session, target, traceDir),
    parameters: { ...configuration },
    faults: [...subject.faults],
    property,
    message,
    minimality,
    initial,
    steps: [...steps],
    ...delivered,
  };
  const toName = networkToName(session, target);
  return {
    violation: { ...shown, ...delivered },
    parameters: configuration,
    rendered: renderedWith(shown, end, text),
    ...traceOnDisk(session, traceDir, trace),
    ...(toName === undefined ? {} : { replayNetwork: toName }),
  };
}

/** Writes a trace. A counterexample that cannot be kept is shown all the same: the search for it may have taken long. */
function traceOnDisk(
  session: Session,
  traceDir: string,
  trace: TraceFile,
): Pick<Evidence, 'traceFile' | 'traceProblem'> {
  try {
    const path = join(traceDir, basename(writeTrace(session.path(traceDir), trace)));
    // What begins like an option would be taken for one.
    return { traceFile: path.startsWith('-') ? `./${path}` : path };
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    return { traceFile: null, traceProblem: thrown.message };
  }
}

function unconfirmed({ property, steps, isWitness }: Shown, message: string): InternalError {
  return new InternalError(
    `the search found '${property}' ${isWitness ? 'reached' : 'violated'} after ${steps.length} steps, and XState itself does not confirm it (${message})`,
  );
}
