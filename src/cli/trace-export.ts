import { dirname, relative, sep } from 'node:path';
import {
  CheckError,
  type Explanation,
  itfTrace,
  readTrace,
  replayTrace,
  sequenceDiagram,
  stepsTimeline,
  type TraceFile,
  vitestFile,
} from '../index.js';
import type { Session } from './session.js';
import type { Target } from './target.js';
import { targetOfTrace } from './trace-module.js';

/** What a trace can be exported as; the first, unless another is asked for. */
export const TRACE_FORMATS = ['mermaid', 'itf', 'perfetto', 'vitest'] as const;
type TraceFormat = (typeof TRACE_FORMATS)[number];

interface TraceExportOptions {
  readonly format?: string;
  /** The network that the trace is of, in place of the one that it names. */
  readonly network?: string;
  /** The file that it is written to, where it is not printed. */
  readonly out?: string;
}

/**
 * A trace as text.
 *
 * @throws CheckError for a format that traces do not have, and as `replay` does; also where the network does not do any more what the trace says
 */
export async function traceAs(session: Session, file: string, options: TraceExportOptions): Promise<string> {
  const { format = TRACE_FORMATS[0], network, out } = options;
  const known = TRACE_FORMATS.find((name) => name === format);
  if (known === undefined)
    throw new CheckError(`A trace cannot be exported as '${format}'; use ${TRACE_FORMATS.join(', ')}.`);
  const trace = readTrace(session.path(file));
  const target = await targetOfTrace(session, file, trace, network);
  const outcome = replayTrace(target.family, trace, { signal: session.signal });
  const { explanation, message, isViolated, isReached } = outcome;
  if (explanation === undefined) {
    const { length } = trace.steps;
    const reason =
      length === 0
        ? 'has no steps to be exported: its network fails as it starts'
        : `has too many steps to be exported: ${length}`;
    if (isViolated || isReached) throw new CheckError(`The trace '${file}' ${reason}.`);
    const { property } = trace;
    const { inconclusive, isUndecided, isWitness } = outcome;
    const met = isWitness ? 'reached' : 'violated';
    throw new CheckError(
      inconclusive !== undefined || isUndecided === true
        ? `There is nothing to export: whether ${property} is ${met} by the trace '${file}' was not decided (${message}).`
        : `There is nothing to export: ${property} is not ${met} by the trace '${file}' any more (${message}).`,
    );
  }
  return written(known, explanation, trace, { session, file, target, out });
}

interface Place {
  readonly session: Session;
  readonly file: string;
  readonly target: Target;
  readonly out: string | undefined;
}

function written(format: TraceFormat, explanation: Explanation, trace: TraceFile, place: Place): string {
  if (format === 'mermaid') return sequenceDiagram(explanation);
  if (format === 'itf') return `${JSON.stringify(itfTrace(explanation))}\n`;
  if (format === 'perfetto') return `${JSON.stringify(stepsTimeline(explanation))}\n`;
  const { session, file, target, out } = place;
  // Printed, it is taken to be for the present folder.
  const folder = dirname(session.path(out ?? 'trace.test.ts'));
  const path = (to: string) => {
    const text = relative(folder, to).split(sep).join('/');
    return text.startsWith('.') ? text : `./${text}`;
  };
  const { module } = target;
  const name = module?.export === undefined ? '' : `#${module.export}`;
  return vitestFile(
    trace,
    path(session.path(file)),
    module === undefined ? { catalogue: target.family.name } : { module: `${path(module.file)}${name}` },
    explanation.outcome,
  );
}
