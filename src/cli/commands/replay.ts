import { metAfter } from '../../counterexample/earlier.js';
import { renderedWith, StepsText } from '../../counterexample/render.js';
import { replayEach } from '../../counterexample/replay.js';
import { readTrace } from '../../counterexample/trace-file.js';
import { isWitness } from '../../network/property-names.js';
import { type ReplayOutcome, replayJson, replayText } from '../../report/replay-text.js';
import { EXIT } from '../exit-code.js';
import type { Session } from '../session.js';
import { choose } from '../target.js';
import { targetOfTrace } from '../trace-module.js';

export interface ReplayCommandOptions {
  readonly json?: boolean;
  /** The network that the trace is replayed on, in place of the one that it names. */
  readonly network?: string;
}

/** @throws CheckError for a file that is damaged, or whose steps the network cannot take */
export async function replayFile(
  session: Session,
  file: string,
  options: ReplayCommandOptions,
): Promise<number> {
  const trace = readTrace(session.path(file));
  const target = await targetOfTrace(session, file, trace, options.network);
  const { network, subject } = choose(target, trace.parameters, trace.faults);
  const { steps, deliveries = steps.map(() => []) } = trace;
  const text = new StepsText(network, steps);
  const end = replayEach(network, { ...trace, deliveries }, (state, _, delivered) =>
    text.add(state, delivered),
  );
  const { isViolated, isReached, message, violated } = end;
  const isMet = isViolated || isReached;
  const [otherProperty] = isViolated ? [] : violated;
  const earlier = isMet ? undefined : metAfter(network, trace);
  const outcome: ReplayOutcome = {
    subject,
    ...(target.module === undefined ? {} : { module: target.reference }),
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
  session.printEither(options.json ?? false, replayJson(outcome), () => replayText(outcome));
  return exitCode(outcome);
}

function exitCode({ isWitness, isViolated, isReached, otherProperty, metAfter }: ReplayOutcome): number {
  if (isViolated || otherProperty !== undefined) return EXIT.violated;
  if (isReached) return EXIT.holds;
  if (isWitness) return metAfter === undefined ? EXIT.inconclusive : EXIT.holds;
  return metAfter === undefined ? EXIT.holds : EXIT.violated;
}
