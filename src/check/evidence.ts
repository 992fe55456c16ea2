import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { hasDeliveries } from '../counterexample/deliveries.js';
import type { Explanation } from '../counterexample/explain/explanation.js';
import { renderedWith, StepsText } from '../counterexample/render.js';
import { type OnState, type ReplayEnd, replayEach } from '../counterexample/replay.js';
import { type TraceFile, writeTrace } from '../counterexample/trace-file.js';
import { CheckError, messageOf } from '../network/errors.js';
import type { Network } from '../network/network.js';
import type { Configuration } from '../network/parameters.js';
import type { Violation, Witness } from '../property/violation.js';
import { InternalError } from './internal-error.js';
import { explained } from './explained.js';
import type { Chosen } from './subject.js';

/** A counterexample that XState itself has confirmed. */
export interface Evidence {
  readonly violation: Violation;
  /** The parameters of the network that shows it. */
  readonly parameters: Configuration;
  /** The steps and what each changed, as text. */
  readonly rendered: string;
  /**
   * What happened, and why. Counterexamples of the same steps have one explanation, which is of the gravest. Left out where there are no steps, or too
   * many to explain.
   */
  readonly explanation?: Explanation;
  /** The file that `replay` takes; null if none was wanted, or it could not be written. */
  readonly traceFile: string | null;
  /** Why it could not. */
  readonly traceProblem?: string;
  /** How `replay` must be told which network the trace is of, where it does not load the module by itself. */
  readonly replayNetwork?: string;
}

/** How `replay` finds the network of a trace again. */
export interface TraceOrigin {
  /** The network's name in a catalogue, or the path of its module. */
  readonly reference: string;
  /** The module's file, an absolute path, and the name of its export if it has several. */
  readonly module?: { readonly file: string; readonly export: string | undefined };
  /** See `Evidence`. */
  readonly replayNetwork?: string;
}

/** Where traces are written. */
export interface TraceOptions {
  /** The folder of the files, which is made if need be. Default: none are written. */
  readonly traceDir?: string;
  /** What `traceDir` is relative to. Default: the present folder. */
  readonly cwd?: string;
  /** Default: the family's name. */
  readonly origin?: TraceOrigin;
}

/** A counterexample, or the way to a witness. */
type Shown = Violation & { readonly isWitness?: true };

/**
 * Runs a counterexample through XState itself, before anybody is shown it.
 *
 * @throws CheckError when XState comes to it now and then: then the property is no function of the state
 * @throws InternalError when XState does not come to the violation: then the search was wrong
 */
export function confirm(network: Network, shown: Shown, onState?: OnState): ReplayEnd {
  let end: ReplayEnd;
  try {
    end = replayEach(network, shown, onState);
  } catch (thrown) {
    throw unconfirmed(shown, messageOf(thrown));
  }
  // What a complete exploration has found stands where a replay sees too little of what comes after.
  const { isUndecided, ...decided } = end;
  if (isUndecided) return { ...decided, isViolated: true, message: shown.message };
  if (isAsShown(shown, end)) return end;
  refuseChance(network, shown);
  throw unconfirmed(shown, end.message);
}

const isAsShown = ({ isWitness }: Shown, end: ReplayEnd): boolean =>
  isWitness === true ? end.isReached : end.isViolated;

/** So many times a run that is not confirmed is run again. */
const AGAIN_MAX = 32;

/**
 * A claim that depends on chance may have been violated where it was asked first, before any of its evaluations was done again.
 *
 * @throws CheckError where the same steps are confirmed now and then
 */
function refuseChance(network: Network, shown: Shown): void {
  for (let time = 0; time < AGAIN_MAX; time++) {
    if (isAsShown(shown, replayEach(network, shown)))
      throw new CheckError(
        `The property '${shown.property}' gives different answers for one state; it must depend on the view only.`,
      );
  }
}

/** Confirms the way to a witness, renders it, and writes its trace. */
export function witnessEvidence(chosen: Chosen, witness: Witness, traces: TraceOptions): Evidence {
  const message = 'the witness is reached';
  const shown = { ...witness, message, minimality: 'proven shortest', isWitness: true } as Shown;
  const [evidence] = explained(chosen, [confirmedOf(chosen, shown, traces)]);
  return evidence!;
}

/** As `evidenceOf`, of all violations that a search has found. */
export function evidencesOf(
  chosen: Chosen,
  violations: readonly Violation[],
  traces: TraceOptions,
): readonly Evidence[] {
  return explained(
    chosen,
    violations.map((violation) => confirmedOf(chosen, violation, traces)),
  );
}

/** Confirms a counterexample, explains it, and writes its trace. */
export function evidenceOf(chosen: Chosen, violation: Violation, traces: TraceOptions): Evidence {
  return evidencesOf(chosen, [violation], traces)[0]!;
}

/** Confirms a counterexample, renders it, and writes its trace. */
function confirmedOf(
  { family, configuration, network, subject }: Chosen,
  shown: Shown,
  traces: TraceOptions,
): Evidence {
  const text = new StepsText(network, shown.steps, shown.loop);
  const end = confirm(network, shown, (state, _, deliveries) => text.add(state, deliveries));
  const { property, message, minimality, initial, steps, loop } = shown;
  const delivered = hasDeliveries(end.deliveries)
    ? { deliveries: end.deliveries.map((labels) => [...labels]) }
    : {};
  const { origin = { reference: family.name } } = traces;
  const trace: TraceFile = {
    network: origin.reference,
    parameters: { ...configuration },
    faults: [...subject.faults],
    property,
    message,
    minimality,
    initial,
    steps: [...steps],
    ...delivered,
    ...(loop === undefined ? {} : { loop }),
  };
  return {
    violation: { ...shown, ...delivered },
    parameters: configuration,
    rendered: renderedWith(shown, end, text),
    ...traceOnDisk(trace, traces),
    ...(origin.replayNetwork === undefined ? {} : { replayNetwork: origin.replayNetwork }),
  };
}

/** Writes a trace. A counterexample that cannot be kept is shown all the same: the search for it may have taken long. */
function traceOnDisk(
  trace: TraceFile,
  { traceDir, cwd = process.cwd(), origin }: TraceOptions,
): Pick<Evidence, 'traceFile' | 'traceProblem'> {
  if (traceDir === undefined) return { traceFile: null };
  const folder = resolve(cwd, traceDir);
  try {
    const { network, ...rest } = trace;
    const written = writeTrace(folder, { network, ...recordedModule(origin, folder), ...rest });
    const path = join(traceDir, basename(written));
    // What begins like an option would be taken for one.
    return { traceFile: path.startsWith('-') ? `./${path}` : path };
  } catch (thrown) {
    if (!(thrown instanceof CheckError)) throw thrown;
    return { traceFile: null, traceProblem: thrown.message };
  }
}

/** What a trace in this folder says of the module that its network comes from. */
function recordedModule(origin: TraceOrigin | undefined, folder: string): Pick<TraceFile, 'module'> {
  if (origin?.module === undefined) return {};
  const { file, export: name } = origin.module;
  const path = relative(realFolder(folder), realpathSync(file)).split(sep).join('/');
  return { module: { path, ...(name === undefined ? {} : { export: name }) } };
}

/** As `realpath`, of a folder that may still have to be made. */
function realFolder(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realFolder(parent), basename(path));
  }
}

function unconfirmed({ property, steps, isWitness }: Shown, message: string): InternalError {
  return new InternalError(
    `the search found '${property}' ${isWitness ? 'reached' : 'violated'} after ${steps.length} steps, and XState itself does not confirm it (${message})`,
  );
}
